"""Who works in the sample city? Invented people, one or more for every role."""

from dataclasses import dataclass

from django.conf import settings

from payung.accounts.enums import Role
from payung.accounts.models import User

PASSWORD = settings.DEMO_PASSWORD


@dataclass(frozen=True)
class Person:
    username: str
    full_name: str
    greeting: str
    role: Role
    agency: str = ""
    kelurahan: str = ""


STAFF = (
    Person("rani", "Rani Puspita", "Bu Rani", Role.DINAS_OPERATOR, agency="disperinaker"),
    Person("budi", "Budi Hartono", "Pak Budi", Role.VERIFIER, agency="disperinaker"),
    Person("sri", "Sri Wahyuni", "Bu Sri", Role.APPROVER, agency="disperinaker"),
    Person("agus", "Agus Salim", "Pak Agus", Role.AGENCY_OPERATOR, agency="pertanian"),
    Person("dewi", "Dewi Lestari", "Bu Dewi", Role.AGENCY_OPERATOR, agency="perikanan"),
    Person("hasan", "Hasan Basri", "Pak Hasan", Role.AGENCY_OPERATOR, agency="koperasi"),
    Person("yuni", "Yuni Astutik", "Bu Yuni", Role.KELURAHAN_OFFICER, kelurahan="35.74.03.1001"),
    Person("joko", "Joko Prasetyo", "Pak Joko", Role.BPJS_LIAISON),
    Person("laila", "Laila Nuraini", "Bu Laila", Role.MAYOR_OFFICE),
    Person("rudi", "Rudi Santoso", "Pak Rudi", Role.AUDITOR),
    Person("admin", "Administrator", "Admin", Role.ADMINISTRATOR),
)
SECTOR_OPERATOR = {"petani": "agus", "nelayan": "dewi", "umkm": "hasan"}


def hire() -> dict[str, User]:
    """Make the accounts; those that exist stay as they are. Gives them by username."""
    for person in STAFF:
        if not User.objects.filter(username=person.username).exists():
            User.objects.create_user(
                person.username,
                PASSWORD,
                full_name=person.full_name,
                greeting=person.greeting,
                role=person.role,
                agency_id=person.agency or None,
                kelurahan_id=person.kelurahan or None,
            )
    return {user.username: user for user in User.objects.filter(username__in=[p.username for p in STAFF])}
