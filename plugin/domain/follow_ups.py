"""What a group said it would do, and what it asked of others: where each stands, and its answer.

A line is read from what the group has already: a kept note of a box for commitments or asks, a
sentence that the group agreed, or a piece of that kind. Of a line only what became of it is stored,
so that it goes with its note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from plugin.domain.agreements import Outcome, Proposal
from plugin.domain.blankness import is_blank
from plugin.domain.days import long_day
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.notes import Note
from plugin.domain.pieces import PieceWhole, Rung, may_go_out, rung_at
from plugin.domain.returns import NOTE, OPEN, PIECE, can_be_card

LONGEST_SAID = 500
ASK_LINK_LASTS = timedelta(days=30)


class FollowUpKind(Enum):
    """What a line is; the value is the word on screens."""

    COMMITMENT = "commitment"
    ASK = "ask"


class FollowUpState(Enum):
    """Where a line stands; the value is the word on screens."""

    OPEN = "open"
    DONE = "done"
    ANSWERED = "answered"
    LET_GO = "let go"


class ReplyKind(Enum):
    """What a sponsor says to an ask; the value is the word on screens."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PASSED_ON = "passed on"


NOTE_KINDS = {"commitment": FollowUpKind.COMMITMENT, "ask": FollowUpKind.ASK}
PIECE_KINDS = {"commitment of the group": FollowUpKind.COMMITMENT, "ask": FollowUpKind.ASK}
CHOSEN_FROM = "idea"  # the kind of notes among which people choose what is one of the two
_STATES = {
    FollowUpKind.COMMITMENT: (FollowUpState.OPEN, FollowUpState.DONE, FollowUpState.LET_GO),
    FollowUpKind.ASK: (FollowUpState.OPEN, FollowUpState.ANSWERED, FollowUpState.LET_GO),
}


@dataclass(frozen=True, slots=True)
class SponsorReply:
    """A sponsor's answer to an ask: why it was declined, to whom it was passed on, or a word."""

    kind: ReplyKind
    words: str
    day: date
    let_in_by: tuple[str, ...] = ()  # who passed a link on, and could have answered themselves


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """A link by which an ask is answered; `made_by`: its maker, and whoever let them in."""

    until: datetime
    made_by: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What is stored of a line: what people chose that it is, and what became of it."""

    key: str
    community_id: str
    kind: FollowUpKind | None = None  # None: as its box or its piece says
    state: FollowUpState = FollowUpState.OPEN
    became: str = ""
    became_on: date | None = None
    asked_on: date | None = None  # when a sentence was put to the sponsor
    reply: SponsorReply | None = None


@dataclass(frozen=True, slots=True)
class NoteOfSession:
    """A note with the session in which it was written."""

    note: Note
    meeting: str
    day: date
    template_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """One commitment or ask, as its group reads it."""

    key: str
    kind: FollowUpKind
    words: str
    where: str
    day: date
    known: FollowUp
    target_id: str  # of its note or piece; of a sentence the session's
    note: Note | None = None
    is_out: bool = False  # a piece that the partners read

    @property
    def state(self) -> FollowUpState:
        """Return where it stands: a sponsor's answer counts until people say something else."""
        is_open = self.known.state is FollowUpState.OPEN
        return FollowUpState.ANSWERED if is_open and self.known.reply else self.known.state

    @property
    def is_open(self) -> bool:
        """Say whether it waits for somebody to say what became of it."""
        return self.state is FollowUpState.OPEN

    @property
    def states(self) -> tuple[FollowUpState, ...]:
        """Return what can be said of it."""
        return _STATES[self.kind]

    @property
    def is_sentence(self) -> bool:
        """Say whether it is a sentence that the group agreed."""
        return self.key.startswith(OPEN)

    @property
    def waits_for_sponsor(self) -> bool:
        """Say whether the sponsor can read it, and has not answered."""
        is_with_them = self.is_out or self.known.asked_on is not None
        return self.kind is FollowUpKind.ASK and is_with_them and self.is_open

    @property
    def place(self) -> str:
        """Return what it was read from: note, sentence, or piece."""
        return {NOTE: "note", OPEN: "sentence"}.get(f"{self.key.partition(':')[0]}:", "piece")


