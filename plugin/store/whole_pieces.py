"""Reads pieces whole, each with everything that decides about it, in few statements.

All of a partnership's are in memory while it is synced: an id that stands in many is kept once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.days import begin_of
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.judgements import PieceTheme
from plugin.domain.overlap import Phrases
from plugin.domain.piece_records import quotable_at
from plugin.domain.piece_whole import resting
from plugin.domain.pieces import Piece, PieceWhole, Source, Wording
from plugin.domain.quotes import Quote, asked_since, filled, resting_on
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import gone_words as stored_gone_words
from plugin.store import identifier_decisions
from plugin.store import objections as stored_objections
from plugin.store import quotes as stored_quotes
from plugin.store import tables as t
from plugin.store.database import Together, Tx, today_of
from plugin.store.edition_quotes import editions_quoting
from plugin.store.held_words import repeating
from plugin.store.lost_refusals import unshared_in
from plugin.store.objections import refused_in, select_refused_words
from plugin.store.piece_readings import select_part
from plugin.store.piece_rows import (
    edition_of_row,
    evidence_of_row,
    judgement_of_row,
    own_yes_of,
    piece_of_row,
    question_of,
    read_back_of,
    reading_of_row,
    release_of_row,
    review_of_row,
    sources_of_rows,
    step_of_row,
    theme_of_row,
    wordings_of_rows,
)
from plugin.store.piece_steps import origins_of
from plugin.store.questions import questions_with_numbers
from plugin.store.quotable import as_read
from plugin.store.reviews import left_out, left_out_elsewhere
from plugin.store.which_pieces import BY

Part = TypeVar("Part")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Statements:
    """What reads some pieces whole; made once, since making them takes longer than running them."""

    ids: sa.Select[Any]
    pieces: sa.Select[Any]
    wordings: sa.Select[Any]
    sources: sa.CompoundSelect[Any]
    answers: Together

    def answered(self, tx: Tx, values: Mapping[str, Any]) -> tuple[list[Any], ...]:
        """Return the rows of what was answered, and of quotes as they may be shown today."""
        return self.answers.rows(tx, {**values, "today": today_of(tx)})


@cache
def _statements(by: str) -> _Statements:
    ids = sa.select(t.piece.c.id).where(BY[by])
    wording, own, other = t.wording.c, *_PAIR
    wordings = sa.select(t.wording, stored_gone_words.stand_in_wording().label("repeats_gone"))
    partnerships = sa.select(t.piece.c.partnership_id).where(BY[by])
    return _Statements(
        ids=ids,
        pieces=sa.select(t.piece).where(BY[by]).order_by(t.piece.c.made_at, t.piece.c.id),
        wordings=wordings.where(wording.piece_id.in_(ids)).order_by(wording.number),
        sources=_select_sources(ids),
        answers=Together(
            *(select_part(each).where(each.c.piece_id.in_(ids)) for each in _ANSWERS),
            questions_with_numbers().where(t.question.c.piece_id.in_(ids)),
            sa.select(own, other).where(own.in_(ids) | other.in_(ids)),
            identifier_decisions.select_people(partnerships),
            identifier_decisions.select_decisions(partnerships),
            stored_quotes.select_quotes(ids),
            stored_quotes.select_answers(ids),
            stored_quotes.select_refusals(ids),
            select_refused_words(ids),
            _select_themes(ids),
            stored_objections.select_objected(ids),
        ),
    )


_PARTS = (t.piece_step, t.piece_reading, t.edition, t.piece_evidence)
_ANSWERS = (t.read_back, t.own_yes, t.release, t.review, t.judgement, *_PARTS)
_PAIR = (t.belongs_with.c.piece_id, t.belongs_with.c.other_id)
_READ = ("words", "origin")  # of how people of one origin read a piece
_NOTICED = ("words", "unit", "source", "people")  # of what no member wrote
_WRITTEN = ("title", "summary", "story")  # of a piece in words of their own


def _select_sources(ids: sa.Select[Any]) -> sa.CompoundSelect[Any]:
    """Select what pieces rest on, and rested on before it was put back, the latest last."""
    source, before, note = t.source.c, t.source_before.c, t.note.c
    then = [before.get(each.name, each) for each in source]
    same = (source.piece_id == before.piece_id) & (source.note_id == before.note_id)
    beside = (note.strand_id, note.state, note.label)
    notes = (sa.select(each.note_id).where(each.piece_id.in_(ids)) for each in (source, before))
    left = left_out(sa.union(*(each.correlate(None) for each in notes)))
    now = sa.select(t.source, *beside, left_out_elsewhere(source, left).label("unwanted_since"))
    older = sa.select(*then, *beside, left_out_elsewhere(before, left).label("unwanted_since"))
    of_now = t.source.join(t.note, note.id == source.note_id, isouter=True)
    of_then = t.source_before.join(t.source, same).join(
        t.note, note.id == source.note_id, isouter=True
    )
    return sa.union_all(
        now.select_from(of_now).where(source.piece_id.in_(ids)),
        older.select_from(of_then).where(before.piece_id.in_(ids)),
    ).order_by("note_id", "since")


def whole_pieces(tx: Tx, by: str, **values: Any) -> tuple[PieceWhole, ...]:
    """Return the pieces that a condition of `BY` chooses with these values, oldest first."""
    wanted = _statements(by)
    rows = tx.execute(wanted.pieces, values)
    return _whole(tx, wanted, [piece_of_row(row) for row in rows], values)


def whole_of(tx: Tx, found: Sequence[Piece]) -> tuple[PieceWhole, ...]:
    """Return these pieces whole, in their order; each costs some parameters of a statement."""
    return _whole(tx, _statements("ids"), found, {"ids": [each.id for each in found]})


def _whole(
    tx: Tx, wanted: _Statements, found: Sequence[Piece], values: Mapping[str, Any]
) -> tuple[PieceWhole, ...]:
    if not found:
        return ()
    wordings, gone = wordings_of_rows(tx.execute(wanted.wordings, values))
    sources, marks, unwanted = sources_of_rows(tx.execute(wanted.sources, values))
    read_backs, yeses, releases, reviews, judged, steps, *others = wanted.answered(tx, values)
    read_as, editions, noticed, asked, pairs, people, about_words, *others = others
    *of_quotes, lost, themed, objections = others
    known = identifier_decisions.known_of(people, about_words)
    grouped: dict[str, dict[str, list[Any]]] = {
        "read_backs": _by_piece(read_backs, "day", read_back_of),
        "own_yeses": _by_piece(yeses, "recorded_on", own_yes_of),
        "releases": _by_piece(releases, "asked_at", release_of_row),
        "reviews": _by_piece(reviews, "opened_at", review_of_row),
        "judgements": _by_piece(judged, "number", judgement_of_row),
        "questions": _by_piece(asked, "asked_at", question_of),
        "belongs_with": _related(pairs),
        "themes": _themes(tx, found, known, themed),
        **_beside_wordings(tx, found, steps, read_as, noticed, editions),
    }
    quotes = _quotes(found, known, _asked_since(wordings, grouped), *of_quotes)
    newest = _fill(wordings, quotes, sources)
    objected = stored_objections.objected_elsewhere(tx, wanted.ids, values, objections, known)
    grouped["editions_refused"] = refused_in(found, lost, objected, wordings, grouped["editions"])
    held = repeating(tx, wanted.ids, values, found, wordings)
    beside = (grouped["readings"], grouped["editions"])
    pointing = identifier_decisions.in_words(found, wordings, *beside, known)
    return tuple(
        PieceWhole(
            piece=each,
            wordings=tuple(wordings.pop(each.id, ())),
            **_resting(sources[each.id], marks[each.id], newest[each.id], unwanted[each.id]),
            **_parts_of(each.id, grouped),
            repeats_held=_set_of(held.pop(each.id, ())),
            repeats_gone=_set_of(gone.pop(each.id, ())),
            objected_elsewhere=_set_of(objected.pop(each.id, ())),
            identifiers=tuple(pointing.get(each.id, ())),
            quotes=quotes.get(each.id, ()),
        )
        for each in found
    )


def _beside_wordings(
    tx: Tx,
    pieces: Sequence[Piece],
    steps: Iterable[Any],
    readings: Iterable[Any],
    noticed: Iterable[Any],
    editions: Iterable[Any],
) -> dict[str, dict[str, list[Any]]]:
    """Return what stands beside the wordings of pieces, by piece, as it may be read."""
    found: dict[str, dict[str, list[Any]]] = {
        "steps": as_read(tx, pieces, _by_piece(steps, "at", step_of_row), "because"),
        "readings": as_read(tx, pieces, _by_piece(readings, "id", reading_of_row), *_READ),
        "evidence": as_read(tx, pieces, _by_piece(noticed, "id", evidence_of_row), *_NOTICED),
        "editions": as_read(tx, pieces, _by_piece(editions, "number", edition_of_row), *_WRITTEN),
    }
    if found["steps"]:  # most pieces were never split, and have no editions
        found["origins"] = origins_of(tx, found["steps"])
    if found["editions"]:
        found["editions_quoting"] = editions_quoting(tx, pieces, found["editions"])
    return found


def _resting(
    sources: list[Source],
    marks: Mapping[str, frozenset[str]],
    basis: int,
    unwanted: Mapping[str, tuple[datetime, bool]],
) -> dict[str, Any]:
    """Return what a piece rests on now, and all that it rested on before."""
    found = resting(tuple(each for each in sources if each.carries(basis)), marks)
    found |= {
        "absent": _set_of(found["absent"]),
        "unwanted": tuple((note, *said) for note, said in unwanted.items()),
    }
    if basis:  # else it never rested on anything else, and most pieces do not
        found |= {"every_source": tuple(sources), "marks": tuple(marks.items())}
    return found


def _set_of(found: Collection[str]) -> frozenset[str]:
    """Return a set; an empty one takes 216 bytes, and most pieces have several: they share it."""
    return frozenset(found) if found else _NONE


def _parts_of(piece_id: str, grouped: Mapping[str, dict[str, list[Any]]]) -> dict[str, Any]:
    return {name: tuple(of.pop(piece_id, ())) for name, of in grouped.items()}


def _by_piece(
    rows: Iterable[Any], order: str, made: Callable[[Any], Part]
) -> defaultdict[str, list[Part]]:
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for row in sorted(rows, key=attrgetter(order)):
        found[row.piece_id].append(made(row))
    return found


def _quotes(
    pieces: Iterable[Piece],
    known: Mapping[str, KnownIdentifiers],
    asked: Callable[[str], Mapping[int, datetime]],
    rows: Iterable[Any],
    answers: Iterable[Any],
    refusals: Iterable[Any],
) -> dict[str, tuple[Quote, ...]]:
    """Return the quotes of each piece that has some, as they may be shown now."""
    quoted, said = _by_piece(rows, "number", _row), _by_piece(answers, "question_id", _row)
    if not quoted:
        return {}
    refused, nobody = stored_quotes.refusals_of(refusals), KnownIdentifiers()
    return {
        each.id: stored_quotes.quotes_of(
            quoted[each.id],
            said[each.id],
            known.get(each.partnership_id, nobody),
            refused,
            asked(each.id),
        )
        for each in pieces
        if each.id in quoted
    }


def _asked_since(
    wordings: Mapping[str, list[Wording]], grouped: Mapping[str, dict[str, list[Any]]]
) -> Callable[[str], Mapping[int, datetime]]:
    """Return how to learn since when people were asked about the quotes of a piece."""

    def of_piece(piece_id: str) -> Mapping[int, datetime]:
        asked = [
            *((e.wording_id, e.asked_at) for e in grouped["questions"][piece_id]),
            *((e.wording_id, begin_of(e.recorded_on)) for e in grouped["own_yeses"][piece_id]),
        ]
        for each in grouped["read_backs"][piece_id]:
            at = each.met_until or begin_of(each.day)
            asked += [(each.wording_id, at), (each.read_id or each.wording_id, at)]
        return asked_since({e.id: e.narrative for e in wordings[piece_id]}, asked)

    return of_piece


def _row(row: Any) -> Any:
    return row


def _fill(
    wordings: dict[str, list[Wording]],
    quotes: Mapping[str, tuple[Quote, ...]],
    sources: Mapping[str, list[Source]],
) -> dict[str, int]:
    """Put what may be shown of quotes in place of their tokens; return the newest basis of each.

    A wording quotes no note that it does not rest on.
    """
    for piece_id, own in quotes.items():
        under = sources[piece_id]
        wordings[piece_id] = [
            each.with_story(filled(each.narrative, resting_on(own, quotable_at(under, each.basis))))
            for each in wordings[piece_id]
        ]
    return {piece_id: own[-1].basis for piece_id, own in wordings.items()}


def _select_themes(ids: sa.Select[Any]) -> sa.Select[Any]:
    theme, own = t.theme.c, t.piece_theme.c
    said = (theme.name, theme.is_for_partners, theme.proposed_on)
    wanted = sa.select(own.piece_id, own.theme_id, *said).join(t.theme, theme.id == own.theme_id)
    return wanted.where(own.piece_id.in_(ids), theme.merged_into.is_(None))


def _themes(
    tx: Tx, pieces: Sequence[Piece], known: Mapping[str, KnownIdentifiers], rows: Sequence[Any]
) -> dict[str, list[PieceTheme]]:
    """Return the themes of each piece, without names that nobody outside may read."""
    shown = as_read(tx, pieces, _by_piece(rows, "name", theme_of_row), "name")
    for_partners = {row.piece_id for row in rows if row.is_for_partners}
    whose = {each.partnership_id for each in pieces if each.id in for_partners}
    unshared = unshared_in(tx, whose) if whose else {}
    nobody = KnownIdentifiers()
    for piece in pieces:
        if own := shown.get(piece.id):
            of = known.get(piece.partnership_id, nobody), unshared.get(piece.partnership_id)
            shown[piece.id] = [replace(each, may_go_out=_may_go_out(each, *of)) for each in own]
    return shown


def _may_go_out(theme: PieceTheme, known: KnownIdentifiers, unshared: Phrases | None) -> bool:
    is_unshared = unshared is not None and unshared.stand_in(fold(theme.name))
    is_whole = bool(theme.name) and HIDDEN not in theme.name
    return is_whole and not is_unshared and not known.open_in_wording(theme.name)


def _related(pairs: Iterable[Any]) -> defaultdict[str, list[str]]:
    """Return the ids of the pieces that each belongs with."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one_id, other_id in sorted(pairs):
        found[one_id].append(other_id)
        found[other_id].append(one_id)
    return found
