"""Questions of docs/miro.md#open-questions that need a person: hidden notes, visitors, panels."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from plugin.doctor.describe import listed, part, rows_of, shape
from plugin.doctor.miro_probes import ITEMS, WORD, MiroProbeContext, dialect
from plugin.doctor.probes import Person, Probe, Unanswerable

RULES = "https://developers.miro.com/changelog"
_MOST_SLICES = 20
TWO = 2  # visitors


@dataclass(slots=True)
class Notes:
    """Knows which notes are ours, so that only those of people are looked at."""

    lab: MiroProbeContext
    known: set[str] = field(default_factory=set)

    def all(self) -> list[object]:
        """Return the notes on the board as they came."""
        found: list[object] = []
        query = {"limit": "50", "type": "sticky_note"}
        for _ in range(_MOST_SLICES):
            seen = self.lab.look("GET", ITEMS, query=query)
            if seen.status != 200:
                raise Unanswerable(f"the notes could not be listed: {self.lab.tell.of(seen)}.")
            found += rows_of(seen.body, "data")
            cursor = part(seen.body, "cursor")
            if not isinstance(cursor, str):
                break
            query = {**query, "cursor": cursor}
        return found

    def new(self) -> list[object]:
        """Return the notes that were not known before."""
        return [one for one in self.all() if str(part(one, "id")) not in self.known]

    def get_used(self) -> None:
        """Count all notes as known from now on."""
        self.known |= {str(part(one, "id")) for one in self.all()}


def probes(lab: MiroProbeContext, person: Person | None) -> tuple[Probe, ...]:
    """Return the questions in the order of the facts page; each says what has to be done.

    The notes that are on the board now count as ours.
    """
    notes = Notes(lab)
    if person is not None:
        notes.get_used()
    return (*_hidden(notes), *_visitors(notes), *_edited(notes), *_panel(person))


def _hidden(notes: Notes) -> Iterable[Probe]:
    yield Probe(
        "miro 1a",
        "notes during private mode",
        lambda: _told(notes),
        "on the new board start private mode with anonymous names, write two notes, leave it on.",
        notes.lab.board.link,
    )
    yield Probe(
        "miro 1b",
        "the same notes afterwards",
        lambda: _told_and_known(notes),
        "end private mode on the new board.",
        notes.lab.board.link,
    )


def _visitors(notes: Notes) -> Iterable[Probe]:
    yield Probe(
        "miro 2",
        "createdBy of a visitor's note",
        lambda: _told_and_known(notes),
        "let anyone with the link edit the new board, open it in a private window without signing "
        "in, and write a note there.",
        notes.lab.board.link,
    )
    notes_of_two = (
        "open the new board in two browsers that share nothing, in both without signing in, write "
        "one note in each, and take the right to edit back."
    )
    yield Probe(
        "miro 2b",
        "does each visitor get an id of their own?",
        lambda: _ids_of_visitors(notes),
        notes_of_two,
        notes.lab.board.link,
    )


def _told_and_known(notes: Notes) -> str:
    """Tell as `_told` does; the next question is about later notes only."""
    told = _told(notes)
    notes.get_used()
    return told


def _ids_of_visitors(notes: Notes) -> str:
    """Tell whether each visitor got an id of their own: two people's notes, each with its id."""
    new = notes.new()
    ids = [part(one, "createdBy", "id") for one in new]
    known = {str(one) for one in ids if one is not None}
    if len(new) < TWO:
        return f"{len(new)} new notes came; two are needed"
    if None in ids:
        return f"{len(new)} notes, {ids.count(None)} without createdBy.id"
    own = "each visitor has one of their own" if len(known) == len(new) else "visitors share ids"
    return f"{len(new)} notes with {len(known)} ids: {own}"


def _edited(notes: Notes) -> Iterable[Probe]:
    def look() -> str:
        contents = [part(one, "data", "content") for one in notes.all()]
        edited = [one for one in contents if WORD in str(one) and one != WORD]
        return f"edited notes came {listed(sorted({dialect(one) for one in edited}))}"

    yield Probe(
        "miro 9b",
        "content of an API note after somebody edited it",
        look,
        f"on the new board add the letter x to one of the notes that say {WORD}.",
        notes.lab.board.link,
    )


def _panel(person: Person | None) -> Iterable[Probe]:
    yield Probe(
        "miro 10a",
        "claims and lifetime of an id token",
        lambda: _claims(person),
        "open a board with a panel app of yours, and copy what `await miro.board.getIdToken()` "
        "gives in the console of its frame.",
    )
    yield Probe(
        "miro 10b",
        "items:* events of other users",
        lambda: _answer(person, "Did items:create fire in the panel for the other one's note?"),
        "let a panel log items:create, and somebody else write a note on the same board.",
    )
    yield Probe(
        "miro 12",
        "Marketplace rules",
        lambda: _answer(person, "Must one be a partner to submit an app?"),
        f"read {RULES} and the page about submitting that it links.",
    )


def _told(notes: Notes) -> str:
    """Tell how many new notes came with words and with a writer, never which."""
    new = notes.new()
    if not new:
        return "no new note came"
    writers = [part(one, "createdBy", "id") for one in new]
    known = {str(one) for one in writers if one is not None}
    owner = part(notes.lab.board.seen.body, "owner", "id")
    return (
        f"{len(new)} notes, {sum(bool(part(one, 'data', 'content')) for one in new)} with words, "
        f"{sum(one is not None for one in writers)} with createdBy.id: {len(known)} different"
        f"{', the owner among them' if str(owner) in known else ''}; "
        f"createdBy {shape(part(new[-1], 'createdBy'))}"
    )


def _claims(person: Person | None) -> str:
    token = person.shows("The id token (it is not shown, kept or sent)") if person else ""
    try:
        head, body, _ = token.strip().strip("'\"").split(".")
        kind, claims = _decoded(head), _decoded(body)
    except ValueError:
        raise Unanswerable("that was no id token.") from None
    begun, ends = part(claims, "iat"), part(claims, "exp")
    lasts = f"{ends - begun} s" if isinstance(begun, int) and isinstance(ends, int) else "not told"
    algorithm = part(kind, "alg")
    known = algorithm if algorithm in ("HS256", "RS256", "ES256") else "another"
    return f"alg {known}; {shape(claims)}; exp − iat: {lasts}"


def _decoded(text: str) -> object:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _answer(person: Person | None, question: str) -> str:
    return f"a person answers: {person.answers(question)}" if person else "not known"