def note_lines(
    said: Iterable[NoteOfSession],
    known: Mapping[str, FollowUp],
    community_id: str,
    today: date,
) -> tuple[FollowUpLine, ...]:
    """Return the lines of notes: kept ones alone, whatever box they lie in now."""
    found = []
    for each in said:
        key = f"{NOTE}{each.note.id}"
        stored = known.get(key) or FollowUp(key=key, community_id=community_id)
        kind = stored.kind or NOTE_KINDS.get(each.note.kind)
        if kind is not None and can_be_card(each.note, today):
            found.append(
                FollowUpLine(
                    key=key,
                    kind=kind,
                    words=each.note.text or "",
                    where=f"{each.meeting}, {long_day(each.day)}",
                    day=each.day,
                    known=stored,
                    target_id=each.note.id,
                    note=each.note,
                )
            )
    return tuple(found)


def sentence_lines(
    proposals: Iterable[Proposal],
    said: Iterable[NoteOfSession],
    known: Mapping[str, FollowUp],
    community_id: str,
) -> tuple[FollowUpLine, ...]:
    """Return the lines of sentences that the group agreed, in their words of today."""
    kinds = {each.note.id: NOTE_KINDS.get(each.note.kind) for each in said}
    found = []
    for proposal in proposals:
        key = f"{OPEN}{proposal.id}"
        stored = known.get(key) or FollowUp(key=key, community_id=community_id)
        kind = stored.kind or kinds.get(proposal.note_id or "")
        if kind is not None and may_be_followed(proposal):
            found.append(
                FollowUpLine(
                    key=key,
                    kind=kind,
                    words=proposal.sentence,
                    where=f"Agreed on {long_day(proposal.day)}",
                    day=proposal.day,
                    known=stored,
                    target_id=proposal.session_id,
                )
            )
    return tuple(found)


def may_be_followed(proposal: Proposal) -> bool:
    """Say whether a sentence can be a commitment or an ask: agreed, no setting, and readable."""
    is_plain = proposal.setting.other is not None and not proposal.setting.is_rule
    return proposal.outcome is Outcome.AGREED and is_plain and HIDDEN not in proposal.sentence


def piece_lines(
    pieces: Iterable[PieceWhole], known: Mapping[str, FollowUp], community_id: str, now: datetime
) -> tuple[FollowUpLine, ...]:
    """Return the lines of pieces whose newest wording is a commitment or an ask."""
    found = []
    for whole in pieces:
        key, kind = f"{PIECE}{whole.piece.id}", PIECE_KINDS.get(whole.newest.kind)
        if kind is not None:
            day = whole.piece.made_at.date()
            found.append(
                FollowUpLine(
                    key=key,
                    kind=kind,
                    words=whole.newest.title,
                    where=f"A piece of {long_day(day)}",
                    day=day,
                    known=known.get(key) or FollowUp(key=key, community_id=community_id),
                    target_id=whole.piece.id,
                    is_out=rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
                    and may_go_out(whole, now) is not None,
                )
            )
    return tuple(found)


def why_not_said(state: FollowUpState, words: str) -> str | None:
    """Return why this cannot be stored of a line, in a sentence; None if it can."""
    if state is not FollowUpState.OPEN and is_blank(words):
        return "Say what became of it in a sentence. Nothing was stored."
    return _too_long(words)


def why_not_answered(kind: ReplyKind, words: str) -> str | None:
    """Return why a sponsor cannot answer so, in a sentence; None if they can."""
    if kind is ReplyKind.DECLINED and is_blank(words):
        return "Say why, so that the group can learn from it. Nothing was stored."
    if kind is ReplyKind.PASSED_ON and is_blank(words):
        return "Say to whom you passed it on. Nothing was stored."
    return _too_long(words)


def reply_in_words(reply: SponsorReply) -> str:
    """Return a sponsor's answer as a sentence for pages and cards."""
    said = f"On {long_day(reply.day)} the sponsor {_SAID[reply.kind]}"
    said += ", by a link that was passed on" if reply.let_in_by else ""
    return f"{said}." if is_blank(reply.words) else f"{said}: {_ended(reply.words)}"


_SAID = {
    ReplyKind.ACCEPTED: "accepted it",
    ReplyKind.DECLINED: "declined it",
    ReplyKind.PASSED_ON: "passed it on",
}


def _ended(words: str) -> str:
    text = words.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _too_long(words: str) -> str | None:
    if len(words) <= LONGEST_SAID:
        return None
    return (
        f"That may have {LONGEST_SAID} characters; yours has {len(words):,}. Nothing was stored. "
        "Make it shorter."
    )
