"""How do the books leave the house so that a program we did not write can recompute them? Beancount and hledger.

Every transfer, split by fund, decree (SK) and month; two times (the day it holds for, the moment it was written). No name,
no NIK, and no words typed by people: what each transfer was follows from its key. The balances asserted at the end come
from elsewhere, from appropriations and paid lines, so that a program that folds the transfers checks us from the other side.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction

from payung.contributions import queries
from payung.contributions.enums import AccountKind
from payung.contributions.models import Transfer
from payung.language.formats import bulan
from payung.programme import queries as programme
from payung.rules.months import format_month
from payung.selection import queries as selection

FORMS = {"beancount": ".beancount", "hledger": ".journal"}
LEGS = (Path(__file__).parent / "journal.sql").read_text(encoding="utf-8")
ROWS_AT_ONCE = 2_000

# What the order lines say: reserved by approved orders, paid by paid ones. Asked of the lines, not of the transfers.
LINES = """
WITH decree_of AS (
    SELECT DISTINCT ON (l.place_id) l.place_id, l.decree_id
    FROM selection_decreeline l JOIN selection_decree d ON d.id = l.decree_id
    WHERE d.state = 'signed' AND NOT l.leaves ORDER BY l.place_id, d.version
)
SELECT o.fund_id, coalesce(d.decree_id, 0), l.month,
       coalesce(sum(l.amount_rp) FILTER (WHERE o.state = 'approved'), 0)::bigint,
       coalesce(sum(l.amount_rp) FILTER (WHERE l.is_live AND l.paid_on IS NOT NULL), 0)::bigint
FROM contributions_orderline l JOIN contributions_paymentorder o ON o.id = l.order_id
JOIN enrolment_membership m ON m.id = l.membership_id LEFT JOIN decree_of d ON d.place_id = m.place_id
GROUP BY 1, 2, 3
"""
STEPS = {
    "reserve": "dana dicadangkan",
    "unreserve": "dibatalkan, dana kembali",
    "pay": "dibayar ke BPJS",
    "pay-credit": "dibayar dari kredit di BPJS",
    "credit-frees": "dana yang tidak terpakai kembali",
}


@dataclass(frozen=True)
class Entry:
    """One transaction of the books. `legs`: {account: rupiah}, in all zero."""

    on: date
    words: str
    legs: Mapping[str, int]
    tags: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything asked inside is of the same moment, whatever others write meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class Names:
    """Readable account names: the same in both forms, letters, digits and dashes between the colons."""

    def __init__(self) -> None:
        self.fund = _distinct((f.pk, _named_in_year(f.name, f.year)) for f in programme.funds())
        numbers = selection.decrees().order_by("pk").values_list("pk", "number")
        self.decree = _distinct((pk, f"SK {number or pk}") for pk, number in numbers) | {0: "Tanpa-SK"}

    def granted(self, fund_id: int) -> str:
        return f"Modal:Pagu:{self.fund[fund_id]}"

    def free(self, fund_id: int, *, refunded: bool = False) -> str:
        return f"Aset:Dana:{self.fund[fund_id]}:Tersedia:" + ("Pengembalian-BPJS" if refunded else "Pagu")

    def of(self, kind: str, fund_id: int, decree_id: int | None, month: int | None) -> str:
        """The account of one leg."""
        fund = f"Aset:Dana:{self.fund[fund_id]}"
        seats = (
            f"{self.decree.get(decree_id or 0, 'Tanpa-SK')}:{format_month(month) if month else 'Tanpa-bulan'}"
        )
        return {
            AccountKind.APPROPRIATION: self.free(fund_id),
            AccountKind.RESERVED: f"{fund}:Cadangan:{seats}",
            AccountKind.PAID: f"Beban:Iuran:{self.fund[fund_id]}:{seats}",
            AccountKind.SUSPENSE: f"{fund}:Belum-Jelas",
            AccountKind.INSURER_CREDIT: f"{fund}:Kredit-BPJS",
        }[AccountKind(kind)]


def balances(names: Names) -> dict[str, int]:
    """What we say stands in each account (rupiah), without the split of the transfers: this is what others check."""
    refunds = _refunds()
    ours: dict[str, int] = {}
    for fund in programme.funds():
        now = queries.balances(fund)
        refunded = refunds.get(fund.pk, 0)
        ours[names.granted(fund.pk)] = -now.appropriation_rp
        ours[names.free(fund.pk)] = now.rest_rp - refunded
        ours[names.free(fund.pk, refunded=True)] = refunded
        ours[names.of(AccountKind.SUSPENSE, fund.pk, None, None)] = now.suspense_rp
        ours[names.of(AccountKind.INSURER_CREDIT, fund.pk, None, None)] = now.credit_rp
    with connection.cursor() as cursor:
        cursor.execute(LINES)
        for fund_id, decree_id, month, reserved_rp, paid_rp in cursor.fetchall():
            ours[names.of(AccountKind.RESERVED, fund_id, decree_id, month)] = reserved_rp
            ours[names.of(AccountKind.PAID, fund_id, decree_id, month)] = paid_rp
    return ours


def entries(names: Names) -> Iterator[Entry]:
    """The whole of the books by the day it holds for: appropriations and their amendments, then every transfer. Streamed."""
    yield from sorted(_grants(names), key=lambda entry: entry.on)
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEGS)
        for _, rows in groupby(_rows(cursor), key=lambda row: row[0]):
            yield _entry(list(rows), names)


def lines(form: str) -> Iterator[str]:
    """The file, line by line. `form`: a key of FORMS."""
    write: _Beancount | _Hledger = _Beancount() if form == "beancount" else _Hledger()
    with one_moment():
        names = Names()
        used, last = set(), date(1970, 1, 1)
        yield from write.head()
        for entry in entries(names):
            used |= set(entry.legs)
            last = max(last, entry.on)
            yield from write.entry(entry)
        ours = balances(names)
        yield from write.accounts(sorted(used | set(ours)))
        yield from write.assertions(ours, last)


def write(path: Path, form: str) -> int:
    """Write the file; how many lines it has."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines(form):
            file.write(f"{line}\n")
            count += 1
    return count


