"""The branch's reply to a registration: looked at before it makes anybody a member or frees a seat."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from payung.accounts.enums import Can
from payung.accounts.gate import StaffRequest, needs
from payung.enrolment import actions
from payung.enrolment.reply import DOOR, reply_rows
from payung.files.models import Incoming
from payung.language.formats import angka
from payung.tables.reading import Decisions, Reading
from payung.ui.incoming import IncomingPage, Summary, by_job, incoming_page


def _summary(incoming: Incoming, reading: Reading, decided: Decisions) -> Summary:
    rows = reply_rows(reading)
    decisions = actions.preview_reply(rows, name=incoming.file.name)
    figures = [
        ("Menjadi peserta", angka(len(decisions.accepted))),
        ("Ditolak, kursinya dilepas", angka(len(decisions.refused))),
        ("Sudah tercatat", angka(decisions.unchanged)),
        ("Tidak diubah", angka(len(decisions.problems))),
    ]
    changed = len(decisions.accepted) + len(decisions.refused)
    return Summary(
        figures, decisions.problems, save_label=f"Simpan {angka(changed)} jawaban" if changed else ""
    )


def _back(details: Mapping[str, Any]) -> str:
    return reverse("reply_upload")


REPLY = IncomingPage(
    DOOR,
    "Periksa balasan BPJS",
    "reply_check",
    _back,
    "Balasan BPJS",
    _summary,
    by_job("enrolment.read_reply", "Membaca balasan"),
)


@needs(Can.READ_REPLY)
def check_reply(request: StaffRequest, incoming_id: int) -> HttpResponse:
    """Periksa hasil of a reply."""
    return incoming_page(request, incoming_id, REPLY)
