"""Four farmers with a KPJ since May, as every story of claims begins."""

import pytest

from tests import cast
from tests.contributions import scene


@pytest.fixture
def city():
    return cast.city()


@pytest.fixture
def members(city):
    """Slamet, Siti, Holil and Suparmi."""
    return scene.members(cast.round_2025(city.rani))
