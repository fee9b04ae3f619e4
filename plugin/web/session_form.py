"""What was typed on *New session*: read into a wish, and into the mark of what a page showed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from plugin.convene import sessions as convene
from plugin.convene.design_lookup import design_for
from plugin.convene.this_session_alone import require_questions
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.languages import SessionLanguage
from plugin.use_cases import Runtime, partnership_of
from plugin.web.asked_otherwise import fields_asking, questions_typed
from plugin.web.forms import board_id_of, day_of, language_typed
from plugin.web.rooms_form import fields_of_rooms, rooms_typed, shown_rooms
from plugin.web.session_wish import Wish
from plugin.web.stricter_labels import (
    fields_of,
    is_keeping,
    labels_typed,
)

WITHOUT_BOARD, SHORT = "none", "short"


_NAME_MAX = 60


def wish_typed(runtime: Runtime, actor: Actor, community_id: str, typed: Mapping[str, str]) -> Wish:
    """Return what was typed as a wish; raise BadInput for what cannot be planned."""
    kind, name = typed.get("kind", ""), typed.get("name", "").strip()
    if not kind:
        raise BadInput("Choose a kind of session. Nothing was stored.")
    if len(name) > _NAME_MAX:
        raise BadInput(f"A name may have {_NAME_MAX} characters, as in Miro. Nothing was stored.")
    template = design = None
    if kind != WITHOUT_BOARD:
        template = design = design_for(runtime.services, community_id, kind)
    if design is not None:
        convene.require_board(design)
        if typed.get("form") == SHORT:
            if not design.short_minutes:
                raise BadInput(convene.NO_SHORT_FORM)
            template = design.in_short
    day, board = day_of(typed.get("day", "")), board_id_of(typed.get("board", ""))
    return Wish(
        template=template,
        day=day,
        name=name,
        miro_board_id=board,
        design=design,
        over=convene.day_that_is_over(runtime.services, community_id, day) if design else "",
        stricter=_stricter(runtime, actor, community_id, design, typed) if design else {},
        rooms=rooms_typed(typed, template) if template else None,
        questions=_questions(design, typed),
        language=language_typed(typed) or SessionLanguage.ENGLISH,
    )


def _questions(design: Template | None, typed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what boxes ask otherwise; raise BadInput for what cannot be asked there."""
    found = questions_typed(typed) if design else {}
    require_questions(design, found)
    return found


def fields_of_wish(wish: Wish) -> dict[str, str]:
    """Return what the form says of this session alone, for the address of the picture."""
    return fields_of(wish.stricter) | fields_of_rooms(wish.rooms) | fields_asking(wish.questions)


def _stricter(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    design: Template,
    typed: Mapping[str, str],
) -> dict[str, Label]:
    """Return the labels that were typed; raise BadInput where one is looser than agreed."""
    found = labels_typed(typed)
    if found:
        actor.require(Power.RUN_SESSION, partnership_of(runtime, community_id), community_id)
        convene.labels_of(runtime.services, community_id, design, found)
    return found


def mark_of(typed: Mapping[str, Any], wish: Wish, keys: Collection[str]) -> str:
    """Return the mark of what a page showed, with these cards; what is built is what it showed.

    Nobody was asked for cards and rooms when a board was first looked at, so that these are taken
    from what the page drew.
    """
    form = SHORT if typed.get("form") == SHORT else ""
    asked = (str(typed.get("kind", "")), form, *(str(typed.get(e, "")) for e in ("day", "board")))
    spoken = () if wish.language is SessionLanguage.ENGLISH else (wish.language.value,)
    keeps = (f"{name}={typed[name]}" for name in sorted(typed) if is_keeping(name) and typed[name])
    rooms = filter(None, (shown_rooms(wish.rooms),))
    questions = (f"{code}: {' / '.join(lines)}" for code, lines in wish.questions.items())
    return " ".join((*asked, *sorted(keys), *keeps, *rooms, *sorted(questions), *spoken))


def press_of_showing(typed: Mapping[str, str], shown: str) -> str | None:
    """Return what makes two sendings of one showing the same; a changed form is another one."""
    press = typed.get("press")
    return " ".join((press, typed.get("name", ""), shown)) if press else None


def keys_ticked(typed: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the ticked cards, or None where nobody was asked yet."""
    if not isinstance(typed, MultiDict) or "asked" not in typed:
        return None
    return frozenset(typed.getlist("lay"))
