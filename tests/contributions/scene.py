"""A round with members, straight into the tables, and invoices as a branch writes them."""

from payung.contributions import actions
from payung.documents.sheets import Column, xlsx
from payung.enrolment.models import Membership
from payung.people.actions import register_workers
from payung.rules.months import first_day, parse_month
from payung.selection.enums import PlaceState
from payung.selection.models import Place
from tests.cast import NOW, person

JUNE = parse_month("2025-06")
NAMES = ("SLAMET RIYADI", "SITI AMINAH", "MOCH. HOLIL", "SUPARMI")


def members(round, names=NAMES, *, sector="petani", first=1):
    """Each name has a seat and a KPJ from May 2025; 25000000001 is the first."""
    people = [person(i, name, sector=sector) for i, name in enumerate(names, start=first)]
    workers = register_workers(people, by=None, at=NOW)
    places = Place.objects.bulk_create(
        Place(round=round, sector_id=sector, worker_id=worker, rank=i, score=0, state=PlaceState.DECREED,
              starts_month=round.first_month, changed_at=NOW)
        for i, worker in enumerate(workers, start=1)
    )  # fmt: skip
    return Membership.objects.bulk_create(
        Membership(worker_id=place.worker_id, place=place, kpj=kpj(i), start_on=first_day(round.first_month),
                   recorded_at=NOW)
        for i, place in enumerate(places, start=first)
    )  # fmt: skip


def kpj(serial):
    return f"25{serial:09d}"


def invoice_file(rows, *, above=(), total=None):
    """An XLSX as the branch sends it: its own header words, a code above, a total below."""
    lines = [(kpj(i), name, amount) for i, name, amount in rows]
    if total is not None:
        lines.append(("", "TOTAL", total))
    columns = [Column("Nomor KPJ"), Column("Nama Tenaga Kerja"), Column("Jumlah Iuran", "number")]
    return xlsx(columns, lines, title="Rincian iuran", notes=above)


def all_agree(names=NAMES):
    return [(i, name, 16800) for i, name in enumerate(names, start=1)]


def receive(people, round, rows, *, month=JUNE, **more):
    return actions.receive_invoice(
        invoice_file(rows),
        name="tagihan.xlsx",
        round_id=round.pk,
        month=month,
        by=people.rani,
        at=NOW,
        **more,
    )


def approved_order(people, round, *, month=JUNE):
    """Bu Rani prepares, Pak Budi verifies, Bu Wati approves."""
    order = actions.create_order(receive(people, round, all_agree(), month=month).pk, by=people.rani, at=NOW)
    actions.verify_order(order.pk, by=people.budi, at=NOW)
    return actions.approve_order(order.pk, by=people.wati, at=NOW)
