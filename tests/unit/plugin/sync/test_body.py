"""What people do with the paragraphs of a page, one case of the table after the other."""

from collections.abc import Callable

import pytest

from connectors.notion.new_blocks import Paragraph
from plugin.domain.pieces import PieceWhole
from plugin.sync.pieces.story import TheirBlock, story_by_ids
from tests.unit.plugin.sync.bench import Bench, Kept, make_bench
from tests.unit.plugin.sync.notion_editor import Ruth

ONE, TWO, THREE = "One goes first.", "Two comes later. It says more.", "Three is last."
STORY = f"{ONE}\n\n{TWO}\n\n{THREE}"


@pytest.fixture(scope="module")
def _carried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, PieceWhole, Kept]:
    """A piece with three paragraphs in Notion, whose block ids were learnt."""
    bench = make_bench(tmp_path_factory.mktemp("carried"))
    piece = bench.released("By phone", STORY)
    bench.sync()
    bench.sync()
    return bench, piece, bench.keep()


@pytest.fixture
def bench(_carried: tuple[Bench, PieceWhole, Kept]) -> Bench:
    bench, _, kept = _carried
    bench.go_back(kept)
    return bench


@pytest.fixture
def piece(_carried: tuple[Bench, PieceWhole, Kept]) -> PieceWhole:
    return _carried[1]


@pytest.fixture
def ruth(bench: Bench) -> Ruth:
    return Ruth(bench.state)


def ids(bench: Bench, piece: PieceWhole) -> list[str]:
    return list(bench.link(piece).blocks)


def told(bench: Bench, piece: PieceWhole) -> list[str]:
    narrative = bench.whole(piece).newest.narrative
    return narrative.split("\n\n") if narrative else []


def write_all_anew(ruth: Ruth, block_ids: list[str]) -> None:
    second = ruth.cut_and_paste(block_ids[0], block_ids[0], "And more.")
    ruth.add_before(second, "Other words.")
    for block_id in block_ids[1:]:
        ruth.delete(block_id)


Deed = Callable[[Ruth, list[str]], object]
CASES: list[tuple[str, Deed, list[str]]] = [
    ("nothing", lambda _r, _b: None, [ONE, TWO, THREE]),
    ("changed", lambda r, b: r.write(b[0], "One!"), ["One!", TWO, THREE]),
    (
        "split behind",
        lambda r, b: r.split(b[1], "Two comes later.", "It says more."),
        [ONE, "Two comes later.", "It says more.", THREE],
    ),
    (
        "split before, and a word changed",
        lambda r, b: (r.write(b[1], "It says more."), r.add_before(b[1], "Two came later.")),
        [ONE, "Two came later.", "It says more.", THREE],
    ),
    (
        "split, and a letter changed in what is left",
        lambda r, b: r.split(b[1], "Two comes later!", "It says more."),
        [ONE, "Two comes later!", "It says more.", THREE],
    ),
    (
        "split with a line of theirs between",
        lambda r, b: r.add_behind(
            str(r.split(b[1], "Two comes later.", "It says more.") and b[1]), "divider", ""
        ),
        [ONE, "Two comes later.", "It says more.", THREE],
    ),
    ("joined", lambda r, b: r.join(b[0], b[1], f"{ONE} {TWO}"), [f"{ONE} {TWO}", THREE]),
    ("retyped", lambda r, b: r.turn_into(b[0], "heading_2"), [ONE, TWO, THREE]),
    (
        "cut and pasted elsewhere",
        lambda r, b: r.cut_and_paste(b[0], b[2], ONE),
        [TWO, THREE, ONE],
    ),
    ("cut and pasted in place", lambda r, b: r.cut_and_paste(b[1], b[1], TWO), [ONE, TWO, THREE]),
    (
        "cut, and pasted with a word changed",
        lambda r, b: r.cut_and_paste(b[0], b[2], "One goes last."),
        [TWO, THREE, "One goes last."],
    ),
    (
        "written anew in its place",
        lambda r, b: r.cut_and_paste(b[1], b[0], "Quite other words."),
        [ONE, "Quite other words.", THREE],
    ),
    ("all written anew", lambda r, b: write_all_anew(r, b), ["Other words.", "And more."]),
    ("turned into code", lambda r, b: r.turn_into(b[1], "code"), [ONE, TWO, THREE]),
    ("made a page", lambda r, b: r.make_page(b[1]), [ONE, THREE]),
    ("nested", lambda r, b: r.nest(b[1], b[0]), [ONE, TWO, THREE]),
    (
        "nested and changed",
        lambda r, b: (r.nest(b[2], b[1]), r.write(b[2], "Three!")),
        [ONE, TWO, "Three!"],
    ),
    ("dragged", lambda r, b: r.drag(b[0], b[2]), [TWO, THREE, ONE]),
    ("deleted", lambda r, b: r.delete(b[1]), [ONE, THREE]),
    ("added to", lambda r, b: r.add_behind(b[0], "bulleted_list_item", "Mine."), [ONE, TWO, THREE]),
]


