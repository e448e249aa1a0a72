"""`payung ledger check`: do Beancount and hledger, which know nothing of us, reach the same balances to the rupiah (L17)?

A program that is missing is said aloud and never counts as agreement; with none there is no agreement at all.
"""

import csv
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from payung.contributions import journal
from payung.language.formats import angka, rupiah

SHOWN = 10
SECONDS = 1_800
MISSING = {
    "beancount": "pasang dengan: pip install 'beancount~=3.2'",
    "hledger": "pasang dengan: apt install hledger",
}


@dataclass(frozen=True)
class Difference:
    """One account where a program reaches another balance than we say (rupiah)."""

    account: str
    ours_rp: int
    theirs_rp: int


@dataclass(frozen=True)
class Answer:
    """What one program said. `found`: whether it is installed here."""

    program: str
    found: bool
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return self.found and not self.complaints and not self.differences


@dataclass(frozen=True)
class Checked:
    """The whole check. `agrees`: at least one program recomputed, and every one that did reached our balances."""

    accounts: int
    transactions: int
    answers: list[Answer]

    @property
    def agrees(self) -> bool:
        asked = [answer for answer in self.answers if answer.found]
        return bool(asked) and all(answer.agrees for answer in asked)

    @property
    def missing(self) -> list[str]:
        return [answer.program for answer in self.answers if not answer.found]

    def as_json(self) -> dict[str, Any]:
        programs = [{**asdict(answer), "agrees": answer.agrees} for answer in self.answers]
        return {
            "agrees": self.agrees,
            "accounts": self.accounts,
            "transactions": self.transactions,
            "programs": programs,
        }

    def in_words(self) -> str:
        said = [f"{angka(self.transactions)} transaksi, {angka(self.accounts)} akun."]
        for answer in self.answers:
            if not answer.found:
                said.append(
                    f"{answer.program}: TIDAK TERPASANG, TIDAK MEMERIKSA APA PUN; {MISSING[answer.program]}"
                )
                continue
            word = "setuju dengan setiap saldo" if answer.agrees else "TIDAK SETUJU"
            said.append(f"{answer.program}: {word} ({answer.seconds:.1f} detik)")
            said += [f"  {complaint}" for complaint in answer.complaints[:SHOWN]]
            said += [
                f"  {d.account}: Payung {rupiah(d.ours_rp)}, {answer.program} {rupiah(d.theirs_rp)}"
                for d in answer.differences[:SHOWN]
            ]
        if not any(answer.found for answer in self.answers):
            said.append("Tidak ada program yang menghitung ulang: buku besar ini BELUM diperiksa.")
        return "\n".join(said)


def check() -> Checked:
    """Export both forms in one moment, let each program recompute, compare with our own balances."""
    with tempfile.TemporaryDirectory(prefix="payung-ledger-") as folder, journal.one_moment():
        files = {form: Path(folder) / f"buku{ending}" for form, ending in journal.FORMS.items()}
        for form, path in files.items():
            journal.write(path, form)
        ours = journal.balances(journal.Names())
        transactions = (
            sum(" * " in line for line in files["hledger"].open(encoding="utf-8")) - 1
        )  # the assertions
        answers = [ask(program, files[program], ours) for program in RECOUNTS]
    return Checked(len(ours), transactions, answers)


def ask(program: str, path: Path, ours: Mapping[str, int]) -> Answer:
    """Let one program recompute a file."""
    if not is_here(program):
        return Answer(program, found=False)
    began = time.perf_counter()
    theirs, complaints = RECOUNTS[program](path)
    differ = [
        Difference(account, ours.get(account, 0), theirs.get(account, 0))
        for account in sorted(set(ours) | set(theirs))
        if ours.get(account, 0) != theirs.get(account, 0)
    ]
    return Answer(program, True, round(time.perf_counter() - began, 2), complaints, differ)


def is_here(program: str) -> bool:
    return bool(find_spec("beancount")) if program == "beancount" else bool(shutil.which("hledger"))


def _by_beancount(path: Path) -> tuple[dict[str, int], list[str]]:
    loader = import_module(
        "beancount.loader"
    )  # optional, and under another licence: only where somebody installed it
    found, errors, _ = loader.load_file(str(path))
    total: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in found:
        for posting in getattr(entry, "postings", ()):
            if posting.units.currency != "IDR":
                return {}, [f"mata uang {posting.units.currency}"]
            total[posting.account] += posting.units.number
    return {account: _whole(rp) for account, rp in total.items()}, [error.message for error in errors]


def _by_hledger(path: Path) -> tuple[dict[str, int], list[str]]:
    checked = _hledger("check", "--strict", path=path)
    complaints = [checked.stderr.strip()] if checked.returncode else []
    said = _hledger(
        "balance", "-I", "--flat", "--empty", "--no-total", "--no-elide", "-O", "csv", path=path
    )  # -I: the balances also where an assertion fails
    if said.returncode:
        return {}, [*complaints, said.stderr.strip()]
    rows = list(csv.reader(said.stdout.splitlines()))[1:]
    return {
        account: _whole(Decimal(amount.replace("IDR", "").strip())) for account, amount in rows
    }, complaints


def _hledger(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shutil.which("hledger") or "hledger", "-f", str(path), *arguments],
        capture_output=True, text=True, timeout=SECONDS, check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(path.parent)},
    )  # fmt: skip


def _whole(number: Decimal) -> int:
    """Rupiah are whole; a fraction that came from somewhere is not rounded away."""
    whole = int(number)
    if whole != number:
        raise ValueError(f"not whole rupiah: {number}")
    return whole


RECOUNTS: dict[str, Callable[[Path], tuple[dict[str, int], list[str]]]] = {
    "beancount": _by_beancount,
    "hledger": _by_hledger,
}
