"""Sessions of a group and their notes, as the session’s page shows them to the same person."""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.convene.group_home import community_home, homes
from plugin.convene.session_page import SessionView, session_page
from plugin.domain.api_tokens import Scope
from plugin.domain.labels import WORDS
from plugin.domain.people import Power
from plugin.domain.sessions import Session
from plugin.memory.copied_words import CopiedNote, copied_notes
from plugin.web.api.answers import (
    NotesAnswer,
    PageQuery,
    PersonAnswer,
    SessionsAnswer,
    WholeSessionAnswer,
)
from plugin.web.api.operations import Asked, Operation, part_of
from plugin.web.boxes import BoxView
from plugin.web.session import is_hidden, session_shown


def _me(asked: Asked) -> dict[str, Any]:
    token = asked.caller.token
    return {
        "name": asked.actor.name,
        "token": {"name": token.name, "scopes": token.scope_names, "until": token.until},
        "partnerships": [
            {
                "id": home.partnership.id,
                "name": home.partnership.name,
                "roles": sorted(role.value for role in home.roles),
                "groups": [
                    {"id": each.id, "name": each.name, "question": each.question}
                    for each in home.communities
                ],
            }
            for home in homes(asked.services, asked.actor)
        ],
    }


def _sessions(asked: Asked) -> dict[str, Any]:
    home = community_home(asked.services, asked.actor, asked.ids["group_id"])
    found = [_session(each) for each in home.sessions]
    return part_of(found, asked, "sessions")


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "group_id": session.community_id,
        "name": session.name,
        "kind": session.meeting_kind,
        "day": session.day,
        "state": session.state.value,
        "design_id": session.template_code,
        "page": url_for("session.show", session_id=session.id, _external=True),
    }


def _whole(asked: Asked) -> dict[str, Any]:
    view = session_page(asked.services, asked.actor, asked.ids["session_id"])
    shown = session_shown(asked.runtime, asked.actor, view)
    return {
        **_session(view.session),
        "boxes": [_box(each) for each in shown["boxes"]],
        "board": shown["board_link"] or None,
        "pieces": [each.piece.id for each in view.pieces],
    }


def _box(box: BoxView) -> dict[str, Any]:
    return {
        "code": box.code,
        "title": box.title,
        "questions": box.questions,
        "keeps": box.label[1:].strip(),  # without its mark
        "explains": box.says,
    }


def _notes(asked: Asked) -> dict[str, Any]:
    view = session_page(asked.services, asked.actor, asked.ids["session_id"])
    here = (view.session.partnership_id, view.session.community_id)
    asked.actor.require(Power.READ_NOTES, *here)
    today = asked.services.today
    titles = {each.code: each.title for each in _boxes(asked, view)}
    shown = [note for notes in view.notes.values() for note in notes if not is_hidden(note, today)]
    found = [_note(each, titles) for each in copied_notes(asked.services, view.session, shown)]
    return part_of(found, asked, "notes")


def _boxes(asked: Asked, view: SessionView) -> tuple[BoxView, ...]:
    boxes: tuple[BoxView, ...] = session_shown(asked.runtime, asked.actor, view)["boxes"]
    return boxes


def _note(copied: CopiedNote, titles: dict[str, str]) -> dict[str, Any]:
    note = copied.note
    return {
        "id": note.id,
        "box": note.zone_code,
        "box_title": titles.get(note.zone_code, "A box"),
        "keeps": WORDS[note.label],
        "text": copied.words,
        "why_without_text": copied.why,
        "kind": note.kind,
        "written_by": None if copied.why else note.shown_author,
        "tags": note.tags,
    }


OPERATIONS = (
    Operation(
        name="me",
        path="/me",
        summary="Say who you are here, what your token is good for, and where you have a place.",
        answer=PersonAnswer,
        answers=_me,
    ),
    Operation(
        name="sessions",
        path="/groups/<group_id>/sessions",
        summary="List the sessions of a group.",
        answer=SessionsAnswer,
        answers=_sessions,
        scope=Scope.READ_SESSIONS,
        sent=PageQuery,
    ),
    Operation(
        name="session",
        path="/sessions/<session_id>",
        summary="Show a session with the boxes of its board.",
        answer=WholeSessionAnswer,
        answers=_whole,
        scope=Scope.READ_SESSIONS,
    ),
    Operation(
        name="notes",
        path="/sessions/<session_id>/notes",
        summary="List the notes of a session, for those who run or curate it.",
        answer=NotesAnswer,
        answers=_notes,
        scope=Scope.READ_NOTES,
        sent=PageQuery,
    ),
)
