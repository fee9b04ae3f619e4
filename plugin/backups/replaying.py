"""Carries out again what went after a backup was made: in the transaction that puts it back.

Whatever the backup does not have is nothing to carry out, but for the mark of a note that was taken
back: where its session is there, its sticky must not be collected again. In doubt less comes back:
a role that changed since, an account that was changed, or a person's new address is given again by
hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from plugin.backups.replaying_agreements import agree
from plugin.backups.replaying_disguises import disguise, end_no_person
from plugin.backups.replaying_holds import end_hold, place_hold
from plugin.backups.replaying_people import end_place, erase_line, forget_address, part
from plugin.backups.replaying_phones import (
    drop_thing,
    forget_older_words,
    forget_reply,
    forget_what_became,
    leave_out,
    refuse_quote,
    take_words_out,
)
from plugin.backups.replaying_pieces import forget_evidence, take_reading_off
from plugin.backups.replaying_refusals import (
    forget_reasons,
    object_to_edition,
    object_to_words,
    say_no,
)
from plugin.backups.replaying_releases import stop_release, take_down
from plugin.backups.replaying_texts import (
    GroupsWithWords,
    take_words_out_of_texts,
    words_that_go,
)
from plugin.domain.connections import Vendor
from plugin.domain.erasure_log import LogEntry, Went, newest_of_each
from plugin.domain.exports import ExportFormat, ExportOf, ExportRecord
from plugin.domain.labels import Label, strictest
from plugin.domain.notes import MAY_WAIT, Note, NoteState
from plugin.domain.withdrawals import UNKNOWN, TakenBackBy
from plugin.govern.erasing_identifiers import erase_again
from plugin.govern.withdrawal import take_back_in
from plugin.identifiers import IdentifierKind
from plugin.store import answers, questions, quiet_notes, unread_items
from plugin.store import communities as stored_communities
from plugin.store import connections as stored_connections
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.let_go import let_go, let_go_of_quiet
from plugin.store.services import Services

_ERASED = "Its words were erased before this server was restored."


@dataclass(frozen=True, slots=True)
class Replayed:
    """What carrying out entries did: how many notes went, and in whose texts their words stood."""

    gone: int
    groups: GroupsWithWords


def replay(services: Services, tx: Tx, entries: Iterable[LogEntry]) -> Replayed:
    """Carry out entries in their order; say what went by it."""
    found = list(newest_of_each(entries))
    going = words_that_go(tx, found)
    parts = {each.about: each.detail["by"] for each in found if each.went is Went.NOTE_TAKEN_BACK}
    gone = 0
    for each in found:
        if each.went in _OF_NOTES:
            # What happened to a note that its writer alone saw then happened to its words.
            gone += _forget_quiet(services, tx, each.about)
            gone += _OF_NOTES[each.went](services, tx, each, parts)
        elif each.went in _OTHERS:
            _OTHERS[each.went](services, tx, each)
    _forget_unused_accounts(tx)
    return Replayed(gone, take_words_out_of_texts(tx, found, going))


def _forget_quiet(services: Services, tx: Tx, note_id: str) -> bool:
    """Forget a note that its writer alone sees here; it was read before if it was held back."""
    quiet = quiet_notes.quiet_note(tx, note_id)
    if quiet is None:
        return False
    let_go_of_quiet(tx, quiet, "", services.now)
    return quiet_notes.forget_quiet_note(tx, note_id)


def _erase(services: Services, tx: Tx, entry: LogEntry, parts: Mapping[str, str]) -> bool:
    note = stored_notes.note(tx, entry.about)
    session = stored_sessions.session(tx, entry.detail["session"])
    state = NoteState(entry.detail["state"])
    if note is None:
        if session is not None and entry.detail["item"] is not None:
            stored_notes.save_note(tx, _mark(entry, state, services.now))
        return False
    if note.text is None or session is None:
        return False
    if state is NoteState.TAKEN_BACK and entry.about in parts:
        take_back_in(services, tx, note, session, TakenBackBy[parts[entry.about]])
        return True
    # Its own writer may move a sticky back whose item the log does not name.
    named = note if entry.detail["item"] is not None else replace(note, miro_item_id=None)
    because = UNKNOWN if state is NoteState.TAKEN_BACK else _ERASED
    stored_notes.erase_note(tx, named, state, because, services.now)
    return True


def _mark(entry: LogEntry, state: NoteState, now: datetime) -> Note:
    """Return what is left of a note that the backup never had."""
    return Note(
        id=entry.about,
        session_id=entry.detail["session"],
        zone_code=entry.detail["zone"],
        label=Label(entry.detail["label"]),
        kind="note",
        source="miro",
        text=None,
        miro_item_id=entry.detail["item"],
        seen_at=now,
        state=state,
        gone_because=UNKNOWN if state is NoteState.TAKEN_BACK else _ERASED,
    )


def _forget(services: Services, tx: Tx, entry: LogEntry, _parts: Mapping[str, str]) -> bool:
    note = stored_notes.note(tx, entry.about)
    if note is None or note.text is None:
        return False
    texts = (note.text, *(each.text for each in stored_notes.versions(tx, note.id)))
    let_go(tx, note.session_id, {note.id: texts}, services.now)
    stored_notes.forget_note(tx, entry.about)
    return True


def _erase_words(_services: Services, tx: Tx, entry: LogEntry, _parts: Mapping[str, str]) -> bool:
    note = stored_notes.note(tx, entry.about)
    session = None if note is None else stored_sessions.session(tx, note.session_id)
    if note is not None and note.text is not None and session is not None:
        kind = IdentifierKind[entry.detail["kind"]]
        erase_again(tx, note, session, kind, entry.detail["hash"])
    return False


def _make_stricter(_services: Services, tx: Tx, entry: LogEntry, _parts: Mapping[str, str]) -> bool:
    note = stored_notes.note(tx, entry.about)
    if note is None or note.text is None:
        return False
    days = [each for each in (note.erase_on, _day(entry.detail["erase_on"])) if each]
    has_left = entry.detail["has_left"]
    label = strictest((note.label, Label(entry.detail["label"])))
    is_waiting = note.state in MAY_WAIT and (note.is_waiting or entry.detail["is_waiting"])
    stricter = replace(
        note,
        label=label,
        may_stay=note.may_stay
        and label is Label.M
        and not is_waiting,  # a yes that is over stays so
        state=NoteState.LEFT_BOARD if has_left else note.state,
        is_waiting=is_waiting,
        erase_on=min(days, default=None),
    )
    stored_notes.save_note(tx, stricter)
    return False


def _disconnect(_services: Services, tx: Tx, entry: LogEntry) -> None:
    stored_connections.disconnect(tx, entry.about, Vendor(entry.detail["vendor"]))


def _forget_unused_accounts(tx: Tx) -> None:
    for each in stored_connections.installations(tx):
        if not stored_connections.is_used(tx, each.id):
            stored_connections.remove_installation(tx, each.id)


def _note_export(_services: Services, tx: Tx, entry: LogEntry) -> None:
    if stored_communities.partnership(tx, entry.about) is not None:
        told = entry.detail  # an export of before 0068 tells what it is of by telling nothing
        record = ExportRecord(
            id=told["export"],
            partnership_id=entry.about,
            made_at=datetime.fromisoformat(told["at"]),
            of=ExportOf(told.get("what", ExportOf.EVERYTHING)),
            file_format=ExportFormat(told.get("file_format", ExportFormat.ZIP)),
            made_by=told.get("made_by"),
            holds=tuple(told.get("holds", ())),
        )
        stored_exports.note_export(tx, record)


def _take_back_yes(_services: Services, tx: Tx, entry: LogEntry) -> None:
    answers.drop_own_yes(tx, entry.about)


def _count_no_more(services: Services, tx: Tx, entry: LogEntry) -> None:
    questions.count_no_more(tx, entry.about, services.now)


def _collect_less(_services: Services, tx: Tx, entry: LogEntry) -> None:
    stored_sessions.collect_less(tx, entry.about)


def _bind(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Leave items of a session unread, as long as its key is here by which they are known."""
    if stored_sessions.session_secret(tx, entry.about) is not None:
        unread_items.leave_unread(tx, entry.about, dict.fromkeys(entry.detail["items"]))


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


