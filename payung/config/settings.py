"""All settings, from the environment. Nothing here is secret: keys live in files under the data folder."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from payung.config.postgres import EmbeddedPostgres
from payung.vault.keys import web_secret

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PAYUNG_DATA", ".payung/city")).absolute()

DEMO = os.environ.get("PAYUNG_DEMO") == "1"
DEMO_PASSWORD = "payung-contoh-2025" if DEMO else ""
THROW_AWAY = os.environ.get("PAYUNG_THROW_AWAY") == "1"  # `payung try`: nothing has to survive
DEBUG = os.environ.get("PAYUNG_DEBUG") == "1"
SECRET_KEY = web_secret(DATA)
ALLOWED_HOSTS = os.environ.get("PAYUNG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PAYUNG_ORIGINS", "").split(",") if origin]
PUBLIC_ADDRESS = os.environ.get("PAYUNG_PUBLIC_ADDRESS", "http://localhost:8000")  # printed in QR codes

# -- The rooms, from the ground up -----------------------------------------------------------------------
STAGES = [
    "payung.database",
    "payung.reference",
    "payung.accounts",
    "payung.audit",
    "payung.files",
    "payung.jobs",
    "payung.ui",
    "payung.people",
    "payung.programme",
    "payung.intake",
    "payung.matching",
    "payung.eligibility",
    "payung.selection",
    "payung.enrolment",
    "payung.contributions",
    "payung.claims",
    "payung.aid",
    "payung.outreach",
    "payung.desk",
    "payung.field",
    "payung.office",
    "payung.portal",
    "payung.reports",
]
INSTALLED_APPS = [
    *STAGES,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "django_cotton",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "payung.reference.fresh_law.FreshLaw",
    "payung.accounts.gate.CapabilityGate",
]
ROOT_URLCONF = "payung.config.urls"
WSGI_APPLICATION = "payung.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "payung.ui.context.frame",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "payung.ui.templatetags.payung"],
        },
    }
]
FORM_RENDERER = "payung.ui.forms.Renderer"

# -- The database ----------------------------------------------------------------------------------------
EMBEDDED = None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(DATA, durable=not THROW_AWAY)
DATABASE_URL = os.environ.get("DATABASE_URL") or (EMBEDDED.url if EMBEDDED else "")
_connection = conninfo_to_dict(DATABASE_URL)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.pop("dbname", "payung"),
        "USER": _connection.pop("user", "payung"),
        "PASSWORD": _connection.pop("password", ""),
        "HOST": _connection.pop("host", ""),
        "PORT": _connection.pop("port", ""),
        "OPTIONS": {
            **_connection,
            "connect_timeout": 5,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- People who sign in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["payung.accounts.passwords.FrugalArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "payung.accounts.adapter.NoSignup"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Payung"
REQUIRE_SECOND_FACTOR = os.environ.get("PAYUNG_SECOND_FACTOR", "0" if DEMO else "1") == "1"
LOGIN_URL = "/akun/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_ADDRESS.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# -- Language, time, files, jobs -------------------------------------------------------------------------
LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("PAYUNG_TIME_ZONE", "Asia/Jakarta")
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["payung.ui.formats"]
_today = os.environ.get("PAYUNG_TODAY")  # "2025-10-20": the demo city lives on that day
CLOCK_SHIFT = date.fromisoformat(_today) - datetime.now(UTC).date() if _today else timedelta()

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

JOBS_INLINE = THROW_AWAY  # a job runs in the caller, after the commit
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Cache only for allauth's rate limits, shared between processes through the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_line"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
