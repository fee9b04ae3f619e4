"""A boundary object (a *piece* on screens) with everything that decides about it, as it is read.

Here too: how many voices carry it, and in which words people are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from plugin.domain.blankness import fold
from plugin.domain.editions import Edition
from plugin.domain.hidden_texts import Review
from plugin.domain.judgements import JUDGED, Judgement, PieceTheme
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.piece_evidence import PieceEvidence
from plugin.domain.piece_readings import PieceReading
from plugin.domain.piece_records import (
    OwnYes,
    Piece,
    ReadBack,
    Release,
    Rung,
    Source,
    Wording,
    WordsOrigin,
    parted,
    quotable_at,
)
from plugin.domain.piece_steps import PieceStep
from plugin.domain.questions import PieceQuestion
from plugin.domain.quotes import (
    Quote,
    StoryPart,
    as_plain,
    filled,
    numbers_in,
    paragraphs,
    resting_on,
    with_tokens,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWhole:
    """A piece with everything that decides about it."""

    piece: Piece
    wordings: tuple[Wording, ...]  # oldest first, at least one
    sources: tuple[Source, ...]
    read_backs: tuple[ReadBack, ...]
    releases: tuple[Release, ...]
    voices: int  # accounts among the sources that are still there
    belongs_with: tuple[str, ...] = ()  # ids of other pieces, in no order
    themes: tuple[PieceTheme, ...] = ()  # by name
    reviews: tuple[Review, ...] = ()  # opened when notes went that it rested on
    repeats_held: frozenset[str] = frozenset()  # ids of wordings with words of held notes
    own_yeses: tuple[OwnYes, ...] = ()
    repeats_gone: frozenset[str] = frozenset()  # ids of wordings with words of notes that are gone
    voice_notes: frozenset[str] = frozenset()  # ids of the notes by which its voices are known
    objected_elsewhere: frozenset[str] = frozenset()  # ids; the same words, in another piece
    absent: frozenset[str] = frozenset()  # ids of the sources that carry it no more
    judgements: tuple[Judgement, ...] = ()  # oldest first
    identifiers: tuple[
        tuple[str, str], ...
    ] = ()  # wordings and editions that may point to a person: id, where
    questions: tuple[PieceQuestion, ...] = ()  # to the people who wrote it, oldest first
    quotes: tuple[Quote, ...] = ()  # by their numbers; those of all wordings
    every_source: tuple[Source, ...] = ()  # those that were taken off too, if any ever changed
    marks: tuple[tuple[str, frozenset[str]], ...] = ()  # of voices, by the note that carries it
    steps: tuple[PieceStep, ...] = ()  # oldest first
    readings: tuple[PieceReading, ...] = ()  # of all wordings
    evidence: tuple[PieceEvidence, ...] = ()  # that no member wrote: no voice
    editions: tuple[Edition, ...] = ()  # in words of their own, for the wide rungs
    editions_quoting: tuple[str, ...] = ()  # ids of those with words of a note in them
    editions_refused: tuple[str, ...] = ()  # ids; in any piece of the group
    # Notes left out of another piece: since when, and whether their writer said yes to this one.
    unwanted: tuple[tuple[str, datetime, bool], ...] = ()
    origins: tuple[WordsOrigin, ...] = ()  # other pieces from which some of its words came

    @property
    def has_pictures(self) -> bool:
        """Say whether a picture stands beside its notes."""
        return any(each.is_box or each.is_image_shown for each in self.evidence)

    @property
    def was_put_to_people(self) -> bool:
        """Say whether a group, or those who wrote it, were asked about any of its wordings."""
        return bool(self.read_backs or self.questions or self.own_yeses)

    @property
    def repeating(self) -> frozenset[str]:
        """Return the ids of wordings that nobody outside reads, whatever the group agreed."""
        return self.repeats_held | self.repeats_gone | self.closed_beside

    @property
    def closed_beside(self) -> frozenset[str]:
        """Return the ids of wordings beside which a reading stands that nobody reads just now."""
        closed = [each for each in self.readings if each.is_closed]
        return frozenset(
            each.id
            for each in self.wordings
            if any(reading.carries(each.basis) for reading in closed)
        )

    @property
    def pointing(self) -> frozenset[str]:
        """Return the ids of wordings that may point to a person, and nobody has decided whether."""
        return frozenset(wording_id for wording_id, _ in self.identifiers)

    @property
    def newest(self) -> Wording:
        """Return the newest wording: *ours* in a sync."""
        return self.wordings[-1]

    def wording(self, wording_id: str) -> Wording:
        """Return one of its wordings; raise StopIteration for an id of another piece."""
        return next(each for each in self.wordings if each.id == wording_id)

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """Return what any of its wordings rests on."""
        return self.every_source or self.sources

    def as_of(self, wording: Wording) -> PieceWhole:
        """Return the piece with what one of its wordings rests on."""
        if wording.basis == self.newest.basis or not self.every_source:
            return self
        then = tuple(each for each in self.every_source if each.carries(wording.basis))
        return replace(self, **resting(then, dict(self.marks)))

    @property
    def answering(self) -> tuple[Release, ...]:
        """Return the releases for which the three questions were answered, oldest first.

        One of before they were asked counts if it brought the piece further.
        """
        found, before = [], Rung.US
        for each in self.releases:
            if each.stopped_at is None:
                is_further = each.rung.value > max(before.value, Rung.US.value)
                found += [each] if each.harm is not None or is_further else []
                before = each.rung
        return tuple(found)

    def is_answered_for(self, wording: Wording, checked_at: datetime) -> bool:
        """Say whether the three questions were answered for these words, checked since a moment.

        Answers are about the words that were seen, and about the same ones put back later. Where
        nobody stored about which, they are about what was checked by then.
        """
        answering = self.answering
        if any(each.wording_id is None and checked_at <= each.asked_at for each in answering):
            return True
        about = {each.wording_id for each in answering}
        return any(each.id in about and each.shown == wording.shown for each in self.wordings)

    @property
    def against(self) -> tuple[Source, ...]:
        """Return the notes that speak against its newest wording."""
        return tuple(each for each in self.sources if each.is_against)

    def readings_of(self, wording: Wording) -> tuple[PieceReading, ...]:
        """Return how people of each origin read one of its wordings."""
        return tuple(each for each in self.readings if each.carries(wording.basis))

    def without(self, hidden: Phrases) -> PieceWhole:
        """Return the piece as somebody reads it to whom these words are closed, line by line.

        Only what repeats held words, or ones that went, is looked at. It is to be shown, and never
        to be judged or stored: wordings that differ in closed words alone look the same.
        """
        own = tuple(
            each.without(hidden) if each.id in self.repeating else each for each in self.wordings
        )
        return self if own == self.wordings else replace(self, wordings=own)

    def as_everybody_reads(self, wording: Wording) -> Wording:
        """Return one of its wordings with how each of us reads it behind its story.

        That is what people check, and what is read wherever it goes: what is compared, and shown to
        those who are asked, goes by this.
        """
        beside = self.told_beside(wording)
        if not beside:
            return wording
        story = "\n\n".join((wording.narrative, *beside)).strip()
        typed = wording.typed and "\n\n".join((wording.typed, *beside)).strip()
        return replace(wording, narrative=story, typed=typed)

    def told_beside(self, wording: Wording) -> tuple[str, ...]:
        """Return how each of us reads one of its wordings, in a line each: it goes where that does.

        Every file, program and page that tells a wording tells these with it.
        """
        return tuple(each.in_one_line for each in self.readings_of(wording))

    def is_disputed(self, wording: Wording) -> bool:
        """Say whether somebody sees one of its wordings otherwise."""
        then = self.as_of(wording).against
        return any(each.gone_because is None for each in then)

    def quotes_in(self, wording: Wording) -> tuple[Quote, ...]:
        """Return the quotes that stand in one of its wordings, in the order of its story.

        What it quotes of a note that it does not rest on (any more) stands for nothing.
        """
        known = self._quotes_of(wording)
        return tuple(known[each] for each in numbers_in(wording.stored_story) if each in known)

    def paragraphs_of(self, wording: Wording) -> tuple[tuple[StoryPart, ...], ...]:
        """Return the paragraphs of a story before what does not fit, with its quotes apart."""
        return paragraphs(parted(wording.stored_story)[0], self._quotes_of(wording))

    def other_views_of(self, wording: Wording) -> tuple[tuple[StoryPart, ...], ...]:
        """Return the paragraphs of a story under *What does not fit*, with its quotes apart."""
        return paragraphs(parted(wording.stored_story)[1], self._quotes_of(wording))

    def _quotes_of(self, wording: Wording) -> dict[int, Quote]:
        return resting_on(self.quotes, quotable_at(self.all_sources, wording.basis))

    def with_tokens(self, story: str) -> str:
        """Return a story that was read, and changed perhaps, with tokens for what it quotes."""
        return with_tokens(story, self.quotes)

    def tells_refused(self, text: str) -> bool:
        """Say whether words of a quote to which its writer said no stand in a text."""
        words = [each.stands_for for each in self.quotes if each.is_refused and each.stands_for]
        return bool(words) and phrases_of(words, with_short=True).stand_in(fold(text))

    def as_read_now(self, text: str) -> str:
        """Return a text that was read elsewhere, with its quotes as they may be shown now."""
        return filled(with_tokens(as_plain(text), self.quotes), self._quotes_of(self.newest))

    @property
    def usable_quotes(self) -> tuple[Quote, ...]:
        """Return the quotes that its next wording may have: of notes that it rests on now.

        What stands in the newest one may stay there.
        """
        under = quotable_at(self.all_sources, self.newest.basis)
        stand = numbers_in(self.newest.stored_story)
        return tuple(e for e in self.quotes if e.note_id in under or e.number in stand)

    def with_quotes(self, wording: Wording) -> Wording:
        """Return a wording of it that was just typed as it is read, with its quotes filled."""
        if not numbers_in(wording.stored_story):
            return wording
        return wording.with_story(filled(wording.stored_story, self._quotes_of(wording)))

    @property
    def judged(self) -> Judgement:
        """Return what is judged of it now: it is open as long as nobody said anything."""
        if self.judgements:
            return self.judgements[-1]
        made_at = self.piece.made_at
        return Judgement(piece_id=self.piece.id, number=0, made_at=made_at, made_in="here")

    def says(self, field: str) -> str:
        """Return what the piece says now in a field that both sides keep: a text, or an option."""
        return self.judged.says(field) if field in JUDGED else self.newest.says(field)

    @property
    def every_wording(self) -> tuple[Wording, ...]:
        """Return its wordings, and those of other pieces from which its words came."""
        return (*self.wordings, *(each for origin in self.origins for each in origin.wordings))

    @property
    def is_written_in_notion(self) -> bool:
        """Say whether somebody wrote it in Notion first, not from notes of the group."""
        return self.wordings[0].made_in == "notion"

    @property
    def sessions(self) -> int:
        """Count the sessions that the sources come from."""
        return len({source.session_id for source in self.sources})


def resting(sources: tuple[Source, ...], marks: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Return what a piece rests on, and whose voices carry it.

    `marks` are those of voices, by note; notes that carry nothing any more have none.
    """
    ids = {each.note_id for each in sources}
    carrying = {each.note_id for each in sources if not each.is_against}
    own = {note_id: each for note_id, each in marks.items() if note_id in carrying}
    return {
        "sources": sources,
        "voices": count_voices(own.values()),
        "voice_notes": voice_notes(own),
        "absent": frozenset(ids - own.keys()),
    }


