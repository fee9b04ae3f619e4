from dataclasses import replace

import pytest

from plugin.demo.editing_in_notion import least_calls
from plugin.domain.links import Absence, Conflict, Link, Phase, RowState, Sent
from plugin.domain.piece_callout import CHANGED
from plugin.domain.pieces import Rung
from plugin.sync import messages
from plugin.sync.actions import (
    Action,
    AppendRest,
    CreateRow,
    ReplaceParagraph,
    Trash,
    UpdateProperties,
)
from plugin.sync.local_actions import (
    AdoptRow,
    CloseConflict,
    FinishStory,
    KeepBoth,
    LearnBody,
    NoteWhere,
    StartEmptying,
    StartStory,
    TakeTheirs,
)
from plugin.sync.memory.views import VIEWS
from plugin.sync.pieces.sides import OurPiece, OurRow, Ours, Row, Theirs
from plugin.sync.pieces.story import TheirBlock
from plugin.sync.pieces.take_down import (
    NOT_CHECKED_ANY_MORE,
    OWN_GROUP_ONLY,
    WORDS_TAKEN_BACK,
    why_taken_down,
)
from plugin.sync.plan import SyncPlan, key_for, newly_gone, plan, stops
from tests.unit.plugin.sync.values import NOW, a_link, a_piece, a_row, wording

FIELDS = ("title", "line", "narrative")
CONFLICT = Conflict(
    id="x", link_id="l", piece_id="p", field="line", agreed="a", ours="b", theirs="c", seen_at=NOW
)


def planned(
    piece: OurPiece, link: Link | None = None, row: Row | None = None, *conflicts: Conflict
) -> SyncPlan:
    theirs = Theirs({row.page_id: row} if row else {})
    return plan(Ours(NOW, (), (piece,)), [link] if link else [], theirs, conflicts)


def kinds(found: SyncPlan) -> list[type[Action]]:
    return [type(action) for action in found.actions]


@pytest.mark.parametrize(
    ("piece", "is_made"),
    [
        (a_piece(), True),
        (a_piece(rung=Rung.LANDSCAPE), True),
        (a_piece(checked=()), False),
        (a_piece(voices=1), False),
        (a_piece(rung=Rung.US), False),
        (a_piece(rung=Rung.ME), False),
    ],
)
def test_only_what_was_checked_and_released_is_made(piece: OurPiece, is_made: bool) -> None:
    assert kinds(planned(piece)) == [CreateRow] * is_made


def test_a_first_push_shows_the_last_checked_wording() -> None:
    piece = a_piece(wording(1), wording(2, title="b", narrative="b"), checked=(1,))

    found = planned(piece)

    (made,) = found.actions
    assert isinstance(made, CreateRow)
    assert (made.values["title"], made.wording, found.waiting) == ("a", 1, 1)
    assert made.values["checked"] == CHANGED
    assert [block.text for block in made.body[1:2]] == ["a"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("ours", "theirs", "checked", "wanted"),
    [
        ("a", "a", 1, []),
        ("b", "a", 1, [UpdateProperties, ReplaceParagraph]),  # it waits, and the page says so
        ("a", "b", 1, [TakeTheirs, UpdateProperties, ReplaceParagraph]),
        ("b", "c", 1, [KeepBoth, UpdateProperties, ReplaceParagraph]),
    ],
)
def test_every_field_is_compared_three_ways(
    field: str, ours: str, theirs: str, checked: int, wanted: list[type[Action]]
) -> None:
    older = (wording(1), wording(2, **{field: ours})) if ours != "a" else (wording(1),)
    piece = a_piece(*older, checked=(checked,))

    found = planned(piece, a_link(piece), a_row(piece, **{field: theirs}))

    assert kinds(found) == wanted
    assert found.waiting == (ours == "b" and theirs == "a")
    assert found.conflicts == (KeepBoth in wanted)


@pytest.mark.parametrize("field", FIELDS)
def test_a_change_that_was_checked_is_pushed(field: str) -> None:
    piece = a_piece(wording(1), wording(2, **{field: "b"}), checked=(1, 2))

    found = planned(piece, a_link(piece), a_row(piece))

    wanted = [StartStory, ReplaceParagraph, FinishStory] if field == "narrative" else []
    assert kinds(found) == [*wanted, UpdateProperties]
    (properties,) = [each for each in found.actions if isinstance(each, UpdateProperties)]
    assert properties.wording == 2
    assert found.waiting == 0


@pytest.mark.parametrize("field", FIELDS)
def test_both_changing_to_the_same_is_agreed(field: str) -> None:
    piece = a_piece(wording(1), wording(2, **{field: "b"}), checked=(1, 2))

    found = planned(piece, a_link(piece), a_row(piece, **{field: "b"}))

    assert KeepBoth not in kinds(found)
    assert found.conflicts == found.waiting == 0


def test_nothing_is_pushed_over_a_conflict() -> None:
    piece = a_piece(wording(1), wording(2, title="b", line="b"), checked=(1, 2))

    found = planned(piece, a_link(piece), a_row(piece, title="c"))

    (properties,) = [each for each in found.actions if isinstance(each, UpdateProperties)]
    assert "title" not in properties.values
    assert properties.values["line"] == "b"


