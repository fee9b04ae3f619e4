"""*What will you do together?*: every design as a card with its picture, and five questions.

Nothing is stored here: a card leads on to *New session* with its design chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from plugin.convene.agreed_changes import words_waiting
from plugin.convene.choosing import LastTime, last_time
from plugin.convene.communities import group_of
from plugin.convene.design_lookup import find_design
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import CommunityHome, community_home
from plugin.convene.template_files import known_templates, read_template
from plugin.domain.agreements import Proposal
from plugin.domain.design_choice import QUESTIONS, is_answered, recommend
from plugin.domain.labels import Label, first_line
from plugin.domain.own_designs import OwnDesign
from plugin.domain.people import Power
from plugin.domain.templates import LAYS_OUT_PIECES, Template
from plugin.mirror.laying_out import MOST_CARDS, layable_in
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.rooms_form import fields_of_rooms

USE_WORDS = {
    "start": "To start",
    "tell": "To tell and doubt",
    "back": "To look back",
    "sense": "To make sense",
    "mend": "To mend or end",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignCard:
    """One design as its card shows it."""

    code: str
    name: str
    purpose: str
    hint: str
    waiting: str  # what of the group's own it would lay out
    who: str
    minutes: str
    people: str
    picture: Markup
    href: str
    more: str = ""  # where it is changed, or made the group's own


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("choose_design", __name__)

    @pages.get("/c/<community_id>/designs")
    def show(community_id: str) -> str:
        home = _home(runtime, community_id)
        own = designs_of_group(runtime.services, current_user(runtime), community_id)
        last = last_time(home, own, runtime.services.today)
        return _designs(runtime, home, own, last, request.args.get("for", ""))

    @pages.get("/c/<community_id>/designs/questions")
    def questions(community_id: str) -> str:
        return _questions(_home(runtime, community_id), request.args)

    @pages.get("/c/<community_id>/on-your-own")
    def on_your_own(community_id: str) -> str:
        return _on_your_own(runtime, community_id, request.args.get("design", ""))

    return pages


def _on_your_own(runtime: Runtime, community_id: str, design_id: str) -> str:
    """Show the shipped page without a board, or the group's own of this id."""
    actor = current_user(runtime)
    community, partnership = group_of(runtime.services, actor, community_id)
    own = [each.newest for each in designs_of_group(runtime.services, actor, community_id)]
    pages = [each for each in (*own, *known_templates()) if not each.has_board]
    template = next((each for each in pages if each.design_id == design_id), pages[-1])
    runs = actor.may(Power.RUN_SESSION, partnership.id, community_id)
    return render_template(
        "on_your_own.html",
        partnership=partnership,
        community=community,
        template=template,
        more=_more(community_id, template) if runs else "",
    )


def _home(runtime: Runtime, community_id: str) -> CommunityHome:
    actor = current_user(runtime)
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.RUN_SESSION, home.partnership.id, community_id)
    return home


def _waiting_for(runtime: Runtime, home: CommunityHome) -> dict[str, str]:
    """Say what waits for each design whose boards lay out cards, by its code."""
    designs = [each for each in known_templates() if each.lays_out_cards]
    actor, group = current_user(runtime), home.community.id
    template_of = partial(find_design, runtime.services)
    found = layable_in(runtime.services, actor, group, designs, template_of)
    return {
        each.code: _waiting(each, sum(card.is_usual for card in found[each.code]))
        for each in designs
    }


def _waiting(template: Template, many: int) -> str:
    """Say what of the group's own waits for this design, "" for nothing."""
    if not many:
        return ""
    if template.reopens:
        return "What you expected before comes back on its board."
    number = f"{many} or more" if many == MOST_CARDS else str(many)
    if template.lays_out_cards == LAYS_OUT_PIECES:
        return f"{number} checked pieces of yours." if many > 1 else "One checked piece of yours."
    said = "notes of yours are" if many > 1 else "note of yours is"
    return f"{number} kept {said} in no piece yet."


