"""Planning a meeting.

A session freezes a copy of the policy when it is planned: what the box says on the board is what
holds, whatever is agreed later.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from plugin.convene.design_lookup import require_design_of
from plugin.convene.this_session_alone import require_questions, with_stricter
from plugin.domain.agreements import (
    TAKE_BACK_DAYS,
    Agreement,
    Policy,
    policy_for,
)
from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.rooms import Rooms, labels_in_rooms, why_not
from plugin.domain.sessions import BoardPlan, Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.languages import SessionLanguage
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.quotable import unquotable
from plugin.store.services import Services
from plugin.store.session_questions import set_questions
from plugin.store.sessions import last_language

WITHOUT_BOARD = "Read back together"
_AS_AGREED: Mapping[str, Label] = MappingProxyType({})
_AS_DESIGNED: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_SHORT_FORM = "This kind of session has no short form. Nothing was stored."
# Every day that follows from a meeting's must be one: a day that no calendar holds would stop
# the daily tidy for everybody.
_YEARS = range(2000, 2101)


def plan_session(
    services: Services,
    actor: Actor,
    community_id: str,
    day: date,
    template: Template | None,
    name: str | None = None,
    press: str | None = None,
    *,
    is_short: bool = False,
    stricter: Mapping[str, Label] = _AS_AGREED,
    rooms: Rooms | None = None,
    questions: Mapping[str, tuple[str, ...]] = _AS_DESIGNED,
    language: SessionLanguage | None = None,
) -> Session:
    """Plan a meeting; without a template it is one without a board. The policy is frozen now.

    `is_short` plans the short form; `stricter` and `questions` are labels and questions of this
    session alone, `rooms` the boxes of each room; no `language` is that of the last session. Raise
    BadInput for what cannot be. The same `press` returns what it planned.
    """
    require_near(day)
    _require_form(template, questions, is_short=is_short)
    with services.db.begin() as tx:
        community = _group_of(tx, actor, community_id)
        session_id = id_of(community.id, press) if press else services.new_id()
        if (before := stored_sessions.session(tx, session_id)) is not None:
            return before
        gone_words.require_none_in_name(tx, community.id, name or "")
        require_design_of(tx, community.id, template)
        kind = template.meeting_kind if template else WITHOUT_BOARD
        agreed = stored_communities.agreement(tx, community_id)
        session = Session(
            id=session_id,
            partnership_id=community.partnership_id,
            community_id=community.id,
            name=_without_blanks(name) or _name_of(tx, community, kind, day),
            meeting_kind=kind,
            day=day,
            state=SessionState.PLANNED,
            on_board=_on_board(template, agreed, stricter, rooms, questions, is_short=is_short),
            language=language or last_language(tx, community_id),
        )
        _store(tx, session, questions)
    return session


def _group_of(tx: Tx, actor: Actor, community_id: str) -> Community:
    """Return a group in which somebody runs sessions; raise NotHere or Refused."""
    community = stored_communities.community(tx, community_id)
    if community is None:
        raise NotHere("There is no group here. Nothing was changed.")
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
    return community


def _store(tx: Tx, session: Session, questions: Mapping[str, tuple[str, ...]]) -> None:
    stored_sessions.save_session(tx, session)
    set_questions(tx, session, questions)
    stored_sessions.set_session_secret(tx, session.id, secrets.token_bytes(32))


def _name_of(tx: Tx, community: Community, kind: str, day: date) -> str:
    """Return what a session is called that nobody named: by its group, kind or day.

    Boards and Notion show it, so words that went, or are held, stand in no new name.
    """
    unwanted = unquotable(tx, community.id)
    names = (community.name, kind, "Session")
    return f"{next(each for each in names if not unwanted.stand_in(each))}, {long_day(day)}"


def _on_board(
    template: Template | None,
    agreement: Agreement | None,
    stricter: Mapping[str, Label],
    rooms: Rooms | None,
    questions: Mapping[str, tuple[str, ...]],
    *,
    is_short: bool,
) -> BoardPlan | None:
    if template is None:
        return None
    if rooms is not None and (said := why_not(rooms, template)):
        raise BadInput(said)
    policy = with_stricter(template, policy_for(template, agreement), stricter)
    policy = replace(policy, labels=labels_in_rooms(policy.labels, rooms))
    return BoardPlan(
        template_code=template.code, policy=policy, is_short=is_short, questions=questions
    )


def labels_of(
    services: Services,
    community_id: str,
    template: Template,
    stricter: Mapping[str, Label] = _AS_AGREED,
) -> Policy:
    """Return the policy that a session planned now would freeze; raise BadInput for a looser label.

    Callers ask who may see it.
    """
    with services.db.read() as tx:
        policy = policy_for(template, stored_communities.agreement(tx, community_id))
    return with_stricter(template, policy, stricter)


def _require_form(
    template: Template | None, questions: Mapping[str, tuple[str, ...]], *, is_short: bool
) -> None:
    require_questions(template, questions)
    if template is not None:
        require_board(template)
    if is_short and (template is None or not template.short_minutes):
        raise BadInput(NO_SHORT_FORM)


def require_board(template: Template) -> None:
    """Return if a session can be planned from this design; raise BadInput for one without board."""
    if not template.has_board:
        raise BadInput(
            f"{template.meeting_kind} is for one person and has no board. Nothing was stored. "
            "Choose another kind of session."
        )


def require_near(day: date) -> None:
    """Return if a meeting can be on this day; raise BadInput."""
    if day.year not in _YEARS:
        raise BadInput(
            f"A session is on a day from {_YEARS[0]} to {_YEARS[-1]}. Nothing was stored. "
            "Choose it in the calendar."
        )


def day_that_is_over(services: Services, community_id: str, day: date) -> str:
    """Say what a board for a day that is over means; "" for a day to come.

    Raise BadInput where its notes could not be collected any more.
    """
    if day >= services.today:
        return ""
    with services.db.read() as tx:
        agreement = stored_communities.agreement(tx, community_id)
    until = day + timedelta(days=agreement.take_back_days if agreement else TAKE_BACK_DAYS)
    if until < services.today:
        raise BadInput(
            "That day is over. Notes of its board could be collected until "
            f"{long_day(until)}, and that is over, too. Nothing was stored. Choose a later day."
        )
    return f"That day is over. Notes of this board can be collected until {long_day(until)}."


def session_of(services: Services, session_id: str) -> Session:
    """Return a session by id; raise NotHere. Callers ask who may see it."""
    with services.db.read() as tx:
        session = stored_sessions.session(tx, session_id)
    if session is None:
        raise NotHere("There is no such session. Nothing was changed.")
    return session


def hold_without_board(services: Services, actor: Actor, session_id: str) -> Session:
    """Record that a meeting without a board took place; it is closed at once.

    One that is closed stays as it is: words written since were not read in it.
    """
    session = session_of(services, session_id)
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    if session.template_code is not None:
        raise BadInput("This session has a board: close it on its page. Nothing was changed.")
    if session.state is SessionState.CLOSED:
        return session
    held = replace(session, state=SessionState.CLOSED, closed_at=services.now)
    with services.db.begin() as tx:
        stored_sessions.save_session(tx, held)
    return held


def _without_blanks(name: str | None) -> str:
    return "" if name is None or is_blank(name) else name.strip()
