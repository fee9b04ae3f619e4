"""What the forms on a piece's page do: each returns the sentence that is shown afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import request

from plugin.converse.asking import ask_its_people
from plugin.converse.outcomes import tell_who_was_asked
from plugin.curate.drafting import forget_draft, require_none_went
from plugin.curate.judgements import judge_piece
from plugin.curate.own_yes import confirm_own_yes, record_own_yes, take_out_own_yes
from plugin.curate.pieces import change_kind, restore_wording, write_wording
from plugin.curate.read_backs import object_to, record_piece_read_back
from plugin.curate.related import put_together, take_apart
from plugin.curate.releasing import release, stop_release
from plugin.curate.reviews import confirm_it_stands
from plugin.domain.days import coming_day
from plugin.domain.harm_questions import QUESTIONS, HarmAnswers
from plugin.domain.judgements import JUDGED, JUDGED_HERE
from plugin.domain.people import Actor
from plugin.domain.pieces import RUNG_WORDS, Rung
from plugin.errors import BadInput
from plugin.web import piece_pictures, piece_sources
from plugin.web.desk import Typed, typed
from plugin.web.forms import number_of, press_of, shown_in, version_in

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Act = Callable[["Runtime", Actor, str], str]


def _words(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    given, after = typed(request.form, Typed()), number_of(request.form.get("after"), 8)
    words = (given.title, given.line, given.narrative)
    require_none_went(runtime.services, actor, piece_id, version_in(request.form))
    write_wording(runtime.services, actor, piece_id, *words, after)
    forget_draft(runtime.services, actor, piece_id, shown_in(request.form))
    return "Saved. This is the newest wording now."


def _kind(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    given = typed(request.form, Typed())
    change_kind(runtime.services, actor, piece_id, given.kind, given.family, given.person)
    return "Saved. This is the newest wording now."


def _judgement(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    asked = (name for name in (*JUDGED, *JUDGED_HERE) if name in request.form)
    said = {name: request.form[name].strip() for name in asked}
    after, why = number_of(request.form.get("after"), 8), request.form.get("why", "")
    judge_piece(runtime.services, actor, piece_id, said, after, why)
    return "Saved. Its words, and whether they are checked, stay as they were."


def _restore(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    number, after = (
        number_of(request.form.get("number"), 8),
        number_of(request.form.get("after"), 8),
    )
    restore_wording(runtime.services, actor, piece_id, number or 0, after)
    return "Saved. This is the newest wording now."


def _record(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    form, given = request.form, typed(request.form, Typed())
    typed_words = (given.title, given.line, given.narrative)
    is_changed = {"changed": True, "no change": False}.get(form.get("answer", ""))
    record_piece_read_back(
        runtime.services,
        actor,
        piece_id,
        form.get("session", ""),
        typed_words if is_changed or any(typed_words) else None,
        press_of(form),
        number_of(form.get("after"), 8),
        is_changed=is_changed,
    )
    return (
        "Recorded, and every member is told. It counts as checked when seven days have passed "
        "without an objection."
    )


def _yes(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    record_own_yes(runtime.services, actor, piece_id, number_of(request.form.get("after"), 8))
    return "Recorded. It counts when a second person who heard it confirms it on this page."


def _confirm(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    confirm_own_yes(runtime.services, actor, piece_id, number_of(request.form.get("after"), 8))
    return "Confirmed. The piece is checked with its writer."


def _no_yes(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    take_out_own_yes(runtime.services, actor, piece_id)
    return "Taken out. Nothing is recorded of its writer’s yes."


def _ask(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    after = number_of(request.form.get("after"), 8)
    asked = ask_its_people(runtime.services, actor, piece_id, after)
    return f"Asked. Those who have their link can answer until {coming_day(asked.last_day)}."


def _tell(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    tell_who_was_asked(runtime.services, actor, piece_id, request.form.get("closing", ""))
    return "Sent. All who were asked read it on their own pages."


def _object(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    object_to(runtime.services, actor, piece_id)
    return (
        "Your objection stands, and the piece does not count as checked. "
        "Who objected is not stored."
    )


def _release(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    rung = Rung.__members__.get(request.form.get("rung", ""))
    if rung is None:
        raise BadInput("Choose who may read this. Nothing was changed.")
    harm = HarmAnswers(*(request.form.get(f"harm-{name}", "") for name in QUESTIONS))
    seen = number_of(request.form.get("checked"), 8)
    decided = release(runtime.services, actor, piece_id, rung, harm, seen)
    words = RUNG_WORDS[rung]
    if decided.from_when > decided.asked_at:
        return f"Decided: {words}. It pauses for 48 hours first, and can be stopped until then."
    return f"Decided: {words}. It holds from now on."


def _stop(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    stop_release(runtime.services, actor, piece_id)
    return "Stopped. The piece goes no further."


def _still_stands(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    confirm_it_stands(runtime.services, actor, piece_id, request.form.getlist("gone"))
    return "Recorded: it still stands. Where it may be read, its words are back."


def _join(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    put_together(runtime.services, actor, piece_id, request.form.get("other", ""))
    return "Saved. Each of the two pieces names the other now."


def _part(runtime: Runtime, actor: Actor, piece_id: str) -> str:
    take_apart(runtime.services, actor, piece_id, request.form.get("other", ""))
    return "Saved. They do not name each other any more."


ACTS: dict[str, Act] = {
    "words": _words,
    "kind": _kind,
    "judgement": _judgement,
    "restore": _restore,
    "read-back": _record,
    "ask": _ask,
    "tell": _tell,
    "object": _object,
    "own-yes": _yes,
    "confirm-yes": _confirm,
    "no-yes": _no_yes,
    "release": _release,
    "stop": _stop,
    "still-stands": _still_stands,
    "quote": piece_sources.quote,
    "take-off": piece_sources.take_a_note_off,
    "split": piece_sources.split_it,
    "join-into": piece_sources.join_another,
    "set-down": piece_sources.set_it_down,
    "reading": piece_sources.say_how_it_reads_here,
    "no-reading": piece_sources.take_a_reading_off,
    "noticed": piece_sources.put_what_was_noticed,
    "figure": piece_sources.put_a_figure,
    "box": piece_pictures.put_a_box,
    "picture": piece_pictures.put_a_picture,
    "no-evidence": piece_sources.take_off_evidence,
    "theme": piece_sources.give_a_theme,
    "no-theme": piece_sources.take_a_theme_off,
    "join": _join,
    "part": _part,
}