@pytest.mark.parametrize(("_name", "do", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_every_deed_of_people_comes_to_its_story(
    bench: Bench, piece: PieceWhole, ruth: Ruth, _name: str, do: Deed, wanted: list[str]
) -> None:
    do(ruth, ids(bench, piece))
    is_edit = wanted != [ONE, TWO, THREE]

    done = bench.sync()
    again = bench.sync()

    assert told(bench, piece) == wanted
    assert (done.edits, done.conflicts) == (int(is_edit), 0)
    assert (again.writes, again.edits, again.conflicts) == (0, 0, 0)


@pytest.mark.parametrize(("_name", "do", "theirs"), CASES, ids=[case[0] for case in CASES])
def test_our_next_wording_arrives_whatever_they_did(
    bench: Bench, piece: PieceWhole, ruth: Ruth, _name: str, do: Deed, theirs: list[str]
) -> None:
    do(ruth, ids(bench, piece))
    mine = ruth.add(bench.link(piece).notion_page_id, ids(bench, piece)[0], "to_do", "My own.")
    bench.sync()
    bench.rewrite(piece, narrative="\n\n".join([*theirs, "Four is ours."]))
    bench.check(piece)

    bench.sync()
    again = bench.sync()

    flat = [each.text for each in bench.flat_body(piece)]
    assert [text for text in flat if text in (*theirs, "Four is ours.")] == [
        *theirs,
        "Four is ours.",
    ]
    assert ruth.block(mine).in_trash is False
    assert (again.writes, bench.whole(piece).newest.narrative) == (
        0,
        "\n\n".join([*theirs, "Four is ours."]),
    )


def test_each_side_may_change_another_paragraph(
    bench: Bench, piece: PieceWhole, ruth: Ruth
) -> None:
    ruth.write(ids(bench, piece)[0], "One, said there.")
    bench.rewrite(piece, narrative=f"{ONE}\n\n{TWO}\n\nThree, said here.")
    bench.check(piece)

    done = bench.sync()
    told_now, shown = told(bench, piece), bench.story(piece)
    bench.check(piece)
    bench.sync()

    assert (done.edits, done.conflicts, done.waiting) == (1, 0, 1)
    assert told_now == ["One, said there.", TWO, "Three, said here."]
    assert shown == ["One, said there.", TWO, THREE]
    assert bench.story(piece) == told_now
    assert bench.writes_of(bench.sync) == 0


def test_both_changing_one_paragraph_is_a_conflict(
    bench: Bench, piece: PieceWhole, ruth: Ruth
) -> None:
    ruth.write(ids(bench, piece)[1], "Two, said Ruth.")
    bench.rewrite(piece, narrative=f"{ONE}\n\nTwo, said Helen.\n\n{THREE}")

    done = bench.sync()

    assert (done.edits, done.conflicts) == (0, 1)
    assert "Two, said Ruth." in bench.story(piece)
    assert "Two, said Helen." in told(bench, piece)


def test_a_moved_paragraph_is_made_anew(bench: Bench, piece: PieceWhole) -> None:
    first = ids(bench, piece)[0]
    bench.rewrite(piece, narrative=f"{TWO}\n\n{THREE}\n\n{ONE}")
    bench.check(piece)

    done = bench.sync()

    assert bench.story(piece) == [TWO, THREE, ONE]
    assert first not in [each.id for each in bench.body(piece)]
    assert done.messages == ()
    assert bench.writes_of(bench.sync) == 0


BOUND: list[tuple[str, Callable[[Bench, Ruth, str], object]]] = [
    ("children", lambda b, _r, block: b.notion.append(block, [Paragraph("Below.")])),
    ("comments", lambda b, r, block: r.comment(block, "Is that so?")),
    ("formatting", lambda _b, r, block: r.make_bold(block)),
]


@pytest.mark.parametrize(("what", "carry"), BOUND, ids=[case[0] for case in BOUND])
def test_a_moved_paragraph_that_carries_something_stays(
    bench: Bench, piece: PieceWhole, ruth: Ruth, what: str, carry: Callable[..., object]
) -> None:
    first = ids(bench, piece)[0]
    carry(bench, ruth, first)
    bench.rewrite(piece, narrative=f"{TWO}\n\n{THREE}\n\n{ONE}\n\nFour.")
    bench.check(piece)

    done = bench.sync()

    assert bench.story(piece) == [ONE, TWO, THREE, "Four."]
    assert bench.body(piece)[1].id == first
    assert any("another order" in each for each in done.messages)
    assert bench.writes_of(bench.sync) == 0
    assert told(bench, piece) == [TWO, THREE, ONE, "Four."]
    assert bench.shows(piece)["Checked"] == "By the group"


def test_what_people_add_is_told_and_never_touched(
    bench: Bench, piece: PieceWhole, ruth: Ruth
) -> None:
    page_id, (one, *_) = bench.link(piece).notion_page_id, ids(bench, piece)
    made = [
        ruth.add(page_id, one, "to_do", "Ask the ward."),
        ruth.add(page_id, None, "embed"),
        ruth.add(page_id, None, "bookmark"),
        ruth.add(page_id, None, "paragraph", "A thought."),
    ]
    order = [each.id for each in bench.body(piece)]

    bench.sync()
    bench.rewrite(piece, narrative="Only this.")
    bench.check(piece)
    bench.sync()

    assert bench.link(piece).state.added == (
        ("to_do", "Ask the ward."),
        ("embed", ""),
        ("bookmark", ""),
        ("paragraph", "A thought."),
    )
    after = [each.id for each in bench.body(piece)]
    assert [each for each in order if each in made] == [each for each in after if each in made]


@pytest.mark.parametrize("remark", ["A remark of mine.", "Two comes later, it says more."])
def test_a_block_that_was_theirs_before_stays_theirs_beside_a_gap(
    bench: Bench, piece: PieceWhole, ruth: Ruth, remark: str
) -> None:
    one, two, _ = ids(bench, piece)
    ruth.add_behind(one, "paragraph", remark)
    bench.sync()
    ruth.delete(two)

    bench.sync()

    assert told(bench, piece) == [ONE, THREE]
    assert bench.link(piece).state.added == (("paragraph", remark),)


def remove_our_box(ruth: Ruth, box: str) -> None:
    ruth.delete(box)


def drag_our_box_down(ruth: Ruth, box: str) -> None:
    siblings = ruth.state.things[str(ruth.block(box).parent_id)].children
    ruth.drag(box, siblings[-1])


@pytest.mark.parametrize("do", [remove_our_box, drag_our_box_down])
def test_a_new_first_paragraph_is_first_without_our_box_above(
    bench: Bench, piece: PieceWhole, ruth: Ruth, do: Callable[[Ruth, str], None]
) -> None:
    do(ruth, bench.link(piece).state.callout)
    bench.sync()
    bench.rewrite(piece, narrative=f"Zero.\n\n{STORY}")
    bench.check(piece)

    bench.sync()
    again = bench.sync()

    assert bench.body(piece)[0].text == "Zero."
    assert (again.edits, bench.shows(piece)["Checked"]) == (0, "By the group")


def by_us(block_id: str, text: str) -> TheirBlock:
    return TheirBlock(id=block_id, type="paragraph", text=text, is_by_us=True)


def theirs(block_id: str, text: str) -> TheirBlock:
    return TheirBlock(id=block_id, type="paragraph", text=text)


@pytest.mark.parametrize(
    ("body", "story"),
    [
        ([by_us("a", "One."), theirs("n", "Two.")], ["a", "n"]),  # Enter in the middle
        ([theirs("n", "One."), by_us("a", "Two.")], ["n", "a"]),
        ([by_us("a", "One."), theirs("n", "Two"), theirs("m", "Two.")], ["a", "n", "m"]),
        ([theirs("n", "One. Two.")], ["n"]),  # cut and pasted
        ([by_us("a", "One."), theirs("n", "Something else.")], ["a"]),
        ([by_us("a", "One. Two."), theirs("n", "Two.")], ["a"]),  # nothing is gone from ours
        ([by_us("a", "One."), by_us("x", ""), theirs("n", "Two.")], ["a"]),  # no neighbours
        ([by_us("a", "Quite other."), theirs("n", "Two.")], ["a"]),
    ],
)
def test_what_is_gone_from_ours_is_found_beside_it(
    body: list[TheirBlock], story: list[str]
) -> None:
    found = story_by_ids(body, ["a"], "top", "One. Two.")

    assert [each.id for each in found.paragraphs] == story