def _designs(
    runtime: Runtime,
    home: CommunityHome,
    own: Sequence[OwnDesign],
    last: LastTime | None,
    use: str,
) -> str:
    waiting = _waiting_for(runtime, home)
    chosen = _for(use) if use in USE_WORDS else _besides(last)
    return render_template(
        "designs.html",
        partnership=home.partnership,
        community=home.community,
        last=last,
        rooms=fields_of_rooms(last.rooms) if last else {},
        last_card=_card(home.community.id, last.template) if last else None,
        to_write_in=_to_write_in(runtime, home, last),
        own_cards=[_card(home.community.id, each.newest) for each in _other_own(own, last)],
        cards=[
            _card(home.community.id, template, waiting.get(template.code, ""))
            for template in chosen
        ],
        uses=USE_WORDS,
        use=use if use in USE_WORDS else "",
        legend=[first_line(label) for label in (Label.X, Label.H, Label.M, Label.S)],
    )


def _questions(home: CommunityHome, answers: Mapping[str, str]) -> str:
    found = None
    if is_answered(answers):
        found = recommend(answers, has_agreement=home.agreement is not None)
    codes = found.codes if found else ()
    return render_template(
        "design_questions.html",
        partnership=home.partnership,
        community=home.community,
        questions=QUESTIONS,
        answers=answers,
        found=found,
        cards=[_card(home.community.id, read_template(code)) for code in codes],
    )


def _for(use: str) -> list[Template]:
    return [each for each in known_templates() if each.use == use]


def _other_own(own: Sequence[OwnDesign], last: LastTime | None) -> list[OwnDesign]:
    return [each for each in own if last is None or each.id != last.template.design_id]


def _besides(last: LastTime | None) -> list[Template]:
    return [each for each in known_templates() if last is None or each.code != last.template.code]


def _card(community_id: str, template: Template, waiting: str = "") -> DesignCard:
    if template.has_board:
        href = url_for("new_session.show", community_id=community_id, kind=template.code)
    else:
        own = template.design_id if template.is_own else None
        href = url_for("choose_design.on_your_own", community_id=community_id, design=own)
    return DesignCard(
        code=template.code,
        name=template.meeting_kind,
        purpose=template.purpose,
        hint=template.hint,
        waiting=waiting,
        who=template.who,
        minutes=_minutes(template),
        people=_people(template),
        picture=thumbnail(template),
        href=href,
        more=_more(community_id, template),
    )


def _more(community_id: str, template: Template) -> str:
    if template.is_own:
        return url_for(
            "group_designs.show", community_id=community_id, design_id=template.design_id
        )
    return url_for("group_designs.new", community_id=community_id, like=template.code)


def _to_write_in(
    runtime: Runtime, home: CommunityHome, last: LastTime | None
) -> list[tuple[Proposal, str]]:
    """Return what a review chose and the last design does not say, each with where to write it."""
    if last is None:
        return []
    template, group = last.template, home.community.id
    design_id, base = (template.design_id, template.base) if template.is_own else (None, "")
    waiting = words_waiting(
        runtime.services, current_user(runtime), group, design_id, base or template.code
    )
    return [(each, _write_in(group, template, each.id)) for each in waiting]


def _write_in(community_id: str, template: Template, proposal_id: str) -> str:
    """Return where an agreed change is written into a design, or into a copy of a shipped one."""
    if not template.is_own:
        return url_for(
            "group_designs.new",
            community_id=community_id,
            like=template.code,
            agreed=proposal_id,
        )
    return url_for(
        "group_designs.change",
        community_id=community_id,
        design_id=template.design_id,
        agreed=proposal_id,
    )


def _minutes(template: Template) -> str:
    short = f"{template.short_minutes} or " if template.short_minutes else ""
    return f"{short}{template.minutes} min"


def _people(template: Template) -> str:
    if not template.most_people:
        return "any number"
    if template.most_people == template.least_people == 1:
        return "one person"
    return f"{template.least_people} to {template.most_people}"
