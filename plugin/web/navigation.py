"""Where a person can go from here, on two levels: their partnership, and one of its groups.

Only places that would open for them are named. The second level is on every page: that of the
page's own group, else of the group they were in last, else of their first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, session, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from plugin.convene.group_home import PartnershipHome, homes
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import Actor, Power
from plugin.errors import HedgerowError
from plugin.store.services import Services

_LAST_GROUP = "group"


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the navigation; `current` is what `aria-current` says, or nothing."""

    name: str
    href: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """Everything that the frame of a page links to.

    `groups` holds, by partnership, the places of the group switcher; it is empty for somebody who
    has one group and may start none.
    """

    home: NavigationEntry
    partnership: Partnership | None = None
    group: Community | None = None
    groups: tuple[tuple[Partnership, tuple[NavigationEntry, ...]], ...] = ()
    own_groups: tuple[Community, ...] = ()
    start: NavigationEntry | None = None
    level_1: tuple[NavigationEntry, ...] = ()
    menu: tuple[NavigationEntry, ...] = ()
    tabs: tuple[NavigationEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    endpoint: str
    power: Power
    blueprints: frozenset[str] = frozenset()


_LEVEL_1 = (
    _Entry("Memory", "memory.show", Power.READ_MEMORY, frozenset({"memory", "pieces"})),
    _Entry("Sponsor’s page", "sponsor.show", Power.READ_MEMORY, frozenset({"sponsor"})),
)
_MENU = (
    _Entry("Notion", "sync.show", Power.SYNC, frozenset({"sync"})),
    _Entry("Connections", "connections.show", Power.CONNECT, frozenset({"connections"})),
    _Entry("People", "people.show", Power.LOOK_AFTER, frozenset({"people"})),
)
_DESK = frozenset(
    {
        "checking_sheet",
        "desk",
        "desk_answers",
        "desk_compare",
        "desk_keys",
        "desk_read",
        "desk_sort",
        "desk_themes",
        "study_table",
        "pieces",
        "notes",
    }
)
_BETWEEN = frozenset({"between", "private_list"})
_TABS = (
    _Entry(
        "Between sessions",
        "between.show",
        Power.READ_COMMUNITY,
        frozenset({"between", "private_list"}),
    ),
    _Entry("Desk", "desk.show", Power.CURATE, _DESK),
    _Entry(
        "New session",
        "choose_design.show",
        Power.RUN_SESSION,
        frozenset({"choose_design", "new_session"}),
    ),
    _Entry("Our group", "community.show", Power.READ_COMMUNITY),
)


def navigation(
    services: Services,
    actor: Actor | None,
    partnership: Partnership | None,
    community: Community | None,
) -> Navigation:
    """Return the navigation of a page of this partnership or group, or of neither."""
    home = _place("Home", "homes.show")
    if actor is None:
        return Navigation(home=home)
    try:
        known = homes(services, actor)
    except (HedgerowError, SQLAlchemyError):  # the page that says so needs a frame, too
        return Navigation(home=home)
    group = _group(known, partnership, community)
    here = partnership or next(
        (each.partnership for each in known if group in each.communities),
        known[0].partnership if known else None,
    )
    if here is None:
        return Navigation(home=home)
    return Navigation(
        home=_place("Home", "homes.show", is_around=request.blueprint == "homes"),
        partnership=here,
        group=group,
        groups=_switcher(known, actor, community),
        own_groups=tuple(each for one in known for each in one.communities),
        start=_start(actor, here),
        level_1=_open(_LEVEL_1, actor, here.id, None, is_around=community is None),
        menu=_open(_menu(known, actor, here.id), actor, here.id, None, is_around=True),
        tabs=_tabs(actor, here.id, group, is_around=community is not None),
    )


def _menu(known: Sequence[PartnershipHome], actor: Actor, partnership_id: str) -> Sequence[_Entry]:
    """Return the entries of the menu; *People* opens for those who look after every group."""
    groups = [each.all_group_ids for each in known if each.partnership.id == partnership_id]
    sees_people = bool(groups) and actor.may_everywhere(Power.LOOK_AFTER, partnership_id, groups[0])
    return _MENU if sees_people else _MENU[:-1]


def _group(
    known: Sequence[PartnershipHome], partnership: Partnership | None, community: Community | None
) -> Community | None:
    """Return the group of the second level, and remember it for pages that are of no group."""
    if community is not None:
        if session.get(_LAST_GROUP) != community.id:
            session[_LAST_GROUP] = community.id
        return community
    found = [
        group
        for home in known
        if partnership is None or home.partnership.id == partnership.id
        for group in home.communities
    ]
    last = session.get(_LAST_GROUP)
    return next((each for each in found if each.id == last), found[0] if found else None)


def _switcher(
    known: Sequence[PartnershipHome], actor: Actor, community: Community | None
) -> tuple[tuple[Partnership, tuple[NavigationEntry, ...]], ...]:
    found = tuple(
        (home.partnership, tuple(_of_group(group, community) for group in home.communities))
        for home in known
        if home.communities
    )
    has_choice = sum(len(groups) for _, groups in found) > 1
    may_start = any(actor.may(Power.LOOK_AFTER, home.partnership.id) for home in known)
    return found if has_choice or may_start else ()


def _of_group(group: Community, community: Community | None) -> NavigationEntry:
    href = url_for("community.show", community_id=group.id)
    return NavigationEntry(
        group.name, href, "true" if community and group.id == community.id else ""
    )


def _start(actor: Actor, partnership: Partnership) -> NavigationEntry | None:
    if not actor.may(Power.LOOK_AFTER, partnership.id):
        return None
    return _place("Start a group", "community.start", partnership_id=partnership.id)


def _tabs(
    actor: Actor, partnership_id: str, group: Community | None, *, is_around: bool
) -> tuple[NavigationEntry, ...]:
    """Return the tabs of a group: a page that is of none of the others is of *Our group*."""
    if group is None:
        return ()
    others = _open(_TABS[:-1], actor, partnership_id, group.id, is_around=is_around)
    elsewhere = frozenset().union(*(each.blueprints for each in (*_LEVEL_1, *_MENU)))
    is_ours = is_around and not (
        any(each.current for each in others) or (request.blueprint or "") in elsewhere - {"pieces"}
    )
    ours = _open(_TABS[-1:], actor, partnership_id, group.id, is_around=False)
    return (
        *(
            NavigationEntry(each.name, each.href, _current(each.href, is_around=is_ours))
            for each in ours
        ),
        *reversed(others),
    )


def _open(
    entries: Sequence[_Entry],
    actor: Actor,
    partnership_id: str,
    community_id: str | None,
    *,
    is_around: bool,
) -> tuple[NavigationEntry, ...]:
    ids = {"community_id": community_id} if community_id else {"partnership_id": partnership_id}
    return tuple(
        _place(
            each.name,
            each.endpoint,
            is_around=is_around and (request.blueprint or "") in each.blueprints,
            **ids,
        )
        for each in entries
        if actor.may(each.power, partnership_id, community_id)
    )


def _place(name: str, endpoint: str, *, is_around: bool = False, **values: Any) -> NavigationEntry:
    href = url_for(endpoint, **values)
    return NavigationEntry(name, href, _current(href, is_around=is_around))


def _current(href: str, *, is_around: bool) -> str:
    """Return `page` for the page itself, `true` for a page within the place, else nothing."""
    if request.script_root + request.path == href:
        return "page"
    return "true" if is_around else ""


def back_to_session(session_id: str) -> Response:
    """Lead back to the page of a session, or of holding it, that the button was on."""
    place = "live.show" if request.form.get("from") == "live" else "session.show"
    return redirect(url_for(place, session_id=session_id), 303)
