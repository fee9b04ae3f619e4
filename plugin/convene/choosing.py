"""What a facilitator looks at before choosing a design: the last one, and what was agreed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.convene.communities import CommunityHome
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Proposal
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template

_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class LastTime:
    """The design that a group used last, in which form, and the sentences agreed since that day."""

    session: Session
    template: Template
    changes: tuple[Proposal, ...]


def last_time(home: CommunityHome) -> LastTime | None:
    """Return what *Like last time* means for a group; None before its first session with a board.

    What the group agreed holds for its next session by itself: a label, or a rule on the board.
    """
    held = [
        session
        for session in home.sessions
        if session.template_code is not None and session.state is not SessionState.PLANNED
    ]
    if not held:
        return None
    session = max(held, key=lambda each: each.day)
    template = read_template(session.template_code or "")
    return LastTime(session, template, _changes(home.agreed_proposals, session, template))


def _changes(
    agreed: Sequence[Proposal], session: Session, template: Template
) -> tuple[Proposal, ...]:
    since = [
        each
        for each in agreed
        if each.day >= session.day
        and (each.setting.zone is None or each.setting.zone[0] == template.code)
    ]
    return tuple(since[-_MOST_CHANGES:])
