"""A full-size year: how long do `payung verify` and `payung ledger check` take, and does everybody agree?

python benchmarks/full_year.py [workers months]
"""

import sys
import time
from pathlib import Path

from payung.config import start

sys.path.insert(0, str(Path(__file__).parent))
MOST_SECONDS = 30


def main(workers: int, months: int) -> int:
    with start.throw_away_city():
        start.prepare_tables()
        from year.fill import fill  # noqa: PLC0415 (needs Django set up)

        from payung.contributions import recount  # noqa: PLC0415
        from payung.reports import verify  # noqa: PLC0415

        seconds, _ = _timed("mengisi setahun", lambda: fill(workers=workers, months=months))
        _tell_size()
        seconds, verdicts = _timed("payung verify", verify.verify)
        broken = [verdict for verdict in verdicts if not verdict.holds]
        print(verify.in_words(broken) if broken else f"   {len(verdicts)} janji ditepati")
        _, books = _timed("payung ledger check", recount.check)
        print(books.in_words())
    return int(bool(broken) or not books.agrees or seconds > MOST_SECONDS)


def _timed(what: str, work):
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {wall:.1f} detik (CPU Python {cpu:.1f})")
    return wall, done


def _tell_size() -> None:
    from django.db import connection  # noqa: PLC0415 (needs Django set up)

    tables = (
        "enrolment_membership",
        "contributions_orderline",
        "contributions_transfer",
        "claims_claim",
        "audit_auditline",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (our own names)
            print(f"   {table}: {cursor.fetchone()[0]}")


if __name__ == "__main__":
    workers, months = [int(number) for number in sys.argv[1:]] or (11_023, 12)
    sys.exit(main(workers, months))
