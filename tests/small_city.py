"""The sample city with a few hundred people, lived by the same actions: every kind of page has something to show."""

from pathlib import Path

from payung.accounts.models import User
from payung.audit.actions import live_at
from payung.demo import city
from payung.demo.lists import write_city
from payung.demo.progress import Show
from payung.demo.staff import STAFF

COUNTS = {"petani": 150, "nelayan": 90, "umkm": 90}
QUOTAS = {"petani": 90, "nelayan": 50, "umkm": 50}


def live(folder: Path, monkeypatch) -> dict[str, User]:
    """Load it into the test's database; the accounts by username. Ends on the sample city's own day."""
    monkeypatch.setattr(city, "QUOTAS", QUOTAS)
    monkeypatch.setattr(city, "REFUSED_BY_BRANCH", 2)
    monkeypatch.setattr(city, "PAIRS_LEFT_OPEN", 2)
    write_city(folder, seed=2025, counts=COUNTS)
    try:
        city._live(folder, Show())
    finally:
        live_at(None)
    return {user.username: user for user in User.objects.filter(username__in=[p.username for p in STAFF])}
