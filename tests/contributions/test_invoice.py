"""The branch's invoice against our list: each row and each person stands in the answer exactly once."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.contributions.enums import DifferenceKind
from payung.contributions.invoice import Line, Member, compare, read_invoice, total_differs
from payung.tables.reading import CannotRead
from tests.contributions.scene import invoice_file

KINDS = DifferenceKind


def member(serial, amount=16800):
    return Member(serial, UUID(int=serial), f"K{serial:07d}", amount)


def line(row, serial, amount=16800):
    return Line(row, f"K{serial:07d}", "", amount)


def kinds(lines, members, paid=frozenset()):
    return [(f.kind, (f.line or f.member).kpj) for f in compare(lines, members, paid).differences]


def test_every_kind_of_difference_is_told_apart():
    ours = [member(i) for i in range(1, 7)]
    lines = [line(2, 1), line(3, 2), line(4, 2), line(5, 3, 20000), line(6, 4), line(7, 9)]
    assert kinds(lines, ours, {UUID(int=4), UUID(int=6)}) == [
        (KINDS.TWICE, "K0000002"),
        (KINDS.OTHER_AMOUNT, "K0000003"),
        (KINDS.ALREADY_PAID, "K0000004"),
        (KINDS.NOT_OURS, "K0000009"),
        (KINDS.NOT_INVOICED, "K0000005"),
    ]


serials = st.integers(1, 12)
amounts = st.sampled_from([16800, 16800, 16800, 20000])


@given(
    billed=st.lists(st.tuples(serials, amounts), max_size=20), ours=st.sets(serials), paid=st.sets(serials)
)
def test_nothing_is_lost_and_nothing_is_paid_that_differs(billed, ours, paid):
    lines = [line(row, serial, amount) for row, (serial, amount) in enumerate(billed, start=2)]
    members = [member(serial) for serial in ours]
    found = compare(lines, members, {UUID(int=serial) for serial in paid})
    told = [line.row_number for line, _ in found.agreed] + [
        d.line.row_number for d in found.differences if d.line
    ]
    assert sorted(told) == [line.row_number for line in lines]
    agreed = [ours.worker_id for _, ours in found.agreed]
    assert len(agreed) == len(set(agreed))
    assert not set(agreed) & {UUID(int=serial) for serial in paid}
    assert all(line.amount_rp == ours.amount_rp for line, ours in found.agreed)
    missed = {d.member.worker_id.int for d in found.differences if d.kind == KINDS.NOT_INVOICED}
    assert missed == ours - paid - {serial for serial, _ in billed}


def test_a_file_with_other_headers_a_code_above_and_a_total_below_is_read():
    read = read_invoice(
        invoice_file(
            [(1, "SLAMET", 16800), (2, "SITI", 16800)], above=["Kode Iuran: 25060012345"], total=33600
        ),
        name="tagihan.xlsx",
    )
    assert [(line.kpj, line.amount_rp) for line in read.lines] == [
        ("25000000001", 16800),
        ("25000000002", 16800),
    ]
    assert (read.kode_iuran, read.declared_rp, read.total_rp) == ("25060012345", 33600, 33600)


def test_the_total_is_always_the_sum_of_the_rows():
    """Sampang published 'Rp927m' for 9,016 people and eight months."""
    sampang = read_invoice(
        invoice_file([(i, "", 8 * 16800) for i in range(1, 9017)], total=927_000_000), name="sampang.xlsx"
    )
    assert sampang.total_rp == 1_211_750_400
    said = total_differs(sampang.declared_rp, sampang.total_rp)
    assert "Rp927.000.000" in said
    assert "Rp1.211.750.400" in said
    assert "selisih Rp284.750.400" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"KPJ;Nama;Iuran\n25000000001;SLAMET;enam belas ribu\n;SITI;16800\n", "2 baris"),
        (b"KPJ;Nama;Iuran\n", "Tidak ada baris tagihan"),
        (b"NIK;Nama\n1;SLAMET\n", "Tidak ada tabel dengan judul kolom yang dikenali"),
    ],
)
def test_a_file_that_cannot_be_billed_is_refused_in_one_line(content, said):
    with pytest.raises(CannotRead, match=said):
        read_invoice(content, name="tagihan.csv")
