"""What else happened to the families of the sample city: news that waits, an accident told in full, children at school, messages."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from payung.accounts.models import User
from payung.claims import actions as claims
from payung.claims import queries as claim_queries
from payung.claims.enums import Channel, EventKind, Source
from payung.outreach import actions as outreach
from payung.people import queries as people

KEYS = UUID("5f0d1d2e-7a40-4a6c-9c7e-2f1c25050701")
CHILDREN = (("Anak pertama", date(2013, 3, 4), "SMP", 1), ("Anak kedua", date(2017, 8, 20), "SD", 2))
NOW = datetime(2025, 10, 13, 2, 0, tzinfo=UTC)


def tell(staff: dict[str, User], *, struck: set[UUID]) -> None:
    """`struck`: workers to whom something happened already."""
    _accident(staff["rani"])
    _school(staff["rani"])
    _news(staff, struck)
    outreach.prepare_due(at=NOW)


def _accident(by: User) -> None:
    claim = claim_queries.claims(kind=EventKind.ACCIDENT).first()
    if claim is None:
        return
    happened = datetime(2025, 10, 1, 2, 15, tzinfo=UTC)
    claims.record_accident(
        claim.pk, happened_at=happened, activity="Merontokkan padi", cause="Terjepit mesin perontok", injury="Jari tangan kanan",
        facility="RSUD", witnesses="Saksi pertama, Saksi kedua", by=by, at=NOW,
    )  # fmt: skip
    sent = datetime(2025, 10, 2, 3, 0, tzinfo=UTC)
    claims.send_first_report(claim.pk, sent_at=sent, channel=Channel.WHATSAPP, by=by, at=NOW)
    claims.record_time_off(claim.pk, unable_from=date(2025, 10, 1), able_again_on=None, by=by, at=NOW)


def _school(by: User) -> None:
    claim = claim_queries.claims(kind=EventKind.WORK_DEATH).first()
    if claim is None:
        return
    known = {heir.name: heir.pk for heir in claim.heirs.all()}
    rows = [
        {"id": known[name], "birth_date": born, "guardian": "Ibu"}
        for name, born, *_ in CHILDREN
        if name in known
    ]
    claims.set_family(claim.pk, rows, by=by, at=NOW)
    for name, born, level, year in CHILDREN:
        claims.name_pupil(
            claim.pk, name=name, birth_date=born, level=level, year_in_level=year, by=by, at=NOW
        )


def _news(staff: dict[str, User], struck: set[UUID]) -> None:
    """An RT heard of two deaths; one has a namesake, and nobody chose yet."""
    officer = staff["yuni"]
    near = (
        people.workers().filter(kelurahan_id=officer.kelurahan_id).exclude(pk__in=struck).order_by("pk")[:2]
    )
    for n, worker in enumerate(near):
        claims.hear(
            claims.News(
                Source.RT_RW, uuid5(KEYS, f"news:{n}"), worker.name.title(), birth_date=worker.birth_date if n else None,
                kelurahan=str(officer.kelurahan_id), happened_on=date(2025, 10, 8 + n), reporter_name="Ketua RT", story="Kabar dari tetangga.",
            ),
            by=officer, at=NOW,
        )  # fmt: skip
