"""How do the members of a round go on into the next, so that the year begins without a gap?"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from payung.accounts.models import User
from payung.contributions import queries
from payung.contributions.enums import Renewal
from payung.eligibility import actions as eligibility
from payung.jobs.actions import Refused
from payung.programme import queries as programme
from payung.programme.enums import RoundState


@transaction.atomic
def renew_round(round_id: int, next_id: int, *, also_unchecked: bool = False, by: User, at: datetime) -> int:
    """Carry everybody who goes on into the next round, where he is judged and ranked before newcomers.

    `also_unchecked`: those whose registers are old too; the next round's own check decides. Raises Refused.
    """
    round, next_round = programme.round_(round_id), programme.round_(next_id)
    if round is None or next_round is None or next_round.first_month <= round.last_month:
        raise Refused("Pilih putaran yang mulai sesudah putaran ini.")
    if next_round.state != RoundState.OPEN:
        raise Refused(
            f"{next_round.name} tidak menerima peserta lagi: sekarang “{next_round.get_state_display()}”."
        )
    wanted = {Renewal.GOES_ON, Renewal.CHECK} if also_unchecked else {Renewal.GOES_ON}
    listed = queries.renewing(round_id, today=localdate(at), next_round=next_round)
    people = {p.worker_id: p.sector_code for p in listed if p.answer in wanted}
    if not people:
        raise Refused(
            "Tidak ada yang dapat dibawa: semua sudah dibawa, berhenti, atau perlu diperiksa ulang dulu."
        )
    return eligibility.carry_over(next_id, people, by=by, at=at)
