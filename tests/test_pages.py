"""Every page answers for the people it is for, and for nobody else (A1, A2)."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from payung.accounts.enums import ALLOWED, Can, Role
from payung.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found += patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


OURS = [(path, p) for path, p in patterns() if getattr(p.callback, "__module__", "").startswith("payung.")]


def test_there_are_pages_to_test():
    assert len(OURS) > 80


@pytest.mark.parametrize(("path", "pattern"), OURS, ids=[path for path, _ in OURS])
def test_every_address_declares_who_may_use_it(path, pattern):
    capability = getattr(pattern.callback, "capability", None)
    assert capability == "public" or isinstance(capability, Can), path


@pytest.fixture
def everybody() -> dict[Role, User]:
    """One person in every role."""
    cast.city()
    return {
        role: User.objects.create(
            username=f"uji-{role}",
            full_name=role.label,
            role=role,
            agency_id="perikanan",
            kelurahan_id=cast.MAYANGAN,
        )
        for role in Role
    }


def test_every_plain_page_answers_who_may_and_refuses_who_may_not(everybody, client):
    """Pages without parameters, on a city that has just been set up: the empty state of each."""
    plain = [(path, p) for path, p in OURS if "<" not in path]
    wrong = []
    for role, user in everybody.items():
        client.force_login(user)
        for path, pattern in plain:
            capability = pattern.callback.capability
            allowed = capability == "public" or role in ALLOWED[capability]
            status = client.get(f"/{path}").status_code
            expected = {200, 302, 404, 405} if allowed else {403, 405}
            if status not in expected:
                wrong.append(f"{role} {path}: {status}")
    assert wrong == []


def test_strangers_reach_only_what_is_public(client):
    cast.city()
    reached = []
    for path, pattern in OURS:
        if "<" in path or pattern.callback.capability == "public":
            continue
        if client.get(f"/{path}").status_code not in (302, 405):
            reached.append(path)
    assert reached == []
