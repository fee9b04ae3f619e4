import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.runs import Run, is_same, joined, merged, plain
from tests.unit.connectors.texts import TEXTS

BOLD = Run("b", bold=True)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((), ()),
        ((Run(""), Run("", bold=True)), ()),
        ((Run("a"), Run(""), Run("b")), (Run("ab"),)),
        ((Run("a"), BOLD), (Run("a"), BOLD)),
        ((BOLD, Run("\n"), BOLD), (Run("b\nb", bold=True),)),
        ((BOLD, Run("\n", italic=True), Run("c")), (BOLD, Run("\nc"))),
        ((Run("b\n", bold=True),), (BOLD, Run("\n"))),
        ((Run("\n", bold=True), BOLD), (Run("\n"), BOLD)),
        ((Run("a", link="x"), Run("a", link="y")), (Run("a", link="x"), Run("a", link="y"))),
    ],
)
def test_runs_are_as_few_as_the_text_takes(
    runs: tuple[Run, ...], expected: tuple[Run, ...]
) -> None:
    assert merged(runs) == expected


@given(text=TEXTS)
def test_merging_keeps_every_word_and_is_done_once(text: tuple[Run, ...]) -> None:
    once = merged(text)

    assert joined(once) == joined(text)
    assert merged(once) == once


@given(text=TEXTS, data=st.data())
def test_a_text_is_the_same_however_it_is_cut(text: tuple[Run, ...], data: st.DataObject) -> None:
    cut: list[Run] = []
    for run in merged(text):
        at = data.draw(st.integers(0, len(run.text)))
        look = {name: getattr(run, name) for name in Run.__slots__ if name != "text"}
        cut += [Run(run.text[:at], **look), Run(run.text[at:], **look)]

    assert is_same(text, cut)


def test_another_style_or_word_is_another_text() -> None:
    assert not is_same([BOLD], [Run("b")])
    assert not is_same([BOLD], [Run("c", bold=True)])


def test_a_run_does_not_print_its_words() -> None:
    assert "lantern" not in repr(plain("lantern"))
