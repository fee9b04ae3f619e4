"""Chapters one and two: a group agrees how, then tells stories on a board that obeys."""

from __future__ import annotations

from plugin.convene import agreements, communities
from plugin.demo.meeting import Meeting, board_of
from plugin.demo.play import play
from plugin.demo.theatre import Theatre


def agree_how(theatre: Theatre) -> None:
    """Tell the first chapter: a group decides what the software will obey."""
    teller, company = theatre.teller, theatre.company
    teller.chapter("1 · A group decides what may happen to its words", theatre.ground.now)
    teller.say(f"{company.community.name} asks: {company.community.question}")
    teller.say("Nothing is agreed yet, so everything written is held, and nobody is named.")
    _hold(theatre, "agree")
    rules = theatre.demo.community.rules
    agreements.record_rules(theatre.ground, company.facilitator, company.community.id, rules)
    home = communities.community_home(theatre.ground, company.facilitator, company.community.id)
    theatre.report.agreement = {
        "agreed": len(home.agreed_proposals),
        "open": len(home.open_proposals),
    }


def tell_stories(theatre: Theatre) -> None:
    """Tell the second chapter: stories and doubts on a board that obeys what was agreed."""
    theatre.stage.clock.forward_to(theatre.demo.meeting("stories").day)
    theatre.teller.chapter("2 · Two stories, and what we are not sure of", theatre.ground.now)
    theatre.teller.say("The box with the headlines says now: Stays here. The software obeys.")
    theatre.report.board = _hold(theatre, "stories")


def _hold(theatre: Theatre, key: str) -> dict[str, int]:
    """Hold a meeting on a board of its own, as its session file tells it."""
    session_file = theatre.files[theatre.demo.meeting(key).file or ""]
    stage, company = theatre.stage, theatre.company
    session = theatre.plan(key)
    _, counts = theatre.build(session)
    meeting = Meeting(stage, company, session, session_file, theatre.teller)
    items = play(session_file, stage.pretend, board_of(stage, company, session), meeting)
    theatre.notes |= meeting.note_ids(items)
    theatre.report.captures += meeting.captures
    theatre.report.leaks += meeting.leaks
    return counts
