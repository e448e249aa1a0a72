"""Payung's settings with django-hordak installed into the same database."""

from payung.config.settings import *  # noqa: F403
from payung.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "mptt", "hordak"]
DEFAULT_CURRENCY = "IDR"
CURRENCIES = ["IDR"]