def band(voices: int, sessions: int = 1) -> str:
    """Return how many voices a piece rests on, in words that give no small number away."""
    if sessions > 1:
        return "Several sessions"
    if voices <= 1:
        return "One voice"
    return "A few notes" if voices < 5 else "Many notes"


def count_voices(marks: Iterable[frozenset[str]]) -> int:
    """Count voices: notes that share a mark are one voice, whatever boxes they lie in.

    The marks of a note are its strand (what its writer left in one box, for good) and its voice
    (in all boxes of the session, for as long as the session's author key lives; afterwards strands
    are voices). A note without a mark has no known writer: it was collected after Close, pasted, or
    entered for somebody. It may be anybody's, theirs too who wrote the others, so that it is never
    a voice of its own; where all are such notes they are one voice together.
    """
    found: list[frozenset[str]] = []
    any_note = False
    for own in marks:
        any_note = True
        if own:
            apart = [each for each in found if not each & own]
            joined = own.union(*(each for each in found if each & own))
            found = [*apart, joined]
    return len(found) or int(any_note)


def voice_notes(marks: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return by which notes a voice is known again: those with marks, or all where none has any.

    A note of an unknown writer is nobody's for certain: left alone, it is not the same voice.
    """
    return frozenset(note_id for note_id, own in marks.items() if own) or frozenset(marks)
