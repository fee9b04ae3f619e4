import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from plugin.convene.template_files import board_templates, read_template
from plugin.domain.labels import Label
from plugin.domain.templates import Template
from plugin.scaffold.geometry import Rect
from plugin.scaffold.thumbnail import places, thumbnail

FORMS = [
    pytest.param(form, id=f"{template.code}{name}")
    for template in board_templates()
    for name, form in (("", template), (" short", template.in_short))
]
WHOLE = Rect(0, 0, 240, 132)


@pytest.mark.parametrize("form", FORMS)
def test_every_box_has_its_place_and_none_overlaps(form: Template) -> None:
    found = places(form)

    assert list(found) == [zone.code for zone in form.zones]
    assert all(WHOLE.contains(rect) for rect in found.values())
    assert not any(one.overlaps(other) for one, other in combinations(found.values(), 2))


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_shows_every_label_and_no_note_where_nothing_is_kept(form: Template) -> None:
    picture = ElementTree.fromstring(thumbnail(form))  # noqa: S314  a picture that we drew ourselves

    boxes = [rect for rect in picture if rect.get("class") in ("bf", "bx", "bw")]
    stays = [zone for zone in form.zones[1:] if zone.label is Label.X]
    assert len(boxes) == len(form.zones)
    assert sum(rect.get("class") == "bx" for rect in boxes) == len(stays)
    closed = [_rect(each) for each in boxes if each.get("class") == "bx"]
    notes = [_rect(each) for each in picture if "note" in (each.get("class") or "")]
    assert notes
    assert all(WHOLE.contains(note) for note in notes)
    assert not any(note.overlaps(box) for note in notes for box in closed)
    assert not any(one.overlaps(other) for one, other in combinations(notes, 2))


def test_a_design_without_a_board_is_a_sheet_with_its_questions() -> None:
    picture = thumbnail(read_template("T15"))

    assert picture.count('class="bf"') == 1
    assert len(re.findall('class="bt"', picture)) == 5


def _rect(element: ElementTree.Element) -> Rect:
    return Rect(*(float(element.get(name) or 0) for name in ("x", "y", "width", "height")))
