"""A civil servant on a farmers' list, and a decile of which nobody knows the quarter."""

from datetime import date

import pytest

from payung.eligibility import actions
from payung.matching import queries as matching
from payung.rules.dtsen import decile_in_words, parse_quarter, quarters_old
from payung.rules.eligibility import Criteria, Refusal, names, not_bpu, refusals
from tests import cast

MAY = date(2025, 5, 1)


@pytest.mark.parametrize(
    ("job", "refused"),
    [
        ("PEGAWAI NEGERI SIPIL (PNS)", True),
        ("Pegawai Negeri Sipil", True),
        ("PNS", True),
        ("TENTARA NASIONAL INDONESIA (TNI)", True),
        ("KEPOLISIAN RI (POLRI)", True),
        ("anggota polri", True),
        ("PENSIUNAN", True),
        ("PPPK", True),
        ("Purnawirawan TNI", True),
        ("PETANI/PEKEBUN", False),
        ("NELAYAN/PERIKANAN", False),
        ("BURUH HARIAN LEPAS", False),
        ("KARYAWAN HONORER", False),
        ("BELUM/TIDAK BEKERJA", False),
        ("", False),
        (None, False),
    ],
)
def test_who_has_insurance_of_the_state_is_no_bpu(job, refused):
    mask = refusals(Criteria(MAY), born_on=[date(1980, 1, 1)], not_bpu=not_bpu([job], MAY))[0]
    assert names(mask) == (["not_bpu"] if refused else [])


@pytest.mark.django_db
def test_the_job_column_of_dukcapil_refuses_in_a_round(monkeypatch):
    """What the register's answer tells of the job is asked when a round is judged."""
    city = cast.city()
    round = cast.round_2025(city.rani)
    from tests.contributions import scene  # noqa: PLC0415

    servant, farmer = scene.register_workers(
        [cast.person(1, "SLAMET"), cast.person(2, "SITI", sex="P", nik=cast.nik(2, woman=True))],
        by=None,
        at=cast.NOW,
    )
    monkeypatch.setattr(
        matching, "jobs", lambda ids: {servant: "PEGAWAI NEGERI SIPIL (PNS)", farmer: "PETANI"}
    )
    masks = actions._masks(round, [servant, farmer], ["petani", "petani"], on=cast.NOW.date())
    assert [Refusal.NOT_BPU in Refusal(int(mask)) for mask in masks] == [True, False]


@pytest.mark.django_db
def test_without_a_job_column_nobody_is_refused():
    cast.city()
    assert matching.jobs([]) == {}
    assert matching.decile_quarters([]) == {}


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2025-Q3", (2025, 3)),
        ("2025Q3", (2025, 3)),
        ("TW III 2025", (2025, 3)),
        ("Triwulan 4 / 2025", (2025, 4)),
        ("triwulan II tahun 2026", (2026, 2)),
        ("2025-TW1", (2025, 1)),
        ("2025", None),
        ("", None),
        ("Q5 2025", None),
    ],
)
def test_a_quarter_is_read_however_it_is_written(text, quarter):
    assert parse_quarter(text) == quarter


@pytest.mark.parametrize(
    ("decile", "quarter", "words"),
    [
        (3, "2026-Q3", "desil 3 (DTSEN triwulan III 2026)"),
        (3, "2025-Q4", "desil 3 (DTSEN triwulan IV 2025, 4 triwulan lalu)"),
        (3, "", "desil 3 (triwulan DTSEN tidak diketahui)"),
        (None, "", "tidak tercatat di DTSEN"),
    ],
)
def test_a_decile_is_told_with_its_quarter(decile, quarter, words):
    assert decile_in_words(decile, quarter, date(2026, 11, 28)) == words
    assert quarters_old((2026, 4), date(2026, 11, 28)) == 0
