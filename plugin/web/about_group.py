"""The form for what a group writes down of itself; members read it on the group's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.about_group import about_group, change_about
from plugin.convene.communities import community_of
from plugin.convene.group_home import community_home
from plugin.domain.about_group import HEADINGS, LONGEST_TEXT, AboutGroup
from plugin.domain.days import coming_day
from plugin.domain.overtaken import different, shown_mark, together
from plugin.domain.people import Actor, Power
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, save_or_show_again
from plugin.web.forms import day_of
from plugin.web.meanwhile import NOTHING_MEANWHILE, Meanwhile, also, told_of

_HINTS = {
    "parties": "One line each: Housing: knows what a home needs before Monday.",
    "missing": "Who is affected and has no seat? Who could not say no to an invitation?",
    "intentions": "What the group wants to find out or change, and by when it looks at that again.",
    "interests": "One line each: who could gain or lose by what the group learns.",
    "cadence": "For example: every fourth Wednesday, 14:00, in turn at each partner’s place.",
}

_HEADINGS = {**HEADINGS, "next_on": "Next date"}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("about_group", __name__)

    @pages.get("/c/<community_id>/about")
    def show(community_id: str) -> str:
        actor = current_user(runtime)
        about = _about(runtime, actor, community_id)
        return _page(
            runtime, actor, community_id, _typed(about), shown_mark(*about.fields.values())
        )

    @pages.post("/c/<community_id>/about")
    def change(community_id: str) -> ResponseReturnValue:
        return _change(runtime, current_user(runtime), community_id)

    return pages


def _change(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    form, shown = request.form, request.form.get("shown", "")

    def save() -> ResponseReturnValue:
        wanted = _wanted(form)
        saved = change_about(runtime.services, actor, community_id, wanted, shown)
        theirs = different(saved.fields, wanted.fields)
        flash(_saved(saved, runtime.services.today) + also(theirs, _HEADINGS))
        return redirect(url_for("community.show", community_id=community_id, _anchor="about"), 303)

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        if not is_overtaken:
            return _page(runtime, actor, community_id, form, shown, words)
        now = _about(runtime, actor, community_id)
        found = together(shown, now.fields, _wanted(form).fields)
        told = told_of(found, _HEADINGS, _in_words(now))
        typed, mark = _typed(AboutGroup(**found.fields)), shown_mark(*now.fields.values())
        return _page(runtime, actor, community_id, typed, mark, words, told)

    return save_or_show_again(save, again)


def _saved(saved: AboutGroup, today: date) -> str:
    is_over = saved.next_on is not None and saved.next_on < today
    over = " The next date is over, so it is not shown." if is_over else ""
    return f"Saved. Everybody in the group can read it on this page.{over}"


def _about(runtime: Runtime, actor: Actor, community_id: str) -> AboutGroup:
    community = community_of(runtime.services, community_id)
    return about_group(runtime.services, actor, community)


def _wanted(form: Mapping[str, str]) -> AboutGroup:
    day = form.get("next_on", "").strip()
    texts = {name: form.get(name, "").strip() for name in HEADINGS}
    return AboutGroup(**texts, next_on=day_of(day) if day else None, version=0)


def _page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    typed: Mapping[str, str],
    shown: str,
    problem: ErrorNotice | None = None,
    meanwhile: Meanwhile = NOTHING_MEANWHILE,
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
        shown=shown,
        meanwhile=meanwhile,
        problem=problem,
    )


def _typed(about: AboutGroup) -> dict[str, str]:
    texts = {name: getattr(about, name) for name in HEADINGS}
    return {**texts, "next_on": about.next_on.isoformat() if about.next_on else ""}


def _in_words(about: AboutGroup) -> dict[str, str]:
    return {**_typed(about), "next_on": coming_day(about.next_on) if about.next_on else ""}
