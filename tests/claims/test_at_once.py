"""Two officers on one case at the same moment: one is first, the other is told so, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from payung.claims import actions
from payung.claims.actions import Overtaken
from payung.claims.models import Claim
from payung.jobs.actions import Refused
from tests import cast
from tests.claims.scene import LATE, MAY, pay, report
from tests.contributions import scene

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def test_of_two_at_once_one_is_first_and_the_other_is_told(db):
    city = cast.city()
    members = scene.members(cast.round_2025(city.rani))
    pay(members, range(MAY, MAY + 5), city)
    claim = report(members[0], city, on=date(2025, 9, 5))
    for turn in range(ROUNDS):
        seen, gate = Claim.objects.get(pk=claim.pk).version, Barrier(2)

        def save(officer, seen=seen, gate=gate, turn=turn):
            try:
                gate.wait(timeout=10)
                actions.set_paper(
                    claim.pk,
                    "npwp",
                    "present",
                    note=f"{officer.username} {turn}",
                    by=officer,
                    at=LATE,
                    seen=seen,
                )
            except Overtaken as late:
                return str(late)
            finally:
                connection.close()
            return officer.username

        with ThreadPoolExecutor(2) as two:
            answers = list(two.map(save, (city.rani, city.wati)))
        first = next(a for a in answers if a in ("rani", "wati"))
        told = next(a for a in answers if a not in ("rani", "wati"))
        name = {"rani": "Rani Wulandari", "wati": "Wati Lestari"}[first]
        assert f"lebih dulu diubah oleh {name}" in told
        assert claim.papers.get(kind="npwp").note == f"{first} {turn}"


def test_of_two_who_record_the_payment_at_once_one_is_heard(db):
    """Nobody is paid twice: not by two pages, not by a page and a spreadsheet, not again next week."""
    city = cast.city()
    members = scene.members(cast.round_2025(city.rani))
    pay(members, range(MAY, MAY + 5), city)
    claim = report(members[0], city, on=date(2025, 9, 5))
    actions.set_family(claim.pk, [{"name": "Sutini", "kin": "janda"}], by=city.rani, at=LATE)
    Claim.objects.filter(pk=claim.pk).update(state="filed", filed_on=date(2025, 11, 3))
    heir, gate = claim.heirs.get(), Barrier(2)

    def record(rupiah):
        try:
            gate.wait(timeout=10)
            actions.record_payment(
                claim.pk, paid_on=date(2025, 11, 20), to_heirs={heir.pk: rupiah}, by=city.rani, at=LATE
            )
        except Refused:
            return 0
        finally:
            connection.close()
        return rupiah

    with ThreadPoolExecutor(2) as two:
        recorded = sum(two.map(record, (42_000_000, 41_000_000)))
    heir.refresh_from_db()
    assert recorded in (42_000_000, 41_000_000)
    assert heir.paid_rp == Claim.objects.get(pk=claim.pk).paid_rp == recorded
    with pytest.raises(Refused):
        actions.record_payment(claim.pk, paid_on=date(2025, 11, 21), paid_rp=1, by=city.rani, at=LATE)
