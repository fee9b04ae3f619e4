"""What a person's groups did and do next: their ways so far, the next session, the last board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugin.convene.design_lookup import design_in
from plugin.convene.group_home import pieces_of_group
from plugin.convene.last_board import LastBoard, as_held, last_board
from plugin.domain.communities import Community
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.domain.timeline import TimelinePoint, is_coming, timeline
from plugin.errors import BadInput
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services

MOST_WAYS = 6  # groups whose way is drawn: each asks the database for its pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSession:
    """The session that comes first among some groups; `design` is None for one without a board."""

    session: Session
    community: Community
    design: Template | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsAhead:
    """The ways of groups by their ids, their next session, and their last board."""

    ways: Mapping[str, tuple[TimelinePoint, ...]]
    next: NextSession | None
    last: LastBoard | None


def groups_ahead(services: Services, actor: Actor, groups: Iterable[Community]) -> GroupsAhead:
    """Return what happens in groups whose pages a person may read."""
    known = {group.id: group for group in groups}
    with services.db.read() as tx:
        sessions = stored_sessions.sessions_of_groups(tx, known)
    of_group = {key: [each for each in sessions if each.community_id == key] for key in known}
    drawn = list(known.values())[:MOST_WAYS]
    return GroupsAhead(
        ways={each.id: _way(services, actor, each, of_group[each.id]) for each in drawn},
        next=_next(services, known, sessions),
        last=last_board(services, actor, sessions),
    )


def _way(
    services: Services, actor: Actor, group: Community, sessions: Iterable[Session]
) -> tuple[TimelinePoint, ...]:
    """Return the drawing of one group; only sessions that are drawn need their pieces."""
    sessions, now, today = tuple(sessions), services.now, services.today
    shown = [point.session.id for point in timeline(sessions, (), now, today)]
    pieces = pieces_of_group(services, actor, group, shown, 0) if shown else ()
    return timeline(sessions, pieces, now, today)


def _next(
    services: Services, groups: Mapping[str, Community], sessions: Iterable[Session]
) -> NextSession | None:
    coming = [each for each in sessions if is_coming(each, services.today)]
    if not coming:
        return None
    session = min(coming, key=lambda each: (each.day, each.id))
    return NextSession(
        session=session,
        community=groups[session.community_id],
        design=_design(services, session),
    )


def _design(services: Services, session: Session) -> Template | None:
    """Return the board of a session as its labels hold; None where there is nothing to draw."""
    if not session.template_code:
        return None
    with services.db.read() as tx:
        try:
            design = session.form_of(design_in(tx, session.template_code))
        except BadInput:
            return None
    return as_held(session, design) if design.has_board else None
