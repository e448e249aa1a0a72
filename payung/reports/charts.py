"""How are pictures of figures drawn? SVG on the server: bars, stacked bars, and squares for kelurahan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from payung.language.formats import angka

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 240, 56, 28, 10
STEPS = (20, 40, 60, 80)  # per cent at which a tile changes its tint


@dataclass(frozen=True)
class Bar:
    """One bar; `now` stands out."""

    label: str
    value: int
    now: bool = False


def bars(data: Sequence[Bar], *, title: str) -> SafeString:
    """A bar chart with a scale of round numbers. The page shows the same numbers as a table."""
    most = _round_up(max((bar.value for bar in data), default=1) or 1)
    room = (WIDTH - LEFT) / max(len(data), 1)
    tall = HEIGHT - BOTTOM - TOP

    def y(value: float) -> float:
        return TOP + tall * (1 - value / most)

    columns = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}: {}</title></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                "now" if bar.now else "mark",
                f"{LEFT + i * room + room * 0.15:.1f}",
                f"{y(bar.value):.1f}",
                f"{room * 0.7:.1f}",
                f"{tall * bar.value / most:.1f}",
                bar.label,
                angka(bar.value),
                f"{LEFT + (i + 0.5) * room:.1f}",
                HEIGHT - 8,
                bar.label,
            )
            for i, bar in enumerate(data)
        ),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        _rules(most, y),
        columns,
    )


@dataclass(frozen=True)
class Stack:
    """One bar of several parts, from the foot up; each part's class is at its place in KINDS."""

    label: str
    parts: tuple[int, ...]


KINDS = ("now", "part", "none")  # protected in full, in part, not at all


def stacks(data: Sequence[Stack], *, most: int, title: str, names: Sequence[str] = ()) -> SafeString:
    """Stacked bars up to `most`, so that several pictures share one scale."""
    most = _round_up(most or 1)
    room = (WIDTH - LEFT) / max(len(data), 1)
    tall = HEIGHT - BOTTOM - TOP

    def y(value: float) -> float:
        return TOP + tall * (1 - value / most)

    parts = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {} {}</title></rect>',
        (
            (
                KINDS[k], f"{LEFT + i * room + room * 0.12:.1f}", f"{y(sum(bar.parts[: k + 1])):.1f}",
                f"{room * 0.76:.1f}", f"{tall * part / most:.1f}", bar.label, angka(part), names[k] if names else "",
            )
            for i, bar in enumerate(data)
            for k, part in enumerate(bar.parts)
            if part
        ),
    )  # fmt: skip
    feet = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{LEFT + (i + 0.5) * room:.1f}", HEIGHT - 8, bar.label)
            for i, bar in enumerate(data)
            if i % (1 + len(data) // 9) == 0
        ),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH, HEIGHT, title, _rules(most, y), parts, feet,
    )  # fmt: skip


def tint(percent: int) -> str:
    """The class of a tile: t0 (under 20 %) to t4 (80 % and more)."""
    return f"t{sum(percent >= step for step in STEPS)}"


def short_name(name: str, most: int = 13) -> str:
    """Kebonsari Wetan -> Kb. Wetan: shortened at the ends of words, never cut through letters."""
    if len(name) <= most or " " not in name:
        return name
    first, rest = name.split(" ", 1)
    return f"{first[:2]}. {rest}"


def _rules(most: int, y: Callable[[float], float]) -> SafeString:
    """The scale: nothing, half, all."""
    return format_html_join(
        "",
        '<line class="rule" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH, f"{y(v):.1f}", f"{y(v):.1f}", LEFT - 8, f"{y(v) + 4:.1f}", angka(v))
            for v in (0, most // 2, most)
        ),
    )


def _round_up(value: int) -> int:
    size = 10 ** max(len(str(value)) - 1, 0)
    return next(
        size * tenths // 10 for tenths in (10, 12, 15, 20, 40, 60, 80, 100) if size * tenths >= 10 * value
    )
