"""Sentences with a gap are told from finished ones; the *Ready?* lines say what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.domain.communities import Community
from plugin.domain.readiness import (
    MiroSeen,
    agreement_line,
    contact_line,
    is_unfinished,
    learning_partner_line,
    miro_line,
    permission_line,
)
from tests.world import Clock

GROUP = Community(
    id="c",
    partnership_id="p",
    name="Going home",
    question="How?",
    permission_note="Speak about your own practice.",
    contact="Sam, 0191 498 0000",
)
NOW = Clock().now


@pytest.mark.parametrize(
    "text",
    [
        "Name a person",
        "If harm is disclosed, these people must act: …",
        "I, as …, give permission",
        "Ring [name of the contact] on [phone]",
        "Ring <name>",
        "Questions to ____",
        "Contact: TBC",
        "TODO ask the director",
        "To be confirmed",
        "Until ....... we meet",
        "Given by {{who}}",
    ],
)
def test_a_gap_is_unfinished(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sam, 0191 498 0000",
        "Doubt is a contribution.",
        "Wait … then speak.",
        "What I name is mine.",
        "Todo lo que se dice aquí se queda aquí.",
        "Nobody's mistake leaves here with a name on it [agreed twice].",
        "No decision is to be taken here.",
        "a <b> and c > d",
        "Ask before advising",
    ],
)
def test_words_of_a_group_are_finished(text: str) -> None:
    assert not is_unfinished(text)


def test_the_permission_line_knows_none_and_a_gap() -> None:
    none = permission_line(replace(GROUP, permission_note="\n "), None, date(2026, 11, 18))
    gap = permission_line(replace(GROUP, sponsor="[name]"), None, date(2026, 11, 18))
    here = permission_line(GROUP, None, date(2026, 11, 18))

    assert (none.is_ready, gap.is_ready, here.is_ready) == (False, False, True)
    assert "not confirmed" in here.says


def test_lines_of_contact_partner_and_agreement() -> None:
    assert contact_line(GROUP).is_ready
    assert not contact_line(replace(GROUP, contact="Name a person")).is_ready
    assert not contact_line(replace(GROUP, contact=" ")).is_ready
    assert learning_partner_line(("Helen", "Jo")).says == "Helen, Jo"
    assert not learning_partner_line(()).is_ready
    assert not agreement_line(None, ()).is_ready
    assert agreement_line(3, ("Doubt is a contribution.",)).is_ready
    assert not agreement_line(3, ("These people must act: …",)).is_ready


def test_the_line_of_miro_rests_on_the_last_job() -> None:
    assert miro_line(MiroSeen()).is_ready
    assert miro_line(MiroSeen(answered_at=NOW)).is_ready
    assert not miro_line(MiroSeen(failed_at=NOW)).is_ready
    assert miro_line(MiroSeen(problem="Not connected.")).says == "Not connected."
