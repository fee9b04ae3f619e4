import pytest

from connectors.miro.new_items import (
    NewAppCard,
    NewCard,
    NewFrame,
    NewShape,
    NewSticky,
    NewText,
    as_html,
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;", "&amp;lt;"),
        ("one\ntwo\r\nthree\rfour", "one<br>two<br>three<br>four"),
        ("=1+1", "=1+1"),
    ],
)
def test_words_cannot_act_as_markup(text: str, html: str) -> None:
    assert as_html(text) == html


def test_a_sticky_sets_its_width_only_when_asked() -> None:
    assert NewSticky(x=1, y=2, text="a").as_json() == {
        "type": "sticky_note",
        "data": {"content": "a", "shape": "square"},
        "style": {"fillColor": "light_yellow"},
        "geometry": {},
        "position": {"x": 1, "y": 2},
    }


def test_an_item_in_a_frame_names_it() -> None:
    assert NewSticky(x=1, y=2, text="a", parent_id="7").body()["parent"] == {"id": "7"}


def test_numbers_of_a_style_are_strings() -> None:
    shape = NewShape(x=0, y=0, text="a", width=10, height=20, border_width=2, font_size=36)

    style = shape.body()["style"]
    assert isinstance(style, dict)
    assert (style["fontSize"], style["borderWidth"]) == ("36", "2")


def test_bold_lines_are_escaped_inside_their_mark() -> None:
    text = NewText(x=0, y=0, text="a<b\nc", bold_lines=1)

    assert text.content == "<strong>a&lt;b</strong><br>c"


def test_a_card_has_title_and_description() -> None:
    card = NewCard(x=0, y=0, title="The <door>", description="one\ntwo", colour="#2d9bf0")

    assert card.body()["data"] == {"title": "The &lt;door&gt;", "description": "one<br>two"}
    assert card.body()["style"] == {"cardTheme": "#2d9bf0"}


def test_a_card_of_our_app_says_that_it_opens() -> None:
    card = NewAppCard(x=0, y=0, title="The <door>", colour="#2d9bf0", width=320)

    assert (card.kind, card.collection) == ("app_card", "app_cards")
    assert card.body()["data"] == {"title": "The &lt;door&gt;", "status": "connected"}
    assert card.body()["style"] == {"fillColor": "#2d9bf0"}


def test_the_title_of_a_frame_is_plain() -> None:
    frame = NewFrame(x=0, y=0, title="C · Close & thanks", width=10, height=20)

    assert frame.body()["data"] == {
        "title": "C · Close & thanks",
        "format": "custom",
        "type": "freeform",
    }
