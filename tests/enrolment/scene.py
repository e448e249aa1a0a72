"""A decree with seats and a waiting list, straight into the tables, and replies as a branch writes them."""

from datetime import date

from payung.documents.sheets import Column, xlsx
from payung.enrolment import actions
from payung.people.actions import register_workers
from payung.selection.enums import DecreeState, PlaceState
from payung.selection.models import Decree, DecreeLine, Place
from tests.cast import NOW, nik, person

NAMES = ("SLAMET RIYADI", "SITI AMINAH", "MOCH. HOLIL")
WAITING = ("SUPARMI", "BUNAWAR")
REPLY = [Column("NIK"), Column("Nama"), Column("No KPJ"), Column("Status"), Column("Keterangan")]


def draft_decree(round, rani, names=NAMES, waiting=WAITING):
    """The first names have a seat in the decree, the others wait, in that order."""
    people = [person(i, name) for i, name in enumerate([*names, *waiting], start=1)]
    workers = register_workers(people, by=None, at=NOW)
    places = Place.objects.bulk_create(
        Place(round=round, sector_id="petani", worker_id=worker, rank=i, score=0, changed_at=NOW,
              state=PlaceState.DECREED if i <= len(names) else PlaceState.WAITING, starts_month=round.first_month)
        for i, worker in enumerate(workers, start=1)
    )  # fmt: skip
    decree = Decree.objects.create(
        round=round, version=1, lines_digest="", people=len(names), monthly_rp=16800 * len(names),
        drafted_by=rani, drafted_at=NOW,
    )  # fmt: skip
    DecreeLine.objects.bulk_create(
        DecreeLine(decree=decree, place=place, number=i, name=name, birth="", sex="L", address="", kelurahan="",
                   kecamatan="", job="", sealed=b"")
        for i, (place, name) in enumerate(zip(places, names, strict=False), start=1)
    )  # fmt: skip
    return decree


def signed_decree(round, rani, names=NAMES, waiting=WAITING):
    decree = draft_decree(round, rani, names, waiting)
    Decree.objects.update(
        state=DecreeState.SIGNED,
        number="188.45/100/2025",
        signed_on=date(2025, 5, 5),
        locked_by=rani,
        locked_at=NOW,
    )
    decree.refresh_from_db()
    return decree


def sent(round, people, names=NAMES, waiting=WAITING):
    """The same, already sent to the branch."""
    decree = signed_decree(round, people.rani, names, waiting)
    actions.prepare_registrations(decree.pk, by=people.rani, at=NOW)
    actions.make_registration_file(decree.pk, by=people.rani, at=NOW)
    return decree


def kpj(serial):
    return f"25{serial:09d}"


def yes(serial, name=""):
    return (nik(serial), name, kpj(serial), "Diterima", "")


def no(serial, reason="Sudah terdaftar sebagai PU"):
    return (nik(serial), "", "", "Ditolak", reason)


def reply(*rows):
    return xlsx(REPLY, rows, title="Hasil pendaftaran")


def read(people, *rows, at=NOW):
    return actions.read_reply(reply(*rows), name="balasan.xlsx", by=people.rani, at=at)