class _Beancount:
    """https://beancount.github.io: dated directives, their order in the file is free."""

    def head(self) -> Iterator[str]:
        yield from ("; Buku besar Payung. Hasil unduhan; jangan diubah.", 'option "title" "Payung"')
        for kind, name in (
            ("assets", "Aset"),
            ("liabilities", "Kewajiban"),
            ("equity", "Modal"),
            ("income", "Pendapatan"),
            ("expenses", "Beban"),
        ):
            yield f'option "name_{kind}" "{name}"'
        yield 'option "operating_currency" "IDR"'

    def entry(self, entry: Entry) -> Iterator[str]:
        yield ""
        yield f'{entry.on} * "{entry.words}"'
        yield from (f'  {name}: "{value}"' for name, value in entry.tags.items())
        yield from (f"  {account}  {rp} IDR" for account, rp in entry.legs.items())

    def accounts(self, accounts: list[str]) -> Iterator[str]:
        yield ""
        yield from (f"1970-01-01 open {account} IDR" for account in accounts)

    def assertions(self, ours: Mapping[str, int], last: date) -> Iterator[str]:
        yield ""
        day = last + timedelta(days=1)  # an assertion speaks of the beginning of its day
        yield from (f"{day} balance {account}  {rp} IDR" for account, rp in sorted(ours.items()))


class _Hledger:
    """https://hledger.org: journal format."""

    def head(self) -> Iterator[str]:
        yield from (
            "; Buku besar Payung. Hasil unduhan; jangan diubah.",
            "decimal-mark .",
            "commodity 1000. IDR",
        )
        yield from ("tag mutasi", "tag dicatat", "tag perintah", "tag membalik")

    def entry(self, entry: Entry) -> Iterator[str]:
        yield ""
        tags = ", ".join(f"{name}:{value}" for name, value in entry.tags.items())
        yield f"{entry.on} * {entry.words}" + (f"  ; {tags}" if tags else "")
        yield from (f"    {account}  {rp} IDR" for account, rp in entry.legs.items())

    def accounts(self, accounts: list[str]) -> Iterator[str]:
        yield ""
        kinds = {"Aset": "A", "Modal": "E", "Beban": "X"}
        yield from (f"account {kind}  ; type: {letter}" for kind, letter in kinds.items())
        yield from (f"account {account}" for account in accounts)

    def assertions(self, ours: Mapping[str, int], last: date) -> Iterator[str]:
        yield ""
        yield f"{last + timedelta(days=1)} * Saldo menurut Payung"
        yield from (f"    {account}  0 IDR = {rp} IDR" for account, rp in sorted(ours.items()))


