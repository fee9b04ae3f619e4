"""The part of a board around a note, and one box: what is drawn is what was given, escaped."""

from xml.etree import ElementTree

from markupsafe import Markup

from plugin.scaffold.board_part import PictureBox, PictureNote, picture_around, picture_of

HERE = PictureNote("here", 900.0, 800.0, "It rang <b>twice</b> & nobody came.")
NEAR = PictureNote("near", 1150.0, 800.0, "The portal was down.")
FAR = PictureNote("far", 900.0, 9_000.0, "Far away.")
TYPED = PictureNote("typed", 0.0, 0.0, "Typed in later.")
BOXES = (
    PictureBox("Z3", "The story", "", (HERE, NEAR, FAR, TYPED)),
    PictureBox("ZX", "Off the record", "Stays here", ()),
)


def parts(picture: Markup | None, kind: str) -> list[ElementTree.Element]:
    """Return the parts of a picture of one class; it has to be well-formed."""
    assert picture is not None
    drawn = ElementTree.fromstring(picture)  # noqa: S314  a picture that we drew ourselves
    return [each for each in drawn if kind in each.get("class", "").split()]


def test_a_note_is_outlined_among_those_near_it() -> None:
    picture = picture_around(BOXES, "here")

    assert len(parts(picture, "bp-here")) == 1
    assert len(parts(picture, "bp-note")) == 2
    assert picture is not None
    assert "near “The portal was down.”" in picture
    assert "Far away" not in picture
    assert "<b>" not in picture


def test_what_was_typed_in_has_no_place() -> None:
    assert picture_around(BOXES, "typed") is None
    assert picture_around(BOXES, "nobody") is None


def test_a_box_that_is_never_collected_is_drawn_blank() -> None:
    edge = PictureBox("Z3", "The story", "", (PictureNote("here", 2_100.0, 500.0, "At the edge."),))

    assert len(parts(picture_around((edge, BOXES[1]), "here"), "bp-blank")) == 1


def test_a_box_has_every_note_that_stood_in_it() -> None:
    picture = picture_of(BOXES[0])

    assert len(parts(picture, "bp-note")) == 3
    assert "3 notes where they stood on the board" in picture
