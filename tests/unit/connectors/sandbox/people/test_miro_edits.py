import pytest

from connectors.sandbox.miro.errors import MiroError
from connectors.sandbox.miro.markup import shown
from connectors.sandbox.people.miro_edits import plain, typed

TYPED = [
    ("Hello", "<p>Hello</p>"),
    ("", "<p><br></p>"),
    ("   ", "<p>   </p>"),
    ("one\n\nthree", "<p>one</p><p><br></p><p>three</p>"),
    ("a\r\nb", "<p>a</p><p>b</p>"),
    (
        "<script>x</script> & \"q\" 'a'",
        "<p>&lt;script&gt;x&lt;/script&gt; &amp; &quot;q&quot; &#x27;a&#x27;</p>",
    ),
    ("🏠🐈‍⬛ שלום", "<p>🏠🐈‍⬛ שלום</p>"),
]


@pytest.mark.parametrize(("text", "stored"), TYPED)
def test_typed_text_is_stored_as_paragraphs(text: str, stored: str) -> None:
    assert typed(text) == stored


@pytest.mark.parametrize("text", [text for text, _ in TYPED if "\r" not in text])
def test_a_field_shows_what_was_typed(text: str) -> None:
    assert plain(typed(text)) == text


def test_six_thousand_characters_are_too_many() -> None:
    assert len(plain(typed("x" * 5999))) == 5999
    with pytest.raises(MiroError):
        typed("x" * 6000)


@pytest.mark.parametrize(
    ("markup", "page"),
    [
        ("<p>We are <strong>never</strong> rung.</p>", "We are <strong>never</strong> rung."),
        ("<p>a</p><p>b</p>", "a<br>b"),
        ("plain\ntext", "plain<br>text"),
        ("&lt;img src=x onerror=y&gt;", "&lt;img src=x onerror=y&gt;"),
        ('<strong onclick="x">a', "<strong>a</strong>"),
        ('<a href="javascript:x">a</a></div>', "a"),
        ("<b><i>a</b></i>", "<b><i>a</i></b>"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
    ],
)
def test_a_page_shows_marks_and_nothing_else_as_markup(markup: str, page: str) -> None:
    assert str(shown(markup)) == page
