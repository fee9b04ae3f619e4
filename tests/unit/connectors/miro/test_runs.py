from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.miro.runs import as_html, cleaned, from_html
from connectors.runs import Run, joined, merged, plain
from plugin.capture.text import plain_text
from tests.unit.connectors.texts import TEXTS

TAGS = "p", "b", "em", "a", "li", "span"  # links without an address, items without a number
MARKUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS])
    | st.sampled_from([f"</{tag}>" for tag in TAGS])
    | st.sampled_from(['<a href="x">', '<span style="color:red">', "<br>", "<br/>"])
    | st.sampled_from(["a", " ", "\n", "&amp;", "&lt;p&gt;", "<", "é"]),
    max_size=14,
).map("".join)


def as_miro_keeps_it(text: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return a text without what Miro has not: code, and leftovers of editors."""
    return merged(replace(run, code=False, text=cleaned(run.text)) for run in text)


@given(text=TEXTS)
def test_any_text_and_its_styles_survive_there_and_back(text: tuple[Run, ...]) -> None:
    assert from_html(as_html(text)) == as_miro_keeps_it(text)


@given(text=TEXTS)
def test_capture_reads_the_same_words_in_what_is_written(text: tuple[Run, ...]) -> None:
    without_links = tuple(replace(run, link="") for run in text)

    assert plain_text(as_html(without_links)) == joined(as_miro_keeps_it(text))


@given(markup=MARKUP)
def test_capture_reads_the_same_words_in_what_people_wrote(markup: str) -> None:
    assert joined(from_html(markup)) == plain_text(markup)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((), ""),
        (plain("a < b & c > d"), "a &lt; b &amp; c &gt; d"),
        (plain("<p>hi</p>"), "&lt;p&gt;hi&lt;/p&gt;"),
        (plain("one\ntwo\n"), "<p>one</p><p>two</p><p><br></p>"),
        ((Run("a"), Run("b", bold=True, italic=True)), "<p>a<strong><em>b</em></strong></p>"),
        ((Run("a", underline=True, strike=True),), "<p><u><s>a</s></u></p>"),
        ((Run("a", code=True),), "a"),
        ((Run("a", link='x"y'),), '<p><a href="x&quot;y">a</a></p>'),
    ],
)
def test_texts_are_written_with_miros_few_tags(runs: tuple[Run, ...], expected: str) -> None:
    assert as_html(runs) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ()),
        ("Hello &amp; goodbye", plain("Hello & goodbye")),
        ("a <b and c> d", plain("a <b and c> d")),
        ("<p>Hello</p>", plain("Hello")),
        ("<p>a</p><p></p><p>b<br>c</p>", plain("a\n\nb\nc")),
        ("<p><b>a</b><i>b</i></p>", (Run("a", bold=True), Run("b", italic=True))),
        ("<p><strong>a<br>b</strong></p>", (Run("a\nb", bold=True),)),
        ('<p><a href=" x "><u>a</u></a></p>', (Run("a", underline=True, link="x"),)),
        ('<p><span style="background-color:transparent">a</span></p>', plain("a")),
        ("<p>a\u2028b\x0bc</p>", plain("a\nb\nc")),
        ("a&#8232;b", plain("a\nb")),
        ("<p>a\u200b\ufeff\u200db</p>", plain("a\u200db")),
        ("<p><b>a<i>b</b>c</i></p>", (
            Run("a", bold=True), Run("b", bold=True, italic=True), Run("c", italic=True))),
    ],
)  # fmt: skip
def test_both_dialects_are_read(html: str, expected: tuple[Run, ...]) -> None:
    assert from_html(html) == expected


def test_ten_thousand_nested_tags_are_read() -> None:
    assert joined(from_html("<p>" + "<b>" * 10_000 + "deep")) == "deep"
