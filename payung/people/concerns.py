"""What do the later stages know of a person, when two are to become one? They stand above this room; the desk speaks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Concern:
    """One voice. `told`: what hangs on a person, in sentences. `objection`: why two cannot be one yet, and what to do; ""
    when they can. `money_since`: whether money moved on him since a moment."""

    told: Callable[[UUID], list[str]]
    objection: Callable[[UUID, UUID], str]
    money_since: Callable[[UUID, datetime], bool]


CONCERNS: list[Concern] = []