@pytest.mark.parametrize(
    ("theirs", "wanted"), [("c", []), ("d", [KeepBoth]), ("b", [CloseConflict])]
)
def test_an_open_conflict_is_kept_renewed_or_closed(
    theirs: str, wanted: list[type[Action]]
) -> None:
    piece = a_piece(wording(1), wording(2, line="b"), checked=(1,))

    found = planned(piece, a_link(piece), a_row(piece, line=theirs), CONFLICT)

    assert [kind for kind in kinds(found) if kind in (KeepBoth, CloseConflict)] == wanted
    assert found.conflicts == (theirs != "b")


def test_a_checked_older_wording_never_goes_over_a_taken_edit() -> None:
    """Wording 2 was taken from Notion; 1 is the last one that was checked."""
    piece = a_piece(wording(1), wording(2, title="b"), checked=(1,))
    changed = CHANGED
    link = a_link(piece, revision=2, agreed={"title": "b", "checked": changed})
    row = a_row(piece, title="b", revision="2", checked=changed)

    found = planned(piece, link, row)

    assert [kind for kind in kinds(found) if kind is not ReplaceParagraph] == []


@pytest.mark.parametrize("why", [Absence.TRASHED, Absence.HIDDEN])
@pytest.mark.parametrize("piece", [a_piece(), a_piece(rung=Rung.US)])
def test_an_absent_row_is_asked_about_and_nothing_else(why: Absence, piece: OurPiece) -> None:
    theirs = Theirs(absent={"page": why})

    found = plan(Ours(NOW, (), (piece,)), [a_link(piece)], theirs)
    again = plan(Ours(NOW, (), (piece,)), [a_link(piece, state=RowState(where=why))], theirs)

    assert [each.where for each in found.actions if isinstance(each, NoteWhere)] == [why]
    assert len(found.actions) == len(found.messages) == 1
    assert piece.url in found.messages[0]
    assert (again.actions, again.messages) == ((), found.messages)


def test_a_row_that_is_back_is_compared_as_before() -> None:
    piece = a_piece()

    found = planned(
        piece,
        a_link(piece, state=RowState(revision=1, callout="top", where=Absence.TRASHED)),
        a_row(piece),
    )

    assert [each.where for each in found.actions if isinstance(each, NoteWhere)] == [None]
    assert kinds(found) == [NoteWhere]


def test_a_row_that_was_moved_is_followed() -> None:
    piece = a_piece()
    there = a_row(piece, narrative="b")
    row = Row(page_id="page", values={"title": "b"}, body=there.body, is_elsewhere=True)

    found = planned(piece, a_link(piece), row)

    (taken,) = [each for each in found.actions if isinstance(each, TakeTheirs)]
    assert taken.values == {"title": "b", "narrative": "b"}
    assert not any(isinstance(each, UpdateProperties) for each in found.actions)
    assert [each.where for each in found.actions if isinstance(each, NoteWhere)] == [Absence.MOVED]


def test_values_that_were_lost_elsewhere_are_written_again() -> None:
    piece = a_piece()
    link = a_link(piece, state=RowState(revision=1, where=Absence.MOVED))

    found = planned(piece, link, a_row(piece, line="", kind="", rests_on=""))

    (update,) = [each for each in found.actions if isinstance(each, UpdateProperties)]
    assert {name: update.values[name] for name in ("line", "kind")} == {
        "line": "a",
        "kind": "Doubt",
    }
    assert (found.conflicts, NoteWhere in kinds(found)) == (0, False)


@pytest.mark.parametrize(
    ("gone", "of", "is_stopped"),
    [
        (0, 9, False),
        (1, 2, False),
        (2, 3, True),
        (2, 10, False),
        (3, 14, True),
        (3, 15, False),
        (30, 100, True),
    ],
)
def test_many_rows_gone_at_once_stop_the_run(gone: int, of: int, is_stopped: bool) -> None:
    links = [replace(a_link(a_piece()), id=str(n), notion_page_id=str(n)) for n in range(of)]
    known = replace(
        a_link(a_piece(), state=RowState(where=Absence.TRASHED)), notion_page_id="known"
    )
    absent = dict.fromkeys([*(str(n) for n in range(gone)), "known"], Absence.TRASHED)

    found = newly_gone([*links[:-1], known], Theirs(absent=absent))

    assert found == (gone, of)
    assert stops(*found) == is_stopped


def test_taking_down_empties_before_it_trashes() -> None:
    piece = a_piece(rung=Rung.US)
    row = a_row(a_piece())

    found = planned(piece, a_link(piece), row, CONFLICT)

    assert kinds(found) == [
        StartEmptying,
        CloseConflict,
        UpdateProperties,
        ReplaceParagraph,
        ReplaceParagraph,
        Trash,
    ]
    texts = [each.text for each in found.actions if isinstance(each, ReplaceParagraph)]
    assert texts == ["", f"Taken down: {OWN_GROUP_ONLY}."]


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (a_piece(rung=Rung.US), OWN_GROUP_ONLY),
        (a_piece(checked=()), NOT_CHECKED_ANY_MORE),
        (a_piece(voices=0), WORDS_TAKEN_BACK),
    ],
)
def test_a_row_in_the_trash_says_why_it_is_there(piece: OurPiece, why: str) -> None:
    assert why_taken_down(piece.whole, NOW) == f"Taken down: {why}."


