"""What would a letter to the branch look like with these settings? About nobody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from payung.documents.city import letterhead
from payung.documents.letter import Letter, Signer, facts, letter_pdf, text


def letter_sample(kept: Mapping[str, Any], picture: bytes | None, *, on: date) -> bytes:
    """A letter as it goes to the branch; `kept` as `documents.city.terms` gives it."""
    head = letterhead(kept, coat_of_arms=picture)
    blocks = [
        text(
            "Dengan hormat, surat ini hanya contoh bentuk: kepala surat, penanda tangan, paraf, dan tembusan."
        ),
        facts(("Nama", "Contoh Nama Peserta"), ("Nomor KPJ", "00000000000")),
    ]
    official = head.head
    signer = (
        Signer(official.office, official.name, official.nip, official.rank)
        if official
        else Signer("Kepala Dinas")
    )
    return letter_pdf(
        Letter(
            "Contoh surat", blocks, [signer], head, addressee=("Yth. Kepala BPJS Ketenagakerjaan", "di tempat"),
            written_on=on, closing="Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.", draft=True, formal=True,
        )
    )  # fmt: skip
