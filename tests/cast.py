"""The few people and places all stories are told with. Every number is invented: serials from 9000 up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.people.actions import NewWorker
from payung.programme import actions as programme
from payung.programme.models import Fund, Round
from payung.reference.actions import set_up_city
from payung.rules.months import parse_month

NOW = datetime(2025, 5, 7, 2, 0, tzinfo=UTC)
MAYANGAN, KADEMANGAN = "35.74.03.1001", "35.74.01.1008"


@dataclass(frozen=True)
class Cast:
    """Bu Rani runs the programme; Bu Sri sends petani, Pak Joko nelayan; Pak Budi verifies, Bu Wati approves."""

    rani: User
    sri: User
    joko: User
    budi: User
    wati: User


def city() -> Cast:
    """Kota Probolinggo with its areas, sectors and officials."""
    set_up_city()
    return Cast(
        rani=_official("rani", "Rani Wulandari", Role.DINAS_OPERATOR, "disperinaker"),
        sri=_official("sri", "Sri Utami", Role.AGENCY_OPERATOR, "pertanian"),
        joko=_official("joko", "Joko Santoso", Role.AGENCY_OPERATOR, "perikanan"),
        budi=_official("budi", "Budi Hartono", Role.VERIFIER, "disperinaker"),
        wati=_official("wati", "Wati Lestari", Role.APPROVER, "disperinaker"),
    )


def _official(username: str, name: str, role: Role, agency: str) -> User:
    greeting = ("Pak " if username in ("joko", "budi") else "Bu ") + username.title()
    return User.objects.create(
        username=username, full_name=name, greeting=greeting, role=role, agency_id=agency
    )


def round_2025(rani: User, **quotas: int) -> Round:
    """Putaran 2025: May to December, JKK and JKM from DBHCHT. Default quotas: those of the city."""
    fund = programme.open_fund(
        year=2025,
        kind="dbhcht",
        name="DBHCHT TA 2025",
        appropriation_rp=1_500_000_000,
        use_by=date(2025, 12, 31),
        by=rani,
        at=NOW,
    )
    return programme.open_round(
        name="Putaran 2025",
        fund=fund,
        first_month=parse_month("2025-05"),
        last_month=parse_month("2025-12"),
        programmes=["JKK", "JKM"],
        quotas=quotas or {"petani": 4098, "nelayan": 1925, "umkm": 5000},
        by=rani,
        at=NOW,
    )


def fund_of(rani: User, year: int, **more) -> Fund:
    """The year's DBHCHT: it pays the months of its own year."""
    fields = {
        "kind": "dbhcht", "name": f"DBHCHT TA {year}", "appropriation_rp": 1_500_000_000, "use_by": date(year, 12, 31),
    }  # fmt: skip
    return programme.open_fund(year=year, by=rani, at=NOW, **(fields | more))


def nik(serial: int, birth: date = date(1980, 9, 12), woman: bool = False) -> str:
    """A NIK of Mayangan with a serial number that registration never reaches."""
    day = birth.day + 40 * woman
    return f"357403{day:02d}{birth:%m%y}{9000 + serial:04d}"


def person(serial: int, name: str, **more) -> NewWorker:
    """A petani of Mayangan, born 12 September 1980, unless told otherwise."""
    fields = {
        "birth_date": date(1980, 9, 12),
        "sex": "L",
        "nik": nik(serial),
        "kk": f"357403010120{9000 + serial:04d}",
        "sector": "petani",
        "kelurahan_code": MAYANGAN,
        "phone": f"08123400{9000 + serial:04d}",
        "mother_name": "Sulastri",
    }
    return NewWorker(name=name, **(fields | more))
