"""Looking up all that a group has about a person or a word, for whoever answers a request.

Whoever looks after the group answers: its convenors and facilitators. They find what they may read
on other pages, and are told what was left out and who can look there. A word is never looked for
where its answer alone would tell something: held notes are searched for their named readers only.
What is taken out as a file is remembered as an export; erasing takes each note back, with its
receipt.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from plugin.domain.communities import Community, Partnership
from plugin.domain.days import long_day
from plugin.domain.exports import ExportFormat, ExportOf, ExportRecord
from plugin.domain.held import may_read_held
from plugin.domain.hidden_texts import hide
from plugin.domain.legal_holds import LegalHold
from plugin.domain.people import NOTHING_HERE, Actor, Power, readers_in_words
from plugin.domain.pieces import is_for_the_group
from plugin.domain.sessions import Session, SessionState
from plugin.domain.subject_requests import AskedFor, FoundIn, FoundText, as_markdown, asked_for
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern import held_notes
from plugin.govern.withdrawal import take_back
from plugin.store import communities as stored_communities
from plugin.store import exports as stored_exports
from plugin.store import legal_holds as stored_holds
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import subject_texts
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.services import Services

_ALWAYS_LEFT_OUT = (
    "Memos, drafts, names of collections, private lists, and what a curator sorts alone: ask the "
    "learning partners to look.",
    "Answers to checking, reasons of objections, and complaints: they are known by nobody’s name.",
    "What people write who ask to talk first: who runs the session reads it until they talked.",
    "Boards in Miro and pages in Notion: search there too.",
    "Files that were exported, and backups: Hedgerow does not read these.",
)
_DRAFT = "A piece in the making. Only the learning partner reads it: ask them to look."


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What was found of a person or a word, and what was left out."""

    community: Community
    partnership: Partnership
    words: str
    found: tuple[FoundText, ...]
    left_out: tuple[str, ...]

    def of(self, place: FoundIn) -> tuple[FoundText, ...]:
        """Return what was found in one kind of place."""
        return tuple(each for each in self.found if each.found_in is place)


@dataclass(frozen=True, slots=True)
class ErasedNote:
    """One note that was erased for a request, with what was reached."""

    note_id: str
    session_name: str
    reached: Mapping[str, str]


def group_to_answer_for(
    services: Services, actor: Actor, community_id: str
) -> tuple[Community, Partnership]:
    """Return a group to whoever answers requests about it; raise NotHere or Refused."""
    with services.db.read() as tx:
        return _group(tx, actor, community_id)


def holds_to_heed(services: Services, community_id: str) -> tuple[LegalHold, ...]:
    """Return the legal holds of a group that are in force, for whoever may erase notes of it."""
    with services.db.read() as tx:
        holds = stored_holds.holds(tx, community_id)
    return tuple(each for each in holds if each.is_in_force(services.today))


def look_up(services: Services, actor: Actor, community_id: str, words: str) -> LookedUp:
    """Return all that a group has about a person or a word; raise BadInput for no words."""
    with services.db.read() as tx:
        community, partnership = _group(tx, actor, community_id)
        asked = asked_for(words)
        if asked is None:
            raise BadInput("Type a name or a word of two letters at least. Nothing was looked up.")
        sessions = stored_sessions.sessions(tx, community_id)
        found = [
            each for each in subject_texts.notes_of(tx, community_id) if asked.stand_in(each.text)
        ]
        held, left_out = _held(tx, services, actor, sessions, asked)
        found += [*held, *_pieces(tx, services, community_id, asked)]
        hidden = held_beside(tx, community_id)
        reads_desk = actor.may(Power.CURATE, partnership.id, community_id)
        if not reads_desk:
            left_out.append("Clusters and themes on the desk: the learning partner can look there.")
        shown = (  # hidden before it is compared: an answer tells nothing of held words
            replace(each, text=hide(each.text, hidden))
            for each in subject_texts.texts_of(tx, community_id)
            if each.found_in is not FoundIn.DESK or reads_desk
        )
        beside = [each for each in shown if asked.stand_in(each.text)]
        drafts = _drafts(tx, services, beside)
        if drafts:
            left_out.append(f"What was said beside a piece. {_DRAFT}")
        found += [each for each in beside if each.about not in drafts]
        found += _people(tx, community, asked)
        if any(each.state is not SessionState.CLOSED for each in sessions):
            left_out.append("Notes of sessions that are not closed: they can still change.")
    return LookedUp(
        community=community,
        partnership=partnership,
        words=words,
        found=tuple(found),
        left_out=(*left_out, *_ALWAYS_LEFT_OUT),
    )