def test_what_was_split_off_is_emptied_too() -> None:
    piece = a_piece(wording(1, narrative="One. Two."), rung=Rung.US)
    there = a_row(a_piece(), narrative="One.")
    row = replace(there, body=(*there.body, TheirBlock(id="new", type="paragraph", text="Two.")))

    found = planned(piece, a_link(piece, agreed={"narrative": "One. Two."}), row)

    emptied = {e.block_id for e in found.actions if isinstance(e, ReplaceParagraph) and not e.text}
    assert emptied == {"b0", "new"}


@pytest.mark.parametrize(
    ("sent", "blocks", "wanted"),
    [(2, 1, [AppendRest]), (4, 3, [LearnBody]), (None, 3, [LearnBody])],
)
def test_a_body_is_sent_to_its_end_before_it_is_learnt(
    sent: int | None, blocks: int, wanted: list[type[Action]]
) -> None:
    piece = a_piece()
    state = RowState(phase=Phase.ARRIVING, revision=1, sent=Sent(sent))
    link = a_link(piece, blocks=(), state=state)
    top, *rest = a_row(piece).body
    body = (
        replace(top, is_by_us=True),
        *rest,
        TheirBlock(id="line", type="divider", text="", has_children=False, is_by_us=True),
    )
    row = replace(a_row(piece), body=body[:blocks])

    assert kinds(planned(piece, link, row)) == wanted


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [("b", "b"), ("a", "b"), ("edited by somebody", None)],
)
def test_a_half_written_story_is_ours_unless_somebody_wrote(shown: str, wanted: str | None) -> None:
    piece = a_piece(wording(1), wording(2, narrative="b"), checked=(1, 2))
    link = a_link(piece, state=RowState(revision=1, callout="top").started(2))

    found = planned(piece, link, a_row(piece, narrative=shown))

    finished = [each.narrative for each in found.actions if isinstance(each, FinishStory)]
    assert finished == ([wanted] if wanted else [])
    assert found.conflicts == (wanted is None)


def test_a_row_with_our_key_is_adopted() -> None:
    piece = a_piece()
    gone = a_link(piece).taken_down()

    for links, key in (([], "p"), ([gone], "p-2")):
        found = plan(Ours(NOW, (), (piece,)), links, Theirs(by_key={("memory", key): "page"}))

        assert kinds(found) == [AdoptRow]
        assert key_for("p", links) == key


def test_rows_of_sessions_are_kept_as_they_are_here() -> None:
    row = OurRow("session", "s", {"name": "Going home", "day": "2026-11-18"})
    link = Link(
        id="l",
        partnership_id="partnership",
        kind="session",
        our_id="s",
        key="s",
        notion_page_id="page",
    )
    there = Row(page_id="page", values={"name": "Renamed", "day": "2026-11-18"})

    made = plan(Ours(NOW, (row,)), [], Theirs())
    changed = plan(Ours(NOW, (row,)), [link], Theirs({"page": there}))
    absent = plan(Ours(NOW, (row,)), [link], Theirs())

    assert kinds(made) == [CreateRow]
    assert [each.values for each in changed.actions if isinstance(each, UpdateProperties)] == [
        {"name": "Going home"}
    ]
    assert (absent.actions, len(absent.messages)) == ((), 1)


@pytest.mark.parametrize(
    ("rows", "beyond", "calls"), [(0, (), 13), (4, (), 17), (4, (1, 100, 101), 21)]
)
def test_least_calls_follow_the_sum(rows: int, beyond: tuple[int, ...], calls: int) -> None:
    assert least_calls(rows, beyond) == calls + 1 + 2 + len(VIEWS)


def test_what_a_found_row_shows_of_our_own_columns_is_remembered_once() -> None:
    piece = a_piece()
    link = a_link(piece)
    found_again = replace(link, agreed={k: v for k, v in link.agreed.items() if k != "readers"})

    assert [action.values for action in planned(piece, found_again, a_row(piece)).actions] == [
        {"readers": "Our partners"}
    ]
    assert kinds(planned(piece, link, a_row(piece))) == []


def test_an_edit_of_a_found_rows_own_column_is_said_to_be_put_back() -> None:
    piece = a_piece()
    row = a_row(piece, readers="Anyone")
    said = planned(piece, a_link(piece), row).messages

    assert said == (messages.PUT_BACK.format(url=piece.url),)


def test_rows_that_cannot_be_read_do_not_count_as_gone() -> None:
    links = [replace(a_link(a_piece()), id=str(n), notion_page_id=str(n)) for n in range(3)]

    found = newly_gone(links, Theirs(absent=dict.fromkeys("012", Absence.UNREAD)))

    assert found == (0, 3)
