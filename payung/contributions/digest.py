"""What exactly did three people sign? One digest over the order's lines, the same for the same content (P1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, order=True)
class DigestLine:
    membership_id: int
    worker_id: UUID
    kpj: str
    amount_rp: int


def order_digest(*, fund_id: int, month: int, lines: Iterable[DigestLine]) -> str:
    """SHA-256 over fund, month and every line in the order of its membership; any change gives another."""
    digest = sha256(order_digest_head(fund_id, month).encode())
    for line in sorted(lines):
        digest.update(f"{line.membership_id}|{line.worker_id}|{line.kpj}|{line.amount_rp}\n".encode())
    return digest.hexdigest()


def order_digest_head(fund_id: int, month: int) -> str:
    """What stands before the lines."""
    return f"payung-order-1\nfund {fund_id}\nmonth {month}\n"
