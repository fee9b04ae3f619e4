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
    ('<a href="https://example.org">link</a> after', "link (https://example.org) after"),
    (
        '<p>See <a href="https://example.org/plan?x=1">the plan</a></p>',
        "See the plan (https://example.org/plan?x=1)",
    ),
    (
        'See <a href="https://example.org/plan?x=1&amp;y=2">the <b>plan</b> </a>now',
        "See the plan (https://example.org/plan?x=1&y=2) now",
    ),
    ('<a href="https://example.org/a%20b/">https://example.org/a b</a>', "https://example.org/a b"),
    ('<a href="https://Example.org/">example.org</a>', "example.org"),
    ('<a href="mailto:ann@example.org">ann@example.org</a>', "ann@example.org"),
    ('<a href="mailto:ann@example.org">Write to us</a>', "Write to us (ann@example.org)"),
    ('<a href="javascript:alert(1)">press</a>', "press"),
    ('<a href="/relative">here</a>', "here"),
    ('<a href="https://example.org/x"></a>kept', "kept"),
    ("<ol><li>first</li><li>second</li></ol>", "1. first\n2. second"),
    ("<ol><li><p>first</p></li><li><b>second</b> half</li></ol>", "1. first\n2. second half"),
    ('<ol start="3"><li>third</li><li>fourth</li></ol>', "3. third\n4. fourth"),
    ("<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "1. a\n1. b\n2. c"),
    ("<ol><li>a<ul><li>b</li></ul></li></ol>", "1. a\nb"),
    ("<ol><li> </li></ol>", " "),
    ("<p>one\u2028two\u2029three</p>", "one\ntwo\nthree"),
    ("one\x0btwo\x0cthree\x85four\rfive\r\nsix", "one\ntwo\nthree\nfour\nfive\nsix"),
    ("one&#8232;two", "one\ntwo"),
    ("<p>one&#8233;two</p>", "one\ntwo"),
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


@given(
    st.text(
        st.characters(
            exclude_categories=["Cs"],
            exclude_characters="\r\x0b\x0c\x85\u2028\u2029\x00\u200b\ufeff",
        )
    )
)
def test_what_was_typed_comes_back_as_it_was(text: str) -> None:
    lines = [f"<p>{html.escape(line) or '<br>'}</p>" for line in text.split("\n")]

    assert plain_text("".join(lines)) == text
