"""How does a new city come to its first administrator? With a code that stands on the screen of its own server.

The code follows from the installation's own key, so it is kept nowhere; it opens nothing once there is an account.
"""

import hmac
from hashlib import blake2b

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.reference import clock
from payung.reference.actions import set_up_city

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ONE_AT_A_TIME = 7_105_2025  # an advisory lock: of two people who press at once, one is the first


def is_first_day() -> bool:
    """Nobody has an account yet."""
    return not User.objects.exists()


def setup_code() -> str:
    """Twelve letters in three groups, the same as long as the installation's key is."""
    digest = blake2b(b"first day", key=settings.SECRET_KEY.encode()[:64], digest_size=12).digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


@transaction.atomic
def begin(*, code: str, full_name: str, username: str, password: str, **city: str) -> User:
    """The city with its areas, agencies and holidays, and its first administrator. Raises Refused.

    `city`: fields of City as they stand on letters ("mayor_name", "bpjs_branch" ...).
    """
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    if not hmac.compare_digest(typed.encode(), setup_code().replace("-", "").encode()):
        raise Refused("Kode awal tidak cocok. Salin dari layar tempat Payung dijalankan.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if not is_first_day():
        raise Refused("Kota ini sudah disiapkan. Silakan masuk.")
    try:
        password_validation.validate_password(password, User(username=username, full_name=full_name))
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from None
    set_up_city(**city)
    first = User.objects.create_user(username, password, full_name=full_name, role=Role.ADMINISTRATOR)
    sentence = f"Kota disiapkan; akun {first.username} dibuka sebagai administrator pertama."
    audit.record("city.begun", by=first, at=clock.now(), on=("accounts.user", first.pk), sentence=sentence)
    return first
