"""How long a group's notes are kept: what goes in the next days, and legal holds."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.domain.access_log import LOG_IS_KEPT
from plugin.domain.labels import MARKS, WORDS, Label
from plugin.domain.legal_holds import COMING, LONGEST_HOLD, LONGEST_REASON
from plugin.domain.people import Actor
from plugin.govern.legal_holds import end_hold, kept_how, place_hold
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, do_or_show_again
from plugin.web.forms import day_of, press_of

_PLACED = "The hold is placed. Everybody in the group reads it, and so do people who take part."
_ENDED = "The hold has ended. What was due goes with the next daily tidy."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("kept_how", __name__)

    @pages.get("/c/<community_id>/kept")
    def show(community_id: str) -> str:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/kept")
    def hold(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        return do_or_show_again(
            partial(_do, runtime, actor, community_id),
            partial(_page, runtime, actor, community_id),
            url_for("kept_how.show", community_id=community_id),
        )

    return pages


def _do(runtime: Runtime, actor: Actor, community_id: str) -> str:
    form, here = request.form, (runtime.services, actor, community_id)
    if form.get("do") == "end":
        end_hold(*here, form.get("hold", ""))
        return _ENDED
    until = day_of(form.get("until", ""))
    session_id = form.get("session") or None
    place_hold(*here, session_id, form.get("reason", ""), until, press_of(form))
    return _PLACED


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    found = kept_how(runtime.services, actor, community_id)
    today = runtime.services.today
    return render_template(
        "kept_how.html",
        found=found,
        met={each.id: each for each in found.sessions},
        in_force=[each for each in found.holds if each.is_in_force(today)],
        over=[each for each in found.holds if not each.is_in_force(today)],
        is_kept=found.is_kept,
        label_words={each.value: f"{MARKS[each]} {WORDS[each]}" for each in Label},
        coming_days=COMING.days,
        log_days=LOG_IS_KEPT.days,
        longest=LONGEST_REASON,
        last_day=today + LONGEST_HOLD,
        community=found.community,
        partnership=found.partnership,
        problem=problem,
        typed=request.form,
    )
