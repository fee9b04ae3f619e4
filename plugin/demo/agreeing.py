"""Chapters one and two: a group agrees how, then tells stories on a board that obeys."""

from __future__ import annotations

from plugin.convene import agreements, group_home
from plugin.demo.context import DemoContext
from plugin.demo.meeting import SessionPlayer, board_of
from plugin.demo.play import play
from plugin.demo.sponsor import agree_by_link


def agree_how(demo_context: DemoContext) -> None:
    """Tell the first chapter: a group decides what the software will obey."""
    narrator, company = demo_context.narrator, demo_context.company
    narrator.chapter("1 · A group decides what may happen to its words", demo_context.services.now)
    narrator.say(f"{company.community.name} asks: {company.community.question}")
    agree_by_link(demo_context)
    narrator.say("Nothing is agreed yet, so everything written is held, and nobody is named.")
    _hold(demo_context, "agree")
    rules = demo_context.demo.community.rules
    agreements.record_rules(demo_context.services, company.facilitator, company.community.id, rules)
    home = group_home.community_home(
        demo_context.services, company.facilitator, company.community.id
    )
    demo_context.report.agreement = {
        "agreed": len(home.agreed_proposals),
        "open": len(home.open_proposals),
    }


def tell_stories(demo_context: DemoContext) -> None:
    """Tell the second chapter: stories and doubts on a board that obeys what was agreed."""
    demo_context.stage.clock.forward_to(demo_context.demo.meeting("stories").day)
    demo_context.narrator.chapter(
        "2 · Two stories, and what we are not sure of", demo_context.services.now
    )
    demo_context.narrator.say(
        "The box with the headlines says now: Stays here. The software obeys."
    )
    demo_context.report.board = _hold(demo_context, "stories")


def _hold(demo_context: DemoContext, key: str) -> dict[str, int]:
    """Hold a meeting on a board of its own, as its session file tells it."""
    session_file = demo_context.files[demo_context.demo.meeting(key).file or ""]
    stage, company = demo_context.stage, demo_context.company
    session = demo_context.plan(key)
    _, counts = demo_context.build(session)
    meeting = SessionPlayer(stage, company, session, session_file, demo_context.narrator)
    items = play(session_file, stage.pretend, board_of(stage, company, session), meeting)
    demo_context.notes |= meeting.note_ids(items)
    demo_context.report.captures += meeting.captures
    demo_context.report.leaks += meeting.leaks
    return counts
