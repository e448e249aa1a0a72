"""How often may the public ask? Counted per address and for the whole city, in the shared cache, without keeping addresses."""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from payung.vault import blind_index

HOUR = 3600


@dataclass(frozen=True)
class Limit:
    """So many times an hour from one address, and from all together."""

    name: str
    per_address: int
    overall: int

    def reached(self, request: HttpRequest) -> bool:
        """Count this time; whether it is one too many."""
        address = (blind_index("portal.address", request.META.get("REMOTE_ADDR", "")) or b"").hex()[:24]
        counts = [self._count(address), self._count("all")]
        return counts[0] > self.per_address or counts[1] > self.overall

    def _count(self, who: str) -> int:
        key = f"limit:{self.name}:{who}"
        cache.add(key, 0, HOUR)
        try:
            return cache.incr(key)
        except ValueError:  # it ran out between the two lines
            return 1
