"""Session designs that a group can use: its own and the shipped ones."""

from __future__ import annotations

from typing import Any

from plugin.convene.communities import group_of
from plugin.convene.group_designs import designs_of_group
from plugin.convene.template_files import known_templates
from plugin.domain.api_tokens import Scope
from plugin.domain.labels import WORDS
from plugin.domain.templates import Template
from plugin.errors import NotHere
from plugin.web.api.answers import DesignsAnswer, WholeDesignAnswer
from plugin.web.api.operations import Asked, Operation

_NO_DESIGN = "This group has no such design. Nothing was changed. List its designs."


def _usable(asked: Asked) -> tuple[Template, ...]:
    group_of(asked.services, asked.actor, asked.ids["group_id"])
    own = designs_of_group(asked.services, asked.actor, asked.ids["group_id"])
    shipped = (each for each in known_templates() if each.has_board)
    return (*(each.newest for each in own), *shipped)


def _designs(asked: Asked) -> dict[str, Any]:
    return {"items": [_design(each) for each in _usable(asked)]}


def _one(asked: Asked) -> dict[str, Any]:
    wanted = asked.ids["design_id"]
    found = next((each for each in _usable(asked) if each.design_id == wanted), None)
    if found is None:
        raise NotHere(_NO_DESIGN)
    return {
        **_design(found),
        "boxes": [
            {
                "code": zone.code,
                "title": zone.title,
                "questions": zone.prompts,
                "keeps": WORDS[zone.label],
            }
            for zone in found.zones
        ],
        "steps": [
            {
                "title": step.title,
                "minutes": step.minutes,
                "boxes": step.zones,
                "happens": step.happens,
                "say": step.say,
            }
            for step in found.steps
        ],
    }


def _design(template: Template) -> dict[str, Any]:
    return {
        "id": template.design_id,
        "title": template.title,
        "purpose": template.purpose,
        "who": template.who,
        "version": template.version,
        "is_own": template.is_own,
        "minutes": template.minutes,
    }


OPERATIONS = (
    Operation(
        name="designs",
        path="/groups/<group_id>/designs",
        summary="List the session designs that a group can use.",
        answer=DesignsAnswer,
        answers=_designs,
        scope=Scope.READ_DESIGNS,
    ),
    Operation(
        name="design",
        path="/groups/<group_id>/designs/<design_id>",
        summary="Show a session design with its boxes and steps.",
        answer=WholeDesignAnswer,
        answers=_one,
        scope=Scope.READ_DESIGNS,
    ),
)
