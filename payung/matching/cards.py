"""One pair as the review screen shows it."""

from dataclasses import dataclass, field

from payung.matching.comparing import Bar, Side
from payung.matching.models import Pair


@dataclass(frozen=True)
class Card:
    """Both records, why they were found, what may be pressed. Without `bars` and `chance` the screen is blind."""

    pair: Pair
    sides: list[Side]
    decide_url: str
    is_open: bool
    title: str
    bars: list[Bar] = field(default_factory=list)
    chance: int = 0  # of 100
    second: bool = False
    changes: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
