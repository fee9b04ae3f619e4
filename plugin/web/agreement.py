"""A group's agreement: in words for members, as one form for who runs sessions, in versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.agreement_settings import (
    AgreementView,
    SavedAgreement,
    agreement_view,
    merged_with,
    save_agreement,
)
from plugin.convene.design_lookup import newest_design
from plugin.convene.group_designs import designs_of_group
from plugin.convene.group_home import CommunityHome, community_home
from plugin.convene.template_files import board_templates, known_templates
from plugin.domain.agreement_words import (
    ATTRIBUTION_WORDS,
    BOX_KINDS,
    FURTHEST_WORDS,
    differences,
    life_words,
    note_carries,
)
from plugin.domain.agreements import Agreement, Policy
from plugin.domain.labels import Label
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import Actor, Power, readers_in_words
from plugin.domain.templates import CLOSE, Template, Zone
from plugin.use_cases import Runtime
from plugin.web.agreement_form import TypedAgreement, agreement_of, as_typed, not_chosen, typed_in
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, save_or_show_again
from plugin.web.formats import agreed_labels, box_words

_BY_KIND = (Label.M, Label.H)  # boxes whose label a group can agree for a whole kind
_CARRIES = (Label.M, Label.H, Label.X)


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("agreement", __name__)

    @pages.get("/c/<community_id>/agreement")
    def show(community_id: str) -> str:
        actor = current_user(runtime)
        view = agreement_view(runtime.services, actor, community_id)
        return _page(runtime, actor, view, as_typed(view.agreement), view.agreement)

    @pages.post("/c/<community_id>/agreement")
    def save(community_id: str) -> ResponseReturnValue:
        return _save(runtime, current_user(runtime), community_id)

    return pages


def _save(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    view = agreement_view(runtime.services, actor, community_id)
    here = (view.community.partnership_id, community_id)
    actor.require(Power.RUN_SESSION, *here)
    typed = typed_in(request.form)

    def save() -> ResponseReturnValue:
        wanted = agreement_of(typed, view.agreement, _own(runtime, actor, community_id))
        if request.form.get("act") == "look":
            return _page(runtime, actor, view, typed, wanted)
        saved = save_agreement(runtime.services, actor, community_id, wanted, typed.had)
        flash(_said(saved))
        return redirect(url_for("agreement.show", community_id=community_id), 303)

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        if is_overtaken:
            return _second(runtime, actor, community_id, typed, words)
        return _page(runtime, actor, view, typed, None, words)

    return save_or_show_again(save, again)


def _said(saved: SavedAgreement) -> str:
    if not saved.is_new:
        return f"This is version {saved.version} as it stands, so nothing new was stored."
    said = f"Saved as version {saved.version}. It holds for every session planned from now on."
    if saved.has_theirs:
        said += " What somebody else saved while you wrote stays: see the versions."
    if saved.tightened:
        many = saved.tightened
        sessions = "one earlier session" if many == 1 else f"{many} earlier sessions"
        said += f" What is stricter in it holds for {sessions} too."
    if saved.taken_down:
        many = saved.taken_down
        said += f" {'One piece' if many == 1 else f'{many} pieces'} went further, and came back."
    return said


def _second(
    runtime: Runtime, actor: Actor, community_id: str, typed: TypedAgreement, words: ErrorNotice
) -> str:
    """Show what both changed beside the form, which has the rest of both; saving again saves it."""
    view = agreement_view(runtime.services, actor, community_id)
    wanted = agreement_of(typed, view.agreement, _own(runtime, actor, community_id))
    merged = merged_with(view, wanted, typed.had)
    named, now = _named(runtime), view.agreement
    together = replace(as_typed(merged.agreement), had=shown_mark(*now.rules))
    meanwhile = [
        sentence
        for each in reversed(view.versions)
        if each.agreement.version > _number(typed.shown)
        for sentence in differences(each.before, each.agreement, named)
    ]
    asked = list(differences(now, merged.asked, named))
    return _page(runtime, actor, view, together, None, words, meanwhile, asked)


def _number(shown: str) -> int:
    return int(shown) if shown.isdecimal() else 0


def _page(
    runtime: Runtime,
    actor: Actor,
    view: AgreementView,
    typed: TypedAgreement,
    carried: Agreement | None,
    problem: ErrorNotice | None = None,
    theirs: Sequence[str] = (),
    asked: Sequence[str] = (),
) -> str:
    home = community_home(runtime.services, actor, view.community.id)
    own = _own(runtime, actor, view.community.id)
    named = _named(runtime)
    readers = readers_in_words(view.readers) if view.readers else "Nobody"
    today = runtime.services.today
    return render_template(
        "agreement.html",
        partnership=home.partnership,
        community=view.community,
        agreement=view.agreement,
        changed_labels=agreed_labels(view.agreement.labels, (*known_templates(), *own)),
        kinds_agreed=[(BOX_KINDS[k], v) for k, v in view.agreement.details.kinds.items()],
        kept=life_words(view.agreement.details.limits.kept_days),
        versions=[
            (each, differences(each.before, each.agreement, named)) for each in view.versions
        ],
        runs=actor.may(Power.RUN_SESSION, home.partnership.id, view.community.id),
        typed=typed,
        library=not_chosen(typed),
        kinds=tuple(_kinds()),
        boxes=[(box, named(*box.split(" ", 1)), label) for box, label in typed.labels.items()],
        designs=list(_designs(own, home, typed)),
        labels=tuple(Label),
        ways=ATTRIBUTION_WORDS,
        furthest=FURTHEST_WORDS,
        carries=[(label, _carries(carried, label, today, readers)) for label in _CARRIES]
        if carried
        else (),
        version_now=view.agreement.version,
        theirs=theirs,
        asked=asked,
        problem=problem,
    )


def _own(runtime: Runtime, actor: Actor, community_id: str) -> list[Template]:
    return [each.newest for each in designs_of_group(runtime.services, actor, community_id)]


def _designs(
    own: Sequence[Template], home: CommunityHome, typed: TypedAgreement
) -> Iterator[tuple[Template, tuple[Zone, ...]]]:
    """Yield the designs with boxes for which a label can be agreed alone, those in use first."""
    used = {session.template_code for session in home.sessions}
    shipped = sorted(board_templates(), key=lambda each: each.code not in used)
    for design in (*own, *shipped):
        boxes = tuple(
            zone
            for zone in design.zones
            if zone.label in _BY_KIND and f"{design.design_id} {zone.agreed_as}" not in typed.labels
        )
        if boxes:
            yield design, boxes


def _named(runtime: Runtime) -> Callable[[str, str], str]:
    """Return how boxes are called, those of the group's own designs too."""
    return partial(box_words, partial(newest_design, runtime.services))


def _carries(agreement: Agreement, label: Label, today: date, readers: str) -> tuple[str, ...]:
    """Say what a note carries, and how far what is made of it may go."""
    says = note_carries(_policy(agreement), label, today, readers)
    if label is not Label.M:
        return says
    return (*says, f"A checked piece may go to {FURTHEST_WORDS[agreement.details.furthest]}.")


def _policy(agreement: Agreement) -> Policy:
    return Policy(
        {},
        agreement.attribution,
        agreement.take_back_days,
        agreement.held_days,
        agreement.rules,
        agreement.version,
        agreement.details.limits,
    )


def _kinds() -> Iterator[tuple[str, str, str]]:
    """Yield each kind of box that designs have, its name, and boxes of it as examples."""
    boxes: dict[str, dict[str, None]] = {}
    for template in board_templates():
        for zone in template.zones:
            if zone.label in _BY_KIND and zone.code != CLOSE and zone.kind in BOX_KINDS:
                boxes.setdefault(zone.kind, {})[zone.title] = None
    for kind, name in BOX_KINDS.items():
        if kind in boxes:
            yield kind, name, ", ".join(list(boxes[kind])[:3])
