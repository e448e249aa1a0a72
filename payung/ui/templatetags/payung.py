"""Filters and tags of every template: money, dates, numbers, masked NIK, and addresses that keep the filters."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from payung.language import formats

register = template.Library()
DASH = "–"


def _or_dash(show: Any) -> Any:
    return lambda value, *args: DASH if value in (None, "") else show(value, *args)


register.filter("rupiah", _or_dash(formats.rupiah))
register.filter("rupiah_singkat", _or_dash(formats.rupiah_singkat))
register.filter("angka", _or_dash(formats.angka))
register.filter("bulan", _or_dash(formats.bulan))
register.filter("bulan_pendek", _or_dash(formats.bulan_pendek))
register.filter("mask_nik", _or_dash(formats.mask_nik))
register.filter("terbilang", _or_dash(formats.terbilang))


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """7 Mei 2025, of a moment in the city's zone."""
    return DASH if value is None else formats.tanggal(_day(value))


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    return DASH if value is None else formats.tanggal_pendek(_day(value))


@register.filter
def tanggal_ringkas(value: date | datetime | None) -> str:
    """7 Okt 2025: in a column."""
    return DASH if value is None else formats.tanggal_ringkas(_day(value))


@register.filter
def hari_tanggal(value: date | datetime | None) -> str:
    return DASH if value is None else formats.hari_tanggal(_day(value))


@register.filter
def waktu(value: datetime | None) -> str:
    """7 Mei 2025 pukul 08.14 WIB."""
    if value is None:
        return DASH
    return f"{formats.tanggal(_day(value))} pukul {formats.jam(value, settings.TIME_ZONE)}"


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """`{{ counts|of:state }}`: the value of a key, "" when it is not there."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def share(part: float, whole: float) -> int:
    """Whole per cent, 0 of nothing is 0."""
    return round(100 * part / whole) if whole else 0


@register.simple_tag(takes_context=True)
def keeping(context: Any, **changes: Any) -> str:
    """The address of this page with some of its filters changed: `?{% keeping page=2 %}`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return query.urlencode()


def _day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
