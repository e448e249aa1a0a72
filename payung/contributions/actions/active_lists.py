"""How is the branch's list of active people taken in, to be held against what we paid?"""

from datetime import datetime

from django.db import transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.contributions.actions.invoices import refuse_other_months
from payung.contributions.active_list import DOOR, read_active_list
from payung.contributions.models import ActiveLine, ActiveList
from payung.database.loading import copying
from payung.files.actions import keep
from payung.files.queries import remembered_layouts
from payung.jobs.actions import Refused
from payung.language.formats import angka
from payung.rules import months
from payung.tables.reading import NOTHING_DECIDED, CannotRead, Decisions


@transaction.atomic
def receive_active_list(
    content: bytes,
    *,
    name: str,
    round_id: int,
    month: int,
    by: User,
    at: datetime,
    decided: Decisions = NOTHING_DECIDED,
) -> ActiveList:
    """Keep the branch's list of one month; the latest counts. The same file again changes nothing. Raises Refused."""
    refuse_other_months(round_id, month)
    try:
        people = read_active_list(
            content, name=name, decisions=decided, remembered=remembered_layouts(DOOR.name)
        )
    except CannotRead as broken:
        raise Refused(str(broken)) from None
    file = keep(
        content,
        name=name,
        content_type="application/octet-stream",
        purpose="contributions.active",
        by=by,
        at=at,
    )
    latest = ActiveList.objects.filter(round_id=round_id, month=month).first()
    if latest and latest.file.sha256 == file.sha256:
        return latest
    received = ActiveList.objects.create(
        round_id=round_id, month=month, file=file, people=len(people), received_by=by, received_at=at
    )
    with copying(ActiveLine, ("list_id", "kpj", "name")) as copy:
        for line in people.items():
            copy.write_row((received.pk, *line))
    record(
        "contributions.receive_active_list",
        by=by,
        at=at,
        on=("active_list", received.pk),
        sentence=f"Menerima daftar aktif cabang {months.month_in_words(month)}: {angka(len(people))} orang.",
    )
    return received