_OF_NOTES: Mapping[Went, Callable[[Services, Tx, LogEntry, Mapping[str, str]], bool]] = {
    Went.NOTE_ERASED: _erase,
    Went.NOTE_FORGOTTEN: _forget,
    Went.WORDS_ERASED: _erase_words,
    Went.NOTE_STRICTER: _make_stricter,
}
_OTHERS: Mapping[Went, Callable[[Services, Tx, LogEntry], None]] = {
    Went.COLLECTS_LESS: _collect_less,
    Went.ITEMS_BOUND: _bind,
    Went.PLACE_ENDED: end_place,
    Went.PERSON_PARTED: part,
    Went.ADDRESS_GONE: forget_address,
    Went.LINE_ERASED: erase_line,
    Went.AGREED: agree,
    Went.DISCONNECTED: _disconnect,
    Went.EXPORTED: _note_export,
    Went.RELEASE_STOPPED: stop_release,
    Went.TAKEN_DOWN: take_down,
    Went.OBJECTED: object_to_words,
    Went.REASONS_GONE: forget_reasons,
    Went.EDITION_OBJECTED: object_to_edition,
    Went.YES_TAKEN_BACK: _take_back_yes,
    Went.NOT_AGREED: say_no,
    Went.YES_CHANGED: _count_no_more,
    Went.ANSWER_CHANGED: forget_older_words,
    Went.LEFT_OUT: leave_out,
    Went.WORDS_TAKEN_OUT: take_words_out,
    Went.THING_TO_CHANGE: drop_thing,
    Went.QUOTE_REFUSED: refuse_quote,
    Went.REPLY_CHANGED: forget_reply,
    Went.BECAME_CHANGED: forget_what_became,
    Went.EVIDENCE_OFF: forget_evidence,
    Went.READING_OFF: take_reading_off,
    Went.DISGUISED: disguise,
    Went.NO_PERSON_ENDED: end_no_person,
    Went.HOLD_PLACED: place_hold,
    Went.HOLD_ENDED: end_hold,
}
