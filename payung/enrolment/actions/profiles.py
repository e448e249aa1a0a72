"""How is the branch's template kept when the branch changes it?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.audit.actions import record
from payung.documents import profile as template
from payung.documents.profile import Purpose
from payung.enrolment.models import ExportProfile
from payung.enrolment.profile import REGISTRATION
from payung.jobs.actions import Refused


@transaction.atomic
def default_profile(*, at: datetime, purpose: Purpose = REGISTRATION) -> ExportProfile:
    """The profile that is used when none is chosen; the first time it is made from the purpose's own columns."""
    if found := ExportProfile.objects.filter(purpose=purpose.key, is_default=True).first():
        return found
    start = {"columns": list(purpose.columns), "purpose": purpose.key, "is_default": True, "changed_at": at}
    return ExportProfile.objects.get_or_create(name=purpose.name, defaults=start)[0]


@transaction.atomic
def save_profile(
    profile_id: int | None,
    *,
    name: str,
    columns: Sequence[template.Column],
    file_format: str,
    is_default: bool,
    by: User | None,
    at: datetime,
    purpose: Purpose = REGISTRATION,
) -> ExportProfile:
    """Make or change a profile. Files that went out keep their bytes. Raises Refused with every problem."""
    found = template.problems(columns, purpose)
    if not name.strip():
        found.insert(0, "Beri nama profil.")
    if file_format not in ("xlsx", "csv"):
        found.append("Pilih format XLSX atau CSV.")
    if found:
        raise Refused(" ".join(found))
    if is_default:
        ExportProfile.objects.filter(purpose=purpose.key, is_default=True).update(is_default=False)
    fields = {
        "name": name.strip()[:80],
        "purpose": purpose.key,
        "columns": list(columns),
        "file_format": file_format,
        "is_default": is_default,
        "changed_at": at,
    }
    try:
        with transaction.atomic():
            saved, _ = ExportProfile.objects.update_or_create(pk=profile_id or None, defaults=fields)  # type: ignore[misc]
    except IntegrityError:
        raise Refused(f"Sudah ada profil bernama “{name.strip()}”. Pakai nama lain.") from None
    record(
        "enrolment.save_profile",
        by=by,
        at=at,
        on=("export_profile", saved.pk),
        sentence=f"Menyimpan profil ekspor “{saved.name}” dengan {len(columns)} kolom.",
    )
    return saved
