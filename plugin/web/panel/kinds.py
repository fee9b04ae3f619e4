"""What kind of session to begin in the panel: the last one first, with what was agreed since.

The order and the words are those of *What will you do together?* on the pages.
"""

from __future__ import annotations

from typing import Any

from plugin import building
from plugin.convene import sessions as convene
from plugin.convene.agreed_changes import words_waiting
from plugin.convene.choosing import LastTime, last_time
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import CommunityHome, community_home
from plugin.convene.invitations import usual_start
from plugin.convene.template_files import board_templates
from plugin.domain.communities import Community
from plugin.domain.days import short_day
from plugin.domain.design_choice import FIRST_WITHOUT_AGREEMENT
from plugin.domain.people import Actor
from plugin.domain.templates import Template
from plugin.errors import ConnectionBroken
from plugin.use_cases import Runtime

SHORT = "short"


def choices(
    runtime: Runtime, actor: Actor, groups: tuple[Community, ...], chosen: Community
) -> dict[str, Any]:
    """Return what can be begun with a group: its kinds of session, and the one of last time."""
    home = community_home(runtime.services, actor, chosen.id)
    own = designs_of_group(runtime.services, actor, chosen.id)
    last = last_time(home, own, runtime.services.today)
    every = [each.newest for each in own] + list(board_templates())
    designs = _in_order([each for each in every if each.has_board], home, last)
    starts_at = usual_start(runtime.services, actor, chosen.id)
    return {
        "groups": [{"id": each.id, "name": each.name} for each in groups],
        "chosen": chosen.id,
        "today": runtime.services.today.isoformat(),
        "starts": f"{starts_at:%H:%M}" if starts_at else "",
        "missing": _missing(runtime, actor, chosen.id),
        "held_days": _held_days(runtime, home, designs[0]),
        "last": _last(runtime, actor, chosen, last) if last and last.template.has_board else None,
        "kinds": [
            {
                "code": each.code,
                "title": each.meeting_kind,
                "minutes": each.minutes,
                "short": each.short_minutes,
            }
            for each in designs
        ],
    }


def _in_order(
    designs: list[Template], home: CommunityHome, last: LastTime | None
) -> list[Template]:
    """Put first what a group begins with: an agreement where it has none, then its last design."""
    first = [last.template.code] if last else []
    if home.agreement is None:
        first = [FIRST_WITHOUT_AGREEMENT, *first]
    return sorted(designs, key=lambda each: first.index(each.code) if each.code in first else 9)


def _held_days(runtime: Runtime, home: CommunityHome, design: Template) -> int | None:
    """Return how long every note is held where nothing is agreed; None where something is."""
    if home.agreement is not None:
        return None
    return convene.labels_of(runtime.services, home.community.id, design).held_days


def _last(runtime: Runtime, actor: Actor, group: Community, last: LastTime) -> dict[str, Any]:
    """Return the design and the form of last time, and the sentences that were agreed since."""
    template = last.template
    own = (template.design_id, template.base) if template.is_own else (None, template.code)
    waiting = words_waiting(runtime.services, actor, group.id, own[0], own[1] or template.code)
    is_short = last.session.is_short and bool(template.short_minutes)
    return {
        "code": template.code,
        "form": SHORT if is_short else "",
        "title": template.meeting_kind,
        "minutes": template.short_minutes if is_short else template.minutes,
        "day": short_day(last.session.day),
        "rooms": _rooms(last),
        "changes": [each.sentence for each in last.changes],
        "unwritten": len(waiting),
    }


def _rooms(last: LastTime) -> dict[str, Any] | None:
    rooms = last.rooms
    return None if rooms is None else {"number": rooms.number, "boxes": sorted(rooms.boxes)}


def _missing(runtime: Runtime, actor: Actor, community_id: str) -> str:
    try:
        building.require_miro(runtime, actor, community_id)
    except ConnectionBroken as error:
        return error.sentence
    return ""
