import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.capture.text import plain_text

CASES = [
    ("Hello", "Hello"),
    ("<p>Hello</p>", "Hello"),
    ("5 < 6", "5 < 6"),
    ("a <b and c> d", "a <b and c> d"),
    ("https://example.org/policy?x=1&y=2&copy=3", "https://example.org/policy?x=1&y=2&copy=3"),
    ("Tom &amp; Jerry &lt;3 &#39;x&#39;", "Tom & Jerry <3 'x'"),
    ("<p>&amp;lt;p&amp;gt;</p>", "&lt;p&gt;"),
    ("<p>one</p><p>two</p><p></p><p>four</p>", "one\ntwo\n\nfour"),
    ("<p>one</p><p><br></p><p>three</p>", "one\n\nthree"),
    ("<p>one<br/>two<br /><br>four</p>", "one\ntwo\n\nfour"),
    ("<p>one</p>\n<p>two</p>", "one\ntwo"),
    ("<div><p>one</p><p>two</p></div>", "one\ntwo"),
    ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
    ("<p>never <strong>ever</strong> <em>rung</em></p>", "never ever rung"),
    ('<p><span style="background-color:transparent">kept</span></p>', "kept"),
    ('<a href="https://example.org">link</a> after', "link after"),
    ("plain <strong>bold</strong>\nsecond line", "plain bold\nsecond line"),
    ("<p>seen<script>alert(1)</script></p>", "seen"),
    ("\ufeffa\u200bb\u200cc\u200dd", "abc\u200dd".replace("bc", "b\u200cc")),
    ("<p>🐈‍⬛ thŷ مرحبا</p>", "🐈‍⬛ thŷ مرحبا"),
    ("\ud83d\ude00 and half \ud83d", "😀 and half �"),
    ("   ", "   "),
    ("<p>   </p>", "   "),
    ("<p><br></p>", ""),
    ("", ""),
]


@pytest.mark.parametrize(("content", "text"), CASES)
def test_both_dialects_become_the_text_that_was_written(content: str, text: str) -> None:
    assert plain_text(content) == text


def test_thousands_of_nested_tags_are_read() -> None:
    assert plain_text("<b>" * 3000 + "deep") == "deep"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\u200b\ufeff")))
def test_what_was_typed_comes_back_as_it_was(text: str) -> None:
    lines = [f"<p>{html.escape(line) or '<br>'}</p>" for line in text.split("\n")]

    assert plain_text("".join(lines)) == text
