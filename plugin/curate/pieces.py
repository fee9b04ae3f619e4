"""Making pieces and changing their words.

Each function decides and writes in one transaction, so that two people can never both be right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from plugin.curate import quoting
from plugin.curate.sources import sources_of
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import (
    FAMILIES,
    KINDS,
    LINE_MAX,
    PERSONS,
    TITLE_MAX,
    Piece,
    PieceWhole,
    Source,
    Wording,
    starts_as,
)
from plugin.domain.presses import id_of
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere
from plugin.govern import gone_words
from plugin.store import communities as stored_communities
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services

T = TypeVar("T")
_CLOSED = (
    f"Words that are closed to you stand where it says “{HIDDEN}”. Nothing was stored. Write other "
    "words there, or take that line out."
)


def make_piece(
    services: Services,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    title: str,
    line: str,
    narrative: str,
    template: Template | None = None,
    kind: str | None = None,
    family: str | None = None,
    person: int | None = None,
    press: str | None = None,
    against: Sequence[str] = (),
) -> PieceWhole:
    """Make a piece out of kept notes; what is left open comes from the box of the first note.

    Those `against` it stay beside it: they do not fit, and are no voice for it. Raise BadInput for
    no notes, notes that cannot be a source, or words that do not fit. The same `press` again makes
    nothing new.
    """
    piece_id = id_of(community_id, press) if press else services.new_id()
    with services.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, community.partnership_id, community.id)
        before = stored_pieces.piece(tx, piece_id)
        if before is not None:
            return before
        sources = sources_of(tx, services, community.id, piece_id, note_ids)
        beside = _beside(tx, services, community.id, piece_id, set(against) - set(note_ids))
        usual = starts_as(template.zone(sources[0].zone_code) if template else None)
        piece = Piece(
            piece_id,
            community.partnership_id,
            community.id,
            services.now,
        )
        what = (kind or usual[0], family or usual[1], person or usual[2])
        first = wording_by(services, actor, piece_id, 1, (title, line, narrative), what)
        gone_words.require_none(tx, community.id, first, note_ids)
        stored_pieces.add_piece(tx, piece, first, (*sources, *beside))
        quoting.quote_as_typed(tx, community.id, first, sources)
        return whole_of(tx, piece_id)


def _beside(
    tx: Tx, services: Services, community_id: str, piece_id: str, note_ids: Collection[str]
) -> tuple[Source, ...]:
    """Return notes that do not fit a new piece, to be kept beside it."""
    ids = sorted(note_ids)
    found = sources_of(tx, services, community_id, piece_id, ids) if ids else ()
    return tuple(replace(each, is_against=True) for each in found)


def write_wording(
    services: Services,
    actor: Actor,
    piece_id: str,
    title: str,
    line: str,
    narrative: str,
    after: int | None = None,
) -> Wording:
    """Change a piece's words: that makes the next wording, which is not checked.

    `after` is the number of the wording that the writer had before them; raise BadInput if
    somebody else's came since, so that nothing is overwritten unseen.
    """
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        newest = whole.newest
        words = (title, line, quoting.require_known(whole, narrative))
        what = (newest.kind, newest.family, newest.person)
        wording = wording_by(
            services, actor, piece_id, newest.number + 1, words, what, before=newest
        )
        if wording.shown == newest.shown:
            return newest
        if after is not None and after != newest.number:
            raise BadInput(
                "These words were changed while you wrote. Nothing was stored, and nothing is "
                "lost: both texts are here. Take over what you want to keep, then save again."
            )
        wording = whole.with_quotes(wording)
        gone_words.require_none_new(tx, whole, wording)
        stored_pieces.add_wording(tx, wording)
    return wording


def restore_wording(
    services: Services, actor: Actor, piece_id: str, number: int, after: int | None = None
) -> Wording:
    """Put one of a piece's wordings back, with its kind, family and person: the next one is so."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        again = next((each for each in whole.wordings if each.number == number), None)
        if again is None or (after is not None and after != whole.newest.number):
            raise BadInput("These words were changed meanwhile. Nothing was stored. Look again.")
        again = quoting.put_back(whole, again)
        if again.shown == whole.newest.shown:
            return whole.newest
        gone_words.require_none(tx, whole.piece.community_id, again)
        wording = replace(
            again,
            id=services.new_id(),
            number=whole.newest.number + 1,
            made_at=services.now,
            made_in="here",
            made_by=actor.stored_id,
            let_in_by=actor.let_in_by,
        )
        stored_pieces.add_wording(tx, wording)
    return wording