def _rows(cursor) -> Iterator[tuple]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _grants(names: Names) -> Iterator[Entry]:
    """Appropriations on the first day of their year, amendments on the day of their paper."""
    for fund in programme.funds():
        changes = list(fund.changes.order_by("id"))
        first_rp = changes[0].before_rp if changes else fund.appropriation_rp
        yield _granted(fund.pk, date(fund.year, 1, 1), first_rp, "Pagu", names)
        for change in changes:
            rp = change.after_rp - change.before_rp
            yield _granted(fund.pk, change.decided_on, rp, "Perubahan pagu", names, change.changed_at)


def _granted(fund_id: int, on: date, rp: int, words: str, names: Names, at: datetime | None = None) -> Entry:
    legs = {names.free(fund_id): rp, names.granted(fund_id): -rp}
    return Entry(on, words, legs, {"dicatat": _moment(at)} if at else {})


def _entry(rows: list[tuple], names: Names) -> Entry:
    """One transfer from its legs; what no order line explains stays visible on an account of its own."""
    pk, on, at, what, step, order_id, line_id, reverses_id, amount_rp, to_fund, to_kind, by_fund, by_kind = (
        rows[0][:13]
    )
    legs: dict[str, int] = defaultdict(int)
    for *_, month, decree_id, rp in [*rows, (None, None, amount_rp - sum(row[-1] for row in rows))]:
        if not rp:
            continue
        target, source = (
            names.of(to_kind, to_fund, decree_id, month),
            names.of(by_kind, by_fund, decree_id, month),
        )
        if what == "refund":
            target = names.free(to_fund, refunded=True)
        legs[target] += rp
        legs[source] -= rp
    tags = {"mutasi": str(pk), "dicatat": _moment(at)}
    if order_id:
        tags["perintah"] = str(order_id)
    if reverses_id:
        tags["membalik"] = str(reverses_id)
    return Entry(on, _words(what, step, order_id, line_id, rows[0][13]), legs, tags)


def _words(what: str, step: str, order_id: int | None, line_id: int | None, month: int | None) -> str:
    """What a transfer was, from its key and never from what somebody typed."""
    of_month = f"Iuran {bulan(month)}" if month else "Iuran"
    if order_id:
        return f"{of_month}, perintah bayar {order_id}: {STEPS.get(step, 'mutasi')}"
    if line_id:
        return f"{of_month}, baris {line_id}: kelebihan bayar dibalik"
    if what == "suspense":
        return "Uang belum jelas: dijelaskan" if step == "explained" else "Uang belum jelas: ditahan"
    return "Pengembalian dari BPJS" if what == "refund" else "Mutasi"


def _refunds() -> dict[int, int]:
    """{fund: what BPJS gave back in money}"""
    given: dict[int, int] = defaultdict(int)
    for fund_id, rp in Transfer.objects.filter(key__startswith="refund:").values_list(
        "debit__fund_id", "amount_rp"
    ):
        given[fund_id] += rp
    return given


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _named_in_year(name: str, year: int) -> str:
    return name if str(year) in name else f"{name} {year}"


def _distinct(named: Iterable[tuple[int, str]]) -> dict[int, str]:
    """{id: name fit for an account}; two of the same name are told apart by their id."""
    found: dict[int, str] = {}
    for pk, name in named:
        plain = _plain(name)
        found[pk] = f"{plain}-{pk}" if plain in found.values() else plain
    return found


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else "-" for c in text)
    kept = "-".join(word for word in words.split("-") if word) or "Tanpa-nama"
    return kept[0].upper() + kept[1:]
