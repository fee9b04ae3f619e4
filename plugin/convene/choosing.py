"""What a facilitator looks at before choosing a design: the last one, and what was agreed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.convene.group_home import CommunityHome
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Proposal
from plugin.domain.design_changes import ONE_CHANGE
from plugin.domain.own_designs import OwnDesign
from plugin.domain.rooms import Rooms, rooms_of
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import Template

_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class LastTime:
    """The design that a group used last, in which form and rooms, and what was agreed since."""

    session: Session
    template: Template
    changes: tuple[Proposal, ...]
    rooms: Rooms | None = None  # in which its groups worked, as the design has them now


def last_time(home: CommunityHome, own: Sequence[OwnDesign], today: date) -> LastTime | None:
    """Return what *Like last time* means for a group; None before its first session with a board.

    Of one of its `own` designs, that is the newest version. What the group agreed holds for its
    next session by itself: a label, or a rule on the board. A session that is prepared for another
    day was not held; and nobody repeats a review, whose one change is for what it looked back at.
    """
    held = [
        session
        for session in home.sessions
        if session.template_code is not None
        and session.state is not SessionState.PLANNED
        and (session.state is SessionState.CLOSED or session.day <= today)
    ]
    if not held:
        return None
    session = max(held, key=lambda each: (not _is_review(each, own), each.day))
    template = _newest(session.template_code or "", own)
    changes = _changes(home.agreed_proposals, session, template)
    return LastTime(session, template, changes, _rooms(session, template, own))


def _is_review(session: Session, own: Sequence[OwnDesign]) -> bool:
    template = _newest(session.template_code or "", own)
    return ONE_CHANGE[0] in (template.code, template.base)


def _rooms(session: Session, newest: Template, own: Sequence[OwnDesign]) -> Rooms | None:
    policy = session.policy
    if policy is None or not session.rooms:
        return None
    versions = (version.template for each in own for version in each.versions)
    then = next((each for each in versions if each.code == session.template_code), newest)
    is_short = session.is_short and bool(newest.short_minutes)
    return rooms_of(policy.labels, then, newest.in_short if is_short else newest)


def _newest(code: str, own: Sequence[OwnDesign]) -> Template:
    design_id = code.partition(".")[0]
    found = next((each.newest for each in own if each.id == design_id), None)
    return found or read_template(code)


def _changes(
    agreed: Sequence[Proposal], session: Session, template: Template
) -> tuple[Proposal, ...]:
    since = [
        each
        for each in agreed
        if each.day >= session.day
        and (each.setting.zone is None or each.setting.zone[0] == template.design_id)
    ]
    return tuple(since[-_MOST_CHANGES:])
