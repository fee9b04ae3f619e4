"""The form for what a group writes down of itself; members read it on the group's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.about_group import about_group, change_about
from plugin.convene.communities import community_home, community_of
from plugin.domain.about_group import HEADINGS, LONGEST_TEXT, AboutGroup
from plugin.domain.people import Actor, Power
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, save_or_show_again
from plugin.web.forms import day_of, number_of

_HINTS = {
    "parties": "One line each: Housing: knows what a home needs before Monday.",
    "missing": "Who is affected and has no seat? Who could not say no to an invitation?",
    "intentions": "What the group wants to find out or change, and by when it looks at that again.",
    "interests": "One line each: who could gain or lose by what the group learns.",
    "cadence": "For example: every fourth Wednesday, 14:00, in turn at each partner’s place.",
}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("about_group", __name__)

    @pages.get("/c/<community_id>/about")
    def show(community_id: str) -> str:
        actor = current_user(runtime)
        about = _about(runtime, actor, community_id)
        return _page(runtime, actor, community_id, _typed(about), about.version)

    @pages.post("/c/<community_id>/about")
    def change(community_id: str) -> ResponseReturnValue:
        return _change(runtime, current_user(runtime), community_id)

    return pages


def _change(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    form = request.form
    version = number_of(form.get("shown"), 9) or 0

    def save() -> ResponseReturnValue:
        change_about(runtime.services, actor, community_id, _wanted(form, version))
        flash(_saved(form, runtime.services.today))
        return redirect(url_for("community.show", community_id=community_id, _anchor="about"), 303)

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        now = _about(runtime, actor, community_id) if is_overtaken else None
        shown = now.version if now else version
        return _page(runtime, actor, community_id, form, shown, words, now)

    return save_or_show_again(save, again)


def _saved(form: Mapping[str, str], today: date) -> str:
    day = form.get("next_on", "").strip()
    over = " The next date is over, so it is not shown." if day and day_of(day) < today else ""
    return f"Saved. Everybody in the group can read it on this page.{over}"


def _about(runtime: Runtime, actor: Actor, community_id: str) -> AboutGroup:
    community = community_of(runtime.services, community_id)
    return about_group(runtime.services, actor, community)


def _wanted(form: Mapping[str, str], version: int) -> AboutGroup:
    day = form.get("next_on", "").strip()
    texts = {name: form.get(name, "").strip() for name in HEADINGS}
    return AboutGroup(**texts, next_on=day_of(day) if day else None, version=version)


def _page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    typed: Mapping[str, str],
    version: int,
    problem: ErrorNotice | None = None,
    theirs: AboutGroup | None = None,
) -> str:
    home = community_home(runtime.services, actor, community_id)
    actor.require(Power.RUN_SESSION, home.partnership.id, community_id)
    return render_template(
        "about_group.html",
        partnership=home.partnership,
        community=home.community,
        headings=HEADINGS,
        hints=_HINTS,
        longest=LONGEST_TEXT,
        typed=typed,
        version=version,
        theirs=theirs,
        problem=problem,
    )


def _typed(about: AboutGroup) -> dict[str, str]:
    texts = {name: getattr(about, name) for name in HEADINGS}
    return {**texts, "next_on": about.next_on.isoformat() if about.next_on else ""}
