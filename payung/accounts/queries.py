"""What may this person see? A scope can only make a list smaller, never larger."""

from dataclasses import dataclass

from payung.accounts.enums import ALLOWED, Can, Role
from payung.accounts.models import User


@dataclass(frozen=True)
class Scope:
    """None = no limit on that side. Compared with a worker's kelurahan or a batch's agency."""

    agency: str | None = None
    kelurahan: str | None = None

    def within(self, *, agency: str = "", kelurahan: str = "") -> dict[str, str]:
        """Django filters for a list: name the look-ups, get those that limit.

        >>> Scope(kelurahan="35.74.01.1001").within(kelurahan="worker__kelurahan_id")
        {'worker__kelurahan_id': '35.74.01.1001'}
        """
        filters = {}
        if agency and self.agency is not None:
            filters[agency] = self.agency
        if kelurahan and self.kelurahan is not None:
            filters[kelurahan] = self.kelurahan
        return filters


WHOLE_CITY = Scope()


def scope_of(user: User) -> Scope:
    """The scope that the person's role brings. Never taken from a request."""
    if user.role == Role.AGENCY_OPERATOR:
        return Scope(agency=user.agency_id)
    if user.role == Role.KELURAHAN_OFFICER:
        return Scope(kelurahan=user.kelurahan_id)
    return WHOLE_CITY


def users() -> list[User]:
    """Everybody who has an account, by name."""
    return list(User.objects.select_related("agency", "kelurahan"))


def who_may(capability: Can) -> list[User]:
    """Everybody whose role has this capability, by name."""
    return list(User.objects.filter(role__in=ALLOWED[capability], is_active=True))


def user(user_id: int | None) -> User | None:
    """One account, for jobs that carry only its number."""
    return None if user_id is None else User.objects.filter(pk=user_id).first()
