"""Settings of the test suite: its own embedded PostgreSQL in a folder of the checkout, jobs at once."""

import os
from pathlib import Path

os.environ.setdefault("PAYUNG_DATA", str(Path(__file__).resolve().parent.parent / ".payung" / "test"))

from payung.config.postgres import EmbeddedPostgres
from payung.config.settings import *  # noqa: F403
from payung.config.settings import DATABASES, DATA, TEMPLATES

EMBEDDED = None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(DATA, durable=False)
DATABASES["default"]["OPTIONS"].pop("pool")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JOBS_INLINE = True
REQUIRE_SECOND_FACTOR = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "[TIDAK ADA: %s]"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
