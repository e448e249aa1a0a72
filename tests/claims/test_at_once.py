"""Two officers on one case at the same moment: one is first, the other is told so, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from payung.claims import actions
from payung.claims.actions import Overtaken
from payung.claims.models import Claim
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
