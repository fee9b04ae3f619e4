"""What is known of a row in Notion: nothing that cannot be can be made."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest

from plugin.domain.links import Absence, Link, Origin, Phase, Reading, RowState, Said, Sent

NOW = datetime(2026, 12, 20, 9, tzinfo=UTC)
KNOWN: dict[str, Any] = {
    "origin": Origin.JOINED,
    "revision": 2,
    "sent": Sent(3),
    "writing": 3,
    "callout": "top",
    "is_reordered": True,
    "read": Reading(NOW, NOW, None),
    "where": Absence.MOVED,
    "added": (("paragraph", "Mine."),),
    "boxed": ("Mine.",),
    "said": (Said("Ruth", None, "Is this so?"),),
}
OF_ANY = {"revision", "where", "added", "boxed", "said"}
OF_A_BODY = {"origin", "callout", "is_reordered"}
MAY_SAY: dict[Phase, set[str]] = {
    Phase.ARRIVING: OF_ANY | {"sent"},
    Phase.STANDING: OF_ANY | OF_A_BODY | {"read"},
    Phase.WRITING: OF_ANY | OF_A_BODY | {"writing"},
    Phase.EMPTYING: OF_ANY | OF_A_BODY | {"sent"},
    Phase.TRASHED: {"boxed"},
    Phase.FORMER: {"boxed"},
}
NEEDS = {Phase.ARRIVING: {"sent"}, Phase.WRITING: {"writing"}}


def made(phase: Phase, names: set[str]) -> RowState | None:
    try:
        return RowState(phase=phase, **{name: KNOWN[name] for name in names})
    except ValueError:
        return None


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_says_what_belongs_to_it_and_nothing_else(phase: Phase) -> None:
    needs = NEEDS.get(phase, set())
    for name in KNOWN:
        assert (made(phase, needs | {name}) is not None) is (name in MAY_SAY[phase]), name
    for name in needs:
        assert made(phase, MAY_SAY[phase] - {name}) is None


@pytest.mark.parametrize("phase", Phase)
def test_of_a_body_that_was_not_read_no_block_is_known(phase: Phase) -> None:
    for names in combinations(KNOWN, 3):
        state = made(phase, {*names})
        if state is not None and state.sent is not None:
            assert (state.callout, state.is_reordered) == ("", False)


@pytest.mark.parametrize("phase", Phase)
def test_nothing_of_ours_is_written_on_a_row_that_people_made_by_themselves(phase: Phase) -> None:
    known = {name: KNOWN[name] for name in NEEDS.get(phase, set())}
    try:
        state = RowState(phase=phase, **{**known, "origin": Origin.ALONE})
    except ValueError:
        assert phase is not Phase.STANDING
    else:
        assert state.phase is Phase.STANDING


@pytest.mark.parametrize("phase", [Phase.TRASHED, Phase.FORMER])
@pytest.mark.parametrize("words", [{"agreed": {"title": "By phone"}}, {"blocks": ("b",)}])
def test_the_link_of_a_row_that_is_followed_no_more_keeps_no_words(
    phase: Phase, words: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="keeps no words"):
        Link(
            id="l",
            partnership_id="p",
            kind="piece",
            our_id="one",
            key="one",
            notion_page_id="page",
            state=RowState(phase=phase),
            **words,
        )


@pytest.mark.parametrize("kind", ["session", "community"])
def test_rows_of_sessions_and_communities_have_no_body(kind: str) -> None:
    for phase in Phase:
        state = made(phase, NEEDS.get(phase, set()))
        assert state is not None
        try:
            Link(
                id="l",
                partnership_id="p",
                kind=kind,
                our_id="one",
                key="one",
                notion_page_id="page",
                state=state,
            )
        except ValueError:
            assert phase in {Phase.ARRIVING, Phase.WRITING, Phase.EMPTYING}
        else:
            assert phase in {Phase.STANDING, Phase.TRASHED, Phase.FORMER}


def test_a_row_arrives_is_written_and_is_taken_down() -> None:
    sent = RowState(phase=Phase.ARRIVING, revision=2, sent=Sent(1))
    read = Reading(NOW, NOW, None)

    arrived = sent.arrived(4)
    learnt = arrived.with_body_known("top")
    writing = RowState(revision=2, callout="top", read=read).started(3)
    finished = writing.finished(is_reordered=True)

    assert (arrived.sent_blocks, learnt.sent_blocks, learnt.arrived(5)) == (4, 0, learnt)
    assert learnt == RowState(revision=2, callout="top")
    assert learnt.with_body_known("top", joins=True).origin is Origin.JOINED
    assert (writing.wording, writing.revision, writing.read) == (3, 2, None)
    assert (finished.wording, finished.is_reordered, finished.phase) == (2, True, Phase.STANDING)
    assert (writing.emptying().phase, sent.emptying().sent) == (Phase.EMPTYING, Sent(1))


@pytest.mark.parametrize(
    ("where", "is_forgotten"),
    [(None, False), (Absence.MOVED, False), (Absence.TRASHED, True), (Absence.HIDDEN, True)],
)
def test_what_was_said_on_a_page_goes_with_it(where: Absence | None, *, is_forgotten: bool) -> None:
    there = RowState(said=(Said("Ruth", None, "Is this so?"),))

    assert (there.absent(where).said == ()) is is_forgotten