def change_kind(
    services: Services, actor: Actor, piece_id: str, kind: str, family: str, person: int
) -> Wording:
    """Change what a piece is, what it is made of, and who is learning.

    All of it is shown, so that it makes the next wording, which is not checked.
    """
    with services.db.begin() as tx:
        newest = piece_for(tx, actor, piece_id, Power.CURATE).newest
        what = (kind, family, person)
        wording = wording_by(
            services, actor, piece_id, newest.number + 1, newest.kept, what, before=newest
        )
        if wording.shown == newest.shown:
            return newest
        stored_pieces.add_wording(tx, wording)
    return wording


def whole_of(tx: Tx, piece_id: str) -> PieceWhole:
    """Return a piece by id; raise NotHere."""
    whole = stored_pieces.piece(tx, piece_id)
    if whole is None:
        raise NotHere(NOTHING_HERE)
    return whole


def piece_for(tx: Tx, actor: Actor, piece_id: str, power: Power) -> PieceWhole:
    """Return a piece for somebody who has `power` over it; raise NotHere or Refused."""
    whole = whole_of(tx, piece_id)
    actor.require(power, whole.piece.partnership_id, whole.piece.community_id)
    return whole


def wording_by(
    services: Services,
    actor: Actor,
    piece_id: str,
    number: int,
    words: tuple[str, str, str],
    what: tuple[str, str, int],
    made_in: str = "here",
    before: Wording | None = None,
) -> Wording:
    """Return a wording of title, line and story, and of kind, family and person; not stored.

    Only what differs from `before` is measured: words from Notion may be longer. Raise BadInput for
    words that do not fit, and for a kind, family or person that is none.
    """
    title, line, narrative = (text.replace("\0", "") for text in words)
    title, line = one_line(title), one_line(line)
    narrative = narrative.replace("\r\n", "\n").replace("\r", "\n").strip()
    if before is not None and any(HIDDEN in text for text in (title, line, narrative)):
        raise BadInput(_CLOSED)
    if is_blank(title) or is_blank(line):
        raise BadInput("A piece needs a title and one line. Nothing was stored.")
    _require_fitting(title, line, before)
    kind, family, person = what
    return Wording(
        id=services.new_id(),
        piece_id=piece_id,
        number=number,
        title=title,
        line=line,
        narrative=narrative,
        kind=_known(kind, KINDS, "kind"),
        family=_known(family, FAMILIES, "family"),
        person=_known(person, PERSONS, "person"),
        made_at=services.now,
        made_in=made_in,
        made_by=actor.stored_id,
        let_in_by=actor.let_in_by,
        basis=before.basis if before else 0,
    )


def whole_piece(services: Services, piece_id: str) -> PieceWhole:
    """Return a piece by id; raise NotHere. Callers ask who may see it."""
    with services.db.read() as tx:
        return whole_of(tx, piece_id)


def _require_fitting(title: str, line: str, before: Wording | None) -> None:
    """Return if what was changed fits; longer words that came from Notion may stay as they are."""
    title_fits = len(title) <= TITLE_MAX or (before is not None and title == one_line(before.title))
    line_fits = len(line) <= LINE_MAX or (before is not None and line == one_line(before.line))
    if not (title_fits and line_fits):
        raise BadInput(
            f"The title may have {TITLE_MAX} characters and the line {LINE_MAX}; yours have "
            f"{len(title)} and {len(line)}. Nothing was stored."
        )


def _known(value: T, known: Sequence[T] | Mapping[T, str], what: str) -> T:
    if value not in known:
        raise BadInput(f"There is no such {what} of piece. Nothing was stored.")
    return value
