import pytest

from plugin.sync.pieces import values as piece_values
from plugin.sync.pieces.story import Story, TheirBlock, story_by_maker, with_lost
from plugin.sync.pieces.story_diff import Edit, changes


def block(block_id: str, text: str = "", type: str = "paragraph", **more: bool) -> TheirBlock:
    return TheirBlock(id=block_id, type=type, text=text or block_id, **{"is_by_us": True, **more})


TOP, LINE, FOOT = block("top", type="callout"), block("line", type="divider"), block("foot")
GREY = block("grey", piece_values.FOOT)
A, B, C = block("A"), block("B"), block("C")


@pytest.mark.parametrize(
    ("present", "wanted", "steps"),
    [
        ([A, B, C], ["A", "B", "C"], []),
        ([A, B, C], ["A", "x", "C"], [Edit("B", ("x",))]),
        ([A, B, C], ["A", "C"], [Edit("B", None)]),
        ([A, C], ["A", "B", "C"], [Edit("A", ("B",), adds=True)]),
        ([B], ["A", "B"], [Edit("top", ("A",), adds=True)]),
        ([A], ["A", "B", "C"], [Edit("A", ("B", "C"), adds=True)]),
        ([A, B], ["x", "y", "z"], [Edit("A", ("x",)), Edit("B", ("y",)), *[]]),
        ([], ["A"], [Edit("top", ("A",), adds=True)]),
        ([A, block("N", has_children=True)], ["A"], [Edit("N", ("",))]),
    ],
)
def test_a_story_changes_in_the_fewest_steps(
    present: list[TheirBlock], wanted: list[str], steps: list[Edit]
) -> None:
    found = changes(Story(tuple(present), TOP), wanted).steps

    assert list(found)[: len(steps)] == steps
    assert len(found) == len(steps) + (wanted == ["x", "y", "z"])


def test_paragraphs_that_we_made_are_ours() -> None:
    mine = block("mine", is_by_us=False)
    page = [mine, TOP, A, mine, block("B", "edited since"), LINE, FOOT, mine]

    found = story_by_maker(page)

    assert [each.id for each in found.paragraphs] == ["A", "B"]
    assert found.callout is TOP
    assert found.text == "A\n\nedited since"


def test_a_page_without_our_divider_is_read_too() -> None:
    assert [each.id for each in story_by_maker([TOP, A, B]).paragraphs] == ["A", "B"]


@pytest.mark.parametrize(
    "page",
    [
        [TOP, A, LINE, GREY, B],
        [TOP, A, B, LINE, GREY],
        [TOP, GREY, A, B, LINE],
        [GREY, A, B],
        [TOP, A, LINE, B, block("grey", "edited since")],
    ],
)
def test_dragged_paragraphs_are_ours_and_the_grey_line_never_is(page: list[TheirBlock]) -> None:
    assert [each.id for each in story_by_maker(page).paragraphs] == ["A", "B"]


def test_only_lost_paragraphs_of_ours_are_found_again() -> None:
    lost, theirs = block("lost", "wanted"), block("theirs", "wanted", is_by_us=False)
    page = [TOP, A, lost, theirs, block("odd", "not wanted"), LINE, block("foot", "wanted")]

    found = with_lost(Story((A,), TOP), page, ["A"], ["wanted"])

    assert [each.id for each in found.paragraphs] == ["A", "lost"]
