"""How does somebody get, change or lose an account, and how is the city described? Every change is written down."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse

from payung.accounts.enums import Role
from payung.accounts.models import User
from payung.audit import actions as audit
from payung.jobs.actions import Refused
from payung.office.clinic_actions import add_clinic, remove_clinic
from payung.reference import actions as reference
from payung.reference.actions import keep_emblem
from payung.reference.models import Agency, City

__all__ = ["add_clinic", "remove_clinic"]  # from the page of clinics, for the sample city
PASSWORD_BYTES = 12


@transaction.atomic
def open_account(
    *, username: str, full_name: str, role: Role, agency: str, kelurahan: str, by: User, at: datetime
) -> tuple[User, str]:
    """A new account and its first password, which is shown once and kept nowhere. Raises Refused."""
    _refuse_without_scope(role, agency, kelurahan)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username.strip().lower(),
                password,
                full_name=full_name,
                role=role,
                agency_id=agency or None,
                kelurahan_id=kelurahan or None,
            )
    except IntegrityError:
        raise Refused(f"Nama pengguna “{username}” sudah dipakai. Pilih nama lain.") from None
    _tell("accounts.opened", user, f"Akun {user.username} dibuka: {Role(role).label}.", by, at)
    return user, password


@transaction.atomic
def change_role(user_id: int, *, role: Role, agency: str, kelurahan: str, by: User, at: datetime) -> None:
    """Give another role and scope; in force from the next request on (A5). Never one's own (A6)."""
    user = _other(user_id, by)
    _refuse_without_scope(role, agency, kelurahan)
    user.role, user.agency_id, user.kelurahan_id = role, agency or None, kelurahan or None
    user.save(update_fields=["role", "agency", "kelurahan"])
    _tell("accounts.changed", user, f"Peran akun {user.username} menjadi {Role(role).label}.", by, at)


@transaction.atomic
def set_active(user_id: int, *, is_active: bool, by: User, at: datetime) -> None:
    """Let somebody in, or shut him out from the next request on. Never oneself."""
    user = _other(user_id, by)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    _tell(
        "accounts.changed",
        user,
        f"Akun {user.username} {'diaktifkan' if is_active else 'dinonaktifkan'}.",
        by,
        at,
    )


@transaction.atomic
def password_link(user_id: int, *, by: User, at: datetime) -> str:
    """For a forgotten password: the path where the owner chooses a new one, once. Never one's own.

    The old password and every open session end now; nobody learns the new one.
    """
    user = _other(user_id, by)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _tell("accounts.changed", user, f"Tautan sandi dibuat untuk akun {user.username}.", by, at)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@transaction.atomic
def forget_second_factor(user_id: int, *, by: User, at: datetime) -> None:
    """For a lost telephone: the owner sets up a new second factor when he signs in next. Never one's own."""
    user = _other(user_id, by)
    Authenticator.objects.filter(user=user).delete()
    _tell("accounts.changed", user, f"Faktor kedua akun {user.username} dihapus.", by, at)


@transaction.atomic
def describe_city(
    *,
    details: Mapping[str, str],
    agencies: Mapping[str, str],
    picture: bytes | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write what stands on letters and cards (fields of City), the agencies' names by their code, the coat of arms."""
    if picture:
        keep_emblem(picture, at=at)
    City.objects.filter(pk=1).update(**details)
    for code, name in agencies.items():
        Agency.objects.filter(code=code).update(name=name)
    audit.record("city.described", by=by, at=at, on=("reference.city", 1), sentence="Keterangan kota diubah.")


@transaction.atomic
def decide_transport(decisions: Mapping[str, bool | None], *, by: User, at: datetime) -> int:
    """A person says which sectors are transport (PP 50/2025); None leaves it to the words. Gives how many changed."""
    changed = reference.decide_transport(decisions)
    for code in changed:
        word = {True: "angkutan", False: "bukan angkutan", None: "menurut kata-katanya"}[decisions[code]]
        audit.record(
            "office.transport_decided",
            by=by,
            at=at,
            on=("reference.sector", code),
            sentence=f"Sektor {code} untuk PP 50/2025: {word}.",
        )
    return len(changed)


def _other(user_id: int, by: User) -> User:
    if user_id == by.pk:
        raise Refused("Akun sendiri hanya dapat diubah administrator lain.")
    return User.objects.select_for_update().get(pk=user_id)


def _refuse_without_scope(role: Role, agency: str, kelurahan: str) -> None:
    if role == Role.AGENCY_OPERATOR and not agency:
        raise Refused("Operator dinas sektor memerlukan dinas.")
    if role == Role.KELURAHAN_OFFICER and not kelurahan:
        raise Refused("Petugas kelurahan memerlukan kelurahan.")


def _tell(verb: str, user: User, sentence: str, by: User, at: datetime) -> None:
    audit.record(verb, by=by, at=at, on=("accounts.user", user.pk), sentence=sentence)
