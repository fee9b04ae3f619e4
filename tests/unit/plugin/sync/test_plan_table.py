"""Every row of the table in `plan`: where the piece stands × where its page is → what is done."""

import re
from datetime import timedelta

import pytest

from plugin.domain.links import Absence, Link, Origin, RowState
from plugin.domain.pieces import Rung
from plugin.sync import plan as planning
from plugin.sync.actions import Action, AddParagraphs, CreateRow, FrameRow, ReplaceParagraph, Trash
from plugin.sync.local_actions import AdoptRow, NoteWhere, StartStory, TakeRow, TakeTheirs
from plugin.sync.pieces.sides import NewRow, OurPiece, OurRow, Ours, Row, Theirs
from tests.unit.plugin.sync.values import NOW, a_link, a_piece, a_row

IN, OUT = a_piece(), a_piece(rung=Rung.US)
UNCHECKED, TAKEN_BACK = a_piece(checked=()), a_piece(voices=0)
EDITED = a_row(IN, title="b")
ELSEWHERE = Row(page_id="page", values={"title": "b"}, body=EDITED.body, is_elsewhere=True)


def there(row: Row) -> Theirs:
    return Theirs({row.page_id: row})


def absent(why: Absence) -> Theirs:
    return Theirs(absent={"page": why})


OURS_BY_KEY = Theirs(by_key={("memory", "p"): "page"})
# the piece, is there a link?, their side, the action that tells the case, is somebody told?
CASES: list[tuple[OurPiece, bool, Theirs, type[Action] | None, bool]] = [
    (IN, False, Theirs(), CreateRow, False),
    (IN, False, OURS_BY_KEY, AdoptRow, False),
    (IN, True, there(a_row(IN)), None, False),
    (IN, True, there(EDITED), TakeTheirs, False),
    (IN, True, there(ELSEWHERE), TakeTheirs, True),
    (IN, True, absent(Absence.TRASHED), NoteWhere, True),
    (IN, True, absent(Absence.HIDDEN), NoteWhere, True),
    (IN, True, absent(Absence.UNREAD), None, True),
    *(
        case
        for piece in (OUT, UNCHECKED, TAKEN_BACK)
        for case in (
            (piece, False, Theirs(), None, False),
            (piece, False, OURS_BY_KEY, AdoptRow, False),
            (piece, True, there(a_row(IN)), Trash, False),
            (piece, True, there(EDITED), Trash, False),
            (piece, True, there(ELSEWHERE), Trash, False),
            (piece, True, absent(Absence.TRASHED), NoteWhere, True),
            (piece, True, absent(Absence.HIDDEN), NoteWhere, True),
            (piece, True, absent(Absence.UNREAD), None, True),
        )
    ),
]


@pytest.mark.parametrize(("piece", "is_linked", "theirs", "wanted", "is_told"), CASES)
def test_every_row_of_the_table(
    piece: OurPiece, is_linked: bool, theirs: Theirs, wanted: type[Action] | None, is_told: bool
) -> None:
    links: list[Link] = [a_link(IN)] if is_linked else []

    found = planning.plan(Ours(NOW, (), (piece,)), links, theirs)

    kinds = [type(action) for action in found.actions]
    assert (wanted in kinds) if wanted else kinds == []
    assert bool(found.messages) == is_told


ALONE_LINK = a_link(IN, state=RowState(origin=Origin.ALONE, revision=1, callout="top"))
# made there by a person: the piece, their side, the action that tells the case, is somebody told?
CASES_MADE_THERE: list[tuple[OurPiece, Theirs, type[Action] | None, bool]] = [
    (IN, there(a_row(IN)), FrameRow, False),
    (IN, there(EDITED), FrameRow, False),
    (IN, there(ELSEWHERE), TakeTheirs, True),
    (IN, absent(Absence.TRASHED), NoteWhere, True),
    *(
        case
        for piece in (OUT, UNCHECKED, TAKEN_BACK)
        for case in (
            (piece, there(EDITED), TakeTheirs, False),
            (piece, there(ELSEWHERE), TakeTheirs, True),
            (piece, absent(Absence.TRASHED), NoteWhere, True),
            (piece, absent(Absence.HIDDEN), NoteWhere, True),
        )
    ),
]
NEVER = (CreateRow, Trash, StartStory, ReplaceParagraph, AddParagraphs)


@pytest.mark.parametrize(("piece", "theirs", "wanted", "is_told"), CASES_MADE_THERE)
def test_every_row_that_a_person_made(
    piece: OurPiece, theirs: Theirs, wanted: type[Action], is_told: bool
) -> None:
    found = planning.plan(Ours(NOW, (), (piece,)), [ALONE_LINK], theirs)

    kinds = [type(action) for action in found.actions]
    assert wanted in kinds
    assert not set(kinds) & set(NEVER)
    assert bool(found.messages) == is_told


@pytest.mark.parametrize(
    ("communities", "minutes", "title", "wanted", "is_told"),
    [
        (("c",), 2, "a", TakeRow, False),
        (("c",), 0, "a", None, False),
        (("c",), 2, "", None, False),
        (("c", "d"), 2, "a", CreateRow, True),
    ],
)
def test_every_row_that_nothing_here_knows(
    communities: tuple[str, ...],
    minutes: int,
    title: str,
    wanted: type[Action] | None,
    is_told: bool,
) -> None:
    known = tuple(OurRow("community", each, {"name": each}) for each in communities)
    row = NewRow("n", "page", {"title": title}, NOW - timedelta(minutes=minutes))

    found = planning.plan(Ours(NOW, communities=known), [], Theirs(new_rows=(row,)))

    kinds = [type(action) for action in found.actions]
    assert (wanted in kinds) if wanted else kinds == []
    assert bool(found.messages) == is_told


def test_the_table_has_no_row_without_a_test() -> None:
    rows = re.findall(r"^    .{30} (\S.*?) +│ ", planning.__doc__ or "", re.M)

    assert rows == [
        "its row in Notion",
        "no link",
        "no link, one has our key",
        "there, archived",
        "moved elsewhere",
        "trashed, hidden",
        "not to be read",
        "no link",
        "no link, one has our key",
        "there, archived, moved",
        "trashed, hidden",
        "there",
        "there, archived, moved",
        "trashed, hidden",
        "made there by a person",
        "many gone at once",
    ]