def bundle(services: Services, actor: Actor, community_id: str, words: str) -> bytes:
    """Return what was found as a zip of a text and a table, and remember that it was copied.

    Held notes were promised to the readers that their board names, until their day: a file names
    session and day of each that was found, and who reads it, and has none of its words.
    """
    result = look_up(services, actor, community_id, words)
    if actor.stored_id is None:
        raise Refused("A person of the group answers requests. Nothing was copied.")
    record = ExportRecord(
        id=services.new_id(),
        partnership_id=result.partnership.id,
        made_at=services.now,
        of=ExportOf.REQUEST,
        file_format=ExportFormat.ZIP,
        made_by=actor.stored_id,
        holds=(community_id,),
    )
    with services.db.begin() as tx:
        stored_exports.note_export(tx, record)
    day = long_day(services.today)
    found = [each.for_a_file() for each in result.found]
    text = as_markdown(result.community.name, day, words, found, result.left_out)
    rows = [
        {
            "found in": each.found_in.value,
            "id": each.about,
            "text": each.text,
            "day": each.day.isoformat() if each.day else None,
            "says": each.says,
        }
        for each in found
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("found.txt", text)
        archive.writestr("found.json", json.dumps(rows, ensure_ascii=False, indent=2))
    return out.getvalue()


def erase_notes(
    services: Services, actor: Actor, community_id: str, note_ids: Collection[str]
) -> tuple[ErasedNote, ...]:
    """Take notes of a group back, each with its receipt; one that is gone already is passed over.

    Each is finished before the next, so that whatever dies half way is pressed again.
    """
    with services.db.read() as tx:
        _group(tx, actor, community_id)
        sessions = {each.id: each for each in stored_sessions.sessions(tx, community_id)}
        known = stored_notes.notes_by_id(tx, note_ids)
    here = [each for each in known.values() if each.session_id in sessions]
    if not here:
        raise BadInput("Choose at least one note. Nothing was erased.")
    done = []
    for note in here:
        if note.text is not None:
            taken = take_back(services, actor, note.id)
            name = sessions[note.session_id].name
            done.append(ErasedNote(note.id, name, dict(taken.reached)))
    return tuple(done)


def _held(
    tx: Tx, services: Services, actor: Actor, sessions: Collection[Session], asked: AskedFor
) -> tuple[list[FoundText], list[str]]:
    """Return held notes that this person reads, and a sentence for each session of the others."""
    held = subject_texts.held_of(tx, [each.id for each in sessions])
    holding = [each for each in sessions if each.id in held]
    readers = held_notes.readers_of_closed(tx, holding)
    found: list[FoundText] = []
    left_out: list[str] = []
    for session in holding:
        named = readers.get(session.id, ())
        names = readers_in_words([each.name for each in named])
        if may_read_held(actor, session, named):
            until = long_day(session.held_until)
            goes_as = (
                f"A held note of {session.name}. {names} can read it in Hedgerow until {until}."
            )
            those = [each for each in held[session.id] if asked.stand_in(each.text)]
            found += [replace(each, goes_as=goes_as) for each in those]
        else:
            left_out.append(f"Held notes of {session.name}: {names} can look there.")
    return found, left_out


def _pieces(tx: Tx, services: Services, community_id: str, asked: AskedFor) -> Iterator[FoundText]:
    hidden = held_beside(tx, community_id)
    found: dict[str, list[int]] = {}
    for piece_id, number, _, words in subject_texts.wordings_of(tx, community_id):
        if asked.stand_in(hide(words, hidden)):
            found.setdefault(piece_id, []).append(number)
    for piece_id, numbers in found.items():
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            continue
        is_shown = is_for_the_group(whole, services.now)
        which = "wording " + ", ".join(map(str, numbers))
        yield FoundText(
            found_in=FoundIn.PIECE,
            about=piece_id if is_shown else "",
            text=hide(whole.newest.title, hidden) if is_shown else "",
            says=which if is_shown else _DRAFT,
        )


def _drafts(tx: Tx, services: Services, found: Collection[FoundText]) -> set[str]:
    """Return the pieces beside which something was found, and that are not for the group yet."""
    pieces = {each.about for each in found if each.found_in is FoundIn.READING}
    wholes = (stored_pieces.piece(tx, each) for each in pieces)
    return {each.piece.id for each in wholes if each and not is_for_the_group(each, services.now)}


def _people(tx: Tx, community: Community, asked: AskedFor) -> Iterator[FoundText]:
    for person, address in stored_people.people_of(tx, community.partnership_id):
        roles = person.roles(community.partnership_id, community.id)
        text = ", ".join(each for each in (person.name, address) if each)
        if roles and asked.stand_in(text):
            says = ", ".join(sorted(each.value for each in roles))
            yield FoundText(found_in=FoundIn.PERSON, about=person.person_id, text=text, says=says)


def _group(tx: Tx, actor: Actor, community_id: str) -> tuple[Community, Partnership]:
    found = stored_communities.with_its_partnership(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    actor.require(Power.LOOK_AFTER, found[1].id, community_id)
    return found
