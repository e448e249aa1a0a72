"""Putaran 2025 is open; Bu Sri sends petani, Pak Joko nelayan."""

import pytest

from payung.intake import actions
from tests import cast


@pytest.fixture
def people(db):
    return cast.city()


@pytest.fixture
def round_2025(people):
    return cast.round_2025(people.rani)


@pytest.fixture
def send(people, round_2025, django_capture_on_commit_callbacks):
    """Upload a list as Bu Sri would; checked at once, as jobs run inline after the commit."""

    def upload(content, *, by=None, sector="petani", name="petani.csv"):
        with django_capture_on_commit_callbacks(execute=True):
            batch = actions.receive_file(
                content, name=name, round_id=round_2025.pk, sector=sector, by=by or people.sri, at=cast.NOW
            )
        batch.refresh_from_db()
        return batch

    return upload
