"""What time is it in this city? The one clock of the program.

Business dates come from the city's zone (Z1). A demo or a journey may live on another day: `PAYUNG_TODAY`
moves the whole clock, so that a sample city in October 2025 stays in October 2025.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, aware, moved when the installation lives on another day."""
    return timezone.now() + settings.CLOCK_SHIFT


def today() -> date:
    """Today's date in the city's zone."""
    return timezone.localdate(now())
