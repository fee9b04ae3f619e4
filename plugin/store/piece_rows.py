"""Rows of pieces, and of what hangs on them, as values; an id that stands in many is kept once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from sys import intern
from typing import Any

from plugin.domain.blankness import is_same_name
from plugin.domain.editions import Edition, GroupYes
from plugin.domain.harm_questions import HarmAnswers
from plugin.domain.hidden_texts import Review
from plugin.domain.judgements import Judgement, PieceTheme
from plugin.domain.labels import Label
from plugin.domain.piece_evidence import PieceEvidence, Shows
from plugin.domain.piece_readings import PieceReading
from plugin.domain.piece_steps import Did, PieceStep
from plugin.domain.pieces import (
    Confirmation,
    Independence,
    Objections,
    OwnYes,
    Piece,
    ReadBack,
    Release,
    Rung,
    Source,
    Wording,
)
from plugin.domain.questions import PieceQuestion
from plugin.domain.who_acted import who_acted


def piece_of_row(row: Any) -> Piece:
    """Return a row of pieces as a value."""
    ids = (intern(row.id), intern(row.partnership_id), intern(row.community_id))
    return Piece(*ids, row.made_at)


def wording_of_row(row: Any) -> Wording:
    """Return a row of wordings as a value."""
    return Wording(
        id=intern(row.id),
        piece_id=intern(row.piece_id),
        number=row.number,
        title=row.title,
        line=row.line,
        narrative=row.narrative,
        kind=intern(row.kind),
        family=intern(row.family),
        person=row.person,
        made_at=row.made_at,
        made_in=intern(row.made_in),
        made_by=row.made_by,
        let_in_by=tuple(row.let_in_by or ()),
        basis=row.basis,
    )


def source_of_row(row: Any) -> Source:
    """Return a row of sources as a value."""
    return Source(
        piece_id=intern(row.piece_id),
        note_id=row.note_id,
        session_id=intern(row.session_id),
        zone_code=intern(row.zone_code),
        day=row.day,
        gone_because=row.gone_because,
        added_at=row.added_at,
        since=row.since,
        until=row.until,
        is_against=row.is_against,
    )


def judgement_of_row(row: Any) -> Judgement:
    """Return a row of judgements as a value."""
    return Judgement(
        piece_id=intern(row.piece_id),
        number=row.number,
        stands=intern(row.stands),
        sure=intern(row.sure),
        boundary=intern(row.boundary),
        look_again=row.look_again,
        made_at=row.made_at,
        made_in=intern(row.made_in),
        loop=intern(row.loop),
        scale=intern(row.scale),
        form=intern(row.form),
    )


def theme_of_row(row: Any) -> PieceTheme:
    """Return a theme of a piece as a value."""
    is_proposed = row.proposed_on is not None
    return PieceTheme(row.piece_id, row.theme_id, row.name, row.is_for_partners, is_proposed)


def release_of_row(row: Any) -> Release:
    """Return a row of releases as a value."""
    return Release(
        id=row.id,
        piece_id=intern(row.piece_id),
        rung=Rung[row.rung],
        asked_at=row.asked_at,
        from_when=row.from_when,
        stopped_at=row.stopped_at,
        harm=_harm_of(row.harm),
        wording_id=row.wording_id,
    )


def read_back_of(row: Any) -> ReadBack:
    """Return a row of read-backs as a value."""
    return ReadBack(
        id=row.id,
        piece_id=intern(row.piece_id),
        wording_id=intern(row.wording_id),
        session_id=intern(row.session_id),
        day=row.day,
        met_until=row.met_until,
        read_id=row.read_id,
        objections=(
            Objections(row.objections, row.objected_on, row.objected_after)
            if row.objections
            else None
        ),
        recorded_on=row.recorded_on,
        closed_on=row.closed_on,
        recorded_by=row.recorded_by,
        recorded=_recorded(row),
    )


def own_yes_of(row: Any) -> OwnYes:
    """Return a row of own yeses as a value."""
    second = who_acted(row.confirmed_by, row.confirmed_let_in_by)
    return OwnYes(
        id=row.id,
        piece_id=intern(row.piece_id),
        wording_id=intern(row.wording_id),
        recorded_on=row.recorded_on,
        recorded_by=row.recorded_by,
        confirmed=Confirmation(row.confirmed_at, second) if row.confirmed_at else None,
        let_in_by=tuple(row.let_in_by or ()),
        note_ids=None if row.note_ids is None else tuple(row.note_ids),
        recorded=_recorded(row),
    )


def _recorded(row: Any) -> Independence:
    if row.is_by_author:
        return Independence.BY_AUTHOR
    return Independence.INDEPENDENT if row.is_independent else Independence.NOT_INDEPENDENT


def review_of_row(row: Any) -> Review:
    """Return the review that a whole row of the table holds."""
    return Review(
        row.piece_id, row.note_id, row.opened_at, row.up_to, row.settled_at, row.of_reading
    )


def edition_of_row(row: Any) -> Edition:
    """Return the edition that a whole row of the table holds."""
    agreed = None
    if row.agreed_in is not None and row.agreed_at is not None:
        how = Independence[row.agreed_as]
        by = who_acted(row.agreed_by, row.agreed_let_in_by)
        agreed = GroupYes(row.agreed_in, row.agreed_day, by, row.agreed_at, how)
    reader = who_acted(row.read_by, row.read_let_in_by)
    return Edition(
        id=row.id,
        piece_id=intern(row.piece_id),
        rung=Rung[row.rung],
        number=row.number,
        wording_id=intern(row.wording_id),
        title=row.title,
        summary=row.summary,
        story=row.story,
        made_at=row.made_at,
        made_by=row.made_by,
        let_in_by=tuple(row.let_in_by or ()),
        look_again=row.look_again,
        agreed=agreed,
        read=Confirmation(row.read_at, reader) if row.read_at else None,
        read_as=Independence[row.read_as or Independence.INDEPENDENT.name],
        objections=row.objections,
    )


def evidence_of_row(row: Any) -> PieceEvidence:
    """Return the evidence that a whole row of the table holds."""
    return PieceEvidence(
        id=row.id,
        piece_id=intern(row.piece_id),
        day=row.day,
        words=row.words,
        number=row.number,
        unit=row.unit,
        source=row.source,
        shows=Shows(row.shows),
        people=row.people,
        session_id=row.session_id,
        zone_code=row.zone_code,
        by=row.made_by,
    )


def reading_of_row(row: Any) -> PieceReading:
    """Return the reading that a whole row of the table holds."""
    return PieceReading(
        id=row.id,
        piece_id=intern(row.piece_id),
        origin=row.origin,
        words=row.words,
        signed_as=row.signed_as,
        by=row.made_by,
        since=row.since,
        until=row.until,
        has_signer_left=row.made_by is not None and not row.is_signer_here,
        has_other_name=not is_same_name(row.signers_name or row.signed_as, row.signed_as),
    )


def step_of_row(row: Any) -> PieceStep:
    """Return the step that a whole row of the table holds."""
    return PieceStep(
        id=row.id,
        piece_id=intern(row.piece_id),
        at=row.at,
        did=Did(row.did),
        by=row.made_by,
        because=row.because,
        other_id=row.other_id,
    )


def question_of(row: Any) -> PieceQuestion:
    """Return a row of `questions_with_numbers` as a value."""
    return PieceQuestion(
        id=row.id,
        piece_id=row.piece_id,
        wording_id=row.wording_id,
        asked_at=row.asked_at,
        closes_at=row.closes_at,
        note_ids=tuple(row.note_ids),
        voices=row.voices,
        reaches_all=row.reaches_all,
        has_quotes=row.has_quotes,
        is_refused=row.is_refused,
        yeses=row.yeses,
        answers=row.answers,
    )


def _harm_of(stored: str | None) -> HarmAnswers | None:
    """Return answers as they are stored; None where nobody was asked."""
    return HarmAnswers(*stored.split(",")) if stored else None


def wordings_of_rows(
    rows: Iterable[Any],
) -> tuple[defaultdict[str, list[Wording]], defaultdict[str, list[str]]]:
    """Return the wordings of each piece, and which of them repeat words that are gone."""
    found: defaultdict[str, list[Wording]] = defaultdict(list)
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.piece_id].append(wording_of_row(row))
        if row.repeats_gone:
            gone[row.piece_id].append(row.id)
    return found, gone


def sources_of_rows(
    rows: Iterable[Any],
) -> tuple[
    defaultdict[str, list[Source]],
    defaultdict[str, dict[str, frozenset[str]]],
    defaultdict[str, dict[str, tuple[datetime, bool]]],
]:
    """Return the sources of each piece, the marks of voices of the notes that carry it, and since
    when somebody does not want one of these in another piece.

    A note that was moved to a box that is held, after a piece was made from it, carries none.
    """
    found: defaultdict[str, list[Source]] = defaultdict(list)
    marks: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    unwanted: defaultdict[str, dict[str, tuple[datetime, bool]]] = defaultdict(dict)
    for row in rows:
        found[row.piece_id].append(source_of_row(row))
        if row.unwanted_since is not None:
            unwanted[row.piece_id][row.note_id] = (row.unwanted_since, row.agreed_again)
        is_here = row.gone_because is None and row.state in ("here", "tidied")
        if is_here and row.label != Label.H.value:
            carries = frozenset(filter(None, (row.voice, row.strand_id)))
            marks[row.piece_id][row.note_id] = carries
    return found, marks, unwanted
