"""Draws a design as a small picture for its card: every box with its title, its label, some notes.

The picture follows from the design alone: one box for each of its zones, in reading order. The
notes in it are made up, unless it is told how many there are, and stand only where notes are
collected. Colours are classes, so that the
page's own colours hold in the light and in the dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from markupsafe import Markup

from plugin.domain.labels import Label
from plugin.domain.templates import WELCOME, Template, Zone
from plugin.scaffold.geometry import Rect

_WIDTH, _HEIGHT, _EDGE, _GAP, _WELCOME_WIDTH = 240.0, 132.0, 7.5, 3.0, 35.0
_NOTE, _NOTE_STEP = 6.6, 8.4
_MOST_NOTES = 5
_COLOURS = {
    **dict.fromkeys(("story", "judgement", "pattern"), "ny"),
    **dict.fromkeys(("doubt", "question", "ask", "figures"), "nb"),
    **dict.fromkeys(("assumption", "tension"), "nv"),
    **dict.fromkeys(("idea", "experiment", "commitment"), "ng"),
    **dict.fromkeys(("need", "feeling"), "np"),
    **dict.fromkeys(("mistake", "observation"), "no"),
}


def thumbnail(template: Template, counts: Mapping[str, int] | None = None) -> Markup:
    """Return the design as an SVG element; it is decoration, the page says the same in words.

    `counts` are the notes of a real board by the code of their box; a full box shows no more.
    """
    shapes = _boxes(template, counts) if template.has_board else _sheet(template)
    head = f'<svg class="board" viewBox="0 0 {_n(_WIDTH)} {_n(_HEIGHT)}" aria-hidden="true">'
    return Markup(f"{head}{''.join(shapes)}</svg>")  # noqa: S704  our numbers and class names alone


def places(template: Template) -> dict[str, Rect]:
    """Return where every box lies in the picture: Welcome at the left, the others in rows."""
    height = _HEIGHT - 2 * _EDGE
    found = {WELCOME: Rect(_EDGE, _EDGE, _WELCOME_WIDTH, height)}
    zones = [zone for zone in template.zones if zone.code != WELCOME]
    rows = _rows(zones)
    left = _EDGE + _WELCOME_WIDTH + _GAP
    room = _WIDTH - _EDGE - left
    row_height = (height - (len(rows) - 1) * _GAP) / len(rows)
    for number, row in enumerate(rows):
        width = (room - (len(row) - 1) * _GAP) / len(row)
        top = _EDGE + number * (row_height + _GAP)
        for column, zone in enumerate(row):
            found[zone.code] = Rect(left + column * (width + _GAP), top, width, row_height)
    return found


def _rows(zones: Sequence[Zone]) -> list[Sequence[Zone]]:
    """Share the boxes among two or three rows, the longer rows first."""
    rows = 2 if len(zones) <= 8 else 3
    in_row = ceil(len(zones) / rows)
    return [zones[start : start + in_row] for start in range(0, len(zones), in_row)]


def _boxes(template: Template, counts: Mapping[str, int] | None) -> Iterator[str]:
    rects = places(template)
    for number, zone in enumerate(template.zones):
        rect = rects[zone.code]
        kind = "bw" if zone.code == WELCOME else "bx" if zone.label is Label.X else "bf"
        yield _rect(rect, kind)
        yield f'<path class="bt" d="M{_n(rect.x + 4)} {_n(rect.y + 5)}h{_n(rect.width * 0.42)}"/>'
        if zone.code == WELCOME:
            yield _lines(rect)
            continue
        yield _mark(zone.label, rect.right - 8, rect.y + 5.5)
        if zone.label is not Label.X:
            yield from _notes(zone, number, rect, counts)


def _notes(zone: Zone, number: int, rect: Rect, counts: Mapping[str, int] | None) -> Iterator[str]:
    """Draw notes that look stuck on by hand; the same design always looks the same."""
    columns = int((rect.width - 6) // _NOTE_STEP)
    rows = int((rect.height - 14) // _NOTE_STEP)
    colour = _COLOURS.get(zone.kind, "nr")
    made_up = _MOST_NOTES if zone.label is Label.M else _MOST_NOTES - 2
    many = made_up if counts is None else counts.get(zone.code, 0)
    for each in range(min(columns * rows, many)):
        place = (each * 7 + number * 3) % (columns * rows)
        row, column = divmod(place, columns)
        x = rect.x + 4 + column * _NOTE_STEP + (place * 5 % 3) * 0.4
        y = rect.y + 11 + row * _NOTE_STEP + (place * 7 % 4) * 0.3
        size = f'width="{_NOTE}" height="{_NOTE}"'
        yield f'<rect class="note {colour}" x="{_n(x)}" y="{_n(y)}" {size}/>'


def _mark(label: Label, x: float, y: float) -> str:
    """Draw the sign of a label as it stands on boards: empty, a quarter, full, a tick."""
    circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.1"'
    if label is Label.S:
        return f'<path class="bm" d="M{_n(x - 2)} {_n(y)}l1.5 1.8 3-3.6"/>'
    if label is Label.M:
        return f'{circle} class="bmf"/>'
    if label is Label.H:
        quarter = f'<path class="bmf" d="M{_n(x)} {_n(y - 2.1)}a2.1 2.1 0 0 1 2.1 2.1h-2.1z"/>'
        return f'{circle} class="bm"/>{quarter}'
    return f'{circle} class="bm"/>'


def _sheet(template: Template) -> Iterator[str]:
    """Draw a sheet of paper with a heading for each question."""
    sheet = Rect(_WIDTH / 2 - 42, _EDGE, 84, _HEIGHT - 2 * _EDGE)
    yield _rect(sheet, "bf")
    step = (sheet.height - 8) / len(template.steps)
    for number, _ in enumerate(template.steps):
        top = sheet.y + 9 + number * step
        yield f'<path class="bt" d="M{_n(sheet.x + 8)} {_n(top)}h{_n(30 + number * 9 % 20)}"/>'
        yield (
            f'<path class="bl" d="M{_n(sheet.x + 8)} {_n(top + 6)}h68'
            f'M{_n(sheet.x + 8)} {_n(top + 11)}h52"/>'
        )


def _lines(rect: Rect) -> str:
    tops = (11, 15, 19, 23)
    widths = (0.72, 0.6, 0.75, 0.4)
    path = "".join(
        f"M{_n(rect.x + 4)} {_n(rect.y + top)}h{_n(rect.width * width)}"
        for top, width in zip(tops, widths, strict=True)
    )
    return f'<path class="bl" d="{path}"/>'


def _rect(rect: Rect, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}"'
        f' height="{_n(rect.height)}" rx="2"/>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
