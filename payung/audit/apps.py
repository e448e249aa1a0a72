from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "payung.audit"

    def ready(self) -> None:
        if settings.CLOCK_SHIFT:
            connection_created.connect(_live_on_another_day, dispatch_uid="audit.clock_shift")


def _live_on_another_day(*, connection: Any, **_more: Any) -> None:
    """The database's moments move with the program's clock (`PAYUNG_TODAY`)."""
    with connection.cursor() as cursor:
        seconds = int(settings.CLOCK_SHIFT.total_seconds())
        cursor.execute("SELECT set_config('payung.clock_shift', %s, false)", [f"{seconds} seconds"])
