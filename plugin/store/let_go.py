"""What follows when words of notes go, whether they are erased, replaced or taken back.

Where they stand in a wording is remembered, and for a while by digests what stood on the desk, so
that they come back nowhere, and who curates looks at those pieces again. What waits and repeats
them goes too: reasons of objections, words of answers, what mails say that were not sent yet, a
permission that waits for its sponsor, one that another followed, what people wrote into our box on
a page in Notion, and what we remember of what stands there beside the words, exports that wait to
be downloaded, what curators wrote on the desk, lines of who asks to talk first, what was said of
commitments and asks, and lines of private lists. Where a group's own text hid them, the sign stays
in their place. A no to being quoted with them stays, in each note that repeats them.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.notes import BY_PHONE, may_be_older
from plugin.domain.overlap import Phrases, lost_runs, phrases_of
from plugin.domain.questions import LEFT_OUT
from plugin.domain.quiet_writing import QuietNote
from plugin.domain.sessions import SessionState
from plugin.store import (
    complaint_log,
    desk_marks,
    follow_ups,
    legal_holds,
    outbox,
    piece_readings,
    private_lists,
    quiet_notes,
    reviews,
    sync_runs,
    talk_wishes,
)
from plugin.store import exports as stored_exports
from plugin.store import links as stored_links
from plugin.store import objections as stored_objections
from plugin.store import permissions as stored_permissions
from plugin.store import pulse as stored_pulse
from plugin.store import questions as stored_questions
from plugin.store import tables as t
from plugin.store.carried_refusals import carry_over
from plugin.store.database import Tx
from plugin.store.gone_words import neighbours, remember_runs
from plugin.store.held_words import look_again
from plugin.store.struck_texts import strike


@dataclass(frozen=True, slots=True)
class Dropped:
    """How much went with the words of a note, since it repeated them."""

    reasons: int = 0  # of objections, words of answers, and of how a session was
    mails: int = 0  # that go out without what they said
    asked: int = 0  # permissions that waited for their sponsor
    replaced: int = 0  # permissions that another followed
    on_desks: int = 0  # sentences of curators
    between: int = 0  # what was said of commitments and asks, and private lines
    struck: int = 0  # texts of groups that hid its words


def let_go(
    tx: Tx,
    session_id: str,
    gone: Mapping[str, Sequence[str]],
    at: datetime,
    *,
    is_their_day: bool = False,
) -> Dropped:
    """Do what follows when these texts of a session's notes, by their ids, go: call it before.

    `is_their_day` says that they go since their day has come, and for no other reason.
    """
    texts = [text for each in gone.values() for text in each]
    if not texts:
        return Dropped()
    carry_over(tx, gone)
    struck = strike(tx, session_id, gone, with_held=not is_their_day)
    look_again(tx)
    community_id, was_read = _where(tx, session_id)
    going = GoingWords(community_id, gone, by_day(tx, gone), was_read=was_read)
    return replace(words_go(tx, going, at), struck=struck)


@dataclass(frozen=True, slots=True)
class GoingWords:
    """Words that go from a partnership, whosever they were."""

    community_id: str  # a group of it
    gone: Mapping[str, Sequence[str]]  # texts by ids: of notes, or names that lead to nobody
    by_day: Mapping[date | None, Sequence[str]]  # the same texts by the day on which they came
    was_read: bool = True  # people may have typed them where no run of the sync has looked yet
    but_for: str = ""  # the hash of an answer's link, which keeps its words for now


def words_go(tx: Tx, going: GoingWords, at: datetime) -> Dropped:
    """Take words that go out of all that repeats them, or have it looked at again.

    Words of notes, of *How was it?* and of answers take this one way, so that none of them leaves
    more behind than another.
    """
    gone = going.gone
    phrases = phrases_of([text for each in gone.values() for text in each])
    groups, partnership_id = _groups_beside(tx, going.community_id)
    if going.was_read:
        sync_runs.words_went(tx, partnership_id)
    stored_links.mark_gone(tx, partnership_id, lambda text: phrases.stand_in(fold(text)))
    reviews.open_where_told(tx, going.community_id, gone, at)
    reasons = _drop_reasons(tx, partnership_id, gone, going.but_for)
    stored_exports.drop_contents_of(tx, partnership_id)
    stored_links.forget_told(tx, partnership_id, lambda text: phrases.stand_in(fold(text)))
    asked, replaced = _drop_permissions(tx, groups, phrases)
    signed = piece_readings.signed_before(tx, groups, going.by_day)
    reviews.open_for_readings(tx, groups, gone, at, signed)
    _remember_what_was_left_out(tx, groups, gone)
    quiet_notes.drop_repeating(tx, groups, phrases)
    legal_holds.drop_repeating(tx, groups, phrases)
    _drop_complaints(tx, groups, going.by_day)
    talk_wishes.drop_repeating(tx, groups, phrases)
    return Dropped(
        reasons=reasons,
        mails=_say_less_in_mails(tx, partnership_id, phrases),
        asked=asked,
        replaced=replaced,
        on_desks=desk_marks.drop_repeating(tx, groups, phrases, signed),
        between=follow_ups.drop_repeating(tx, groups, phrases)
        + private_lists.drop_repeating(tx, groups, phrases),
    )


def _where(tx: Tx, session_id: str) -> tuple[str, bool]:
    """Return of which group a session is, and whether people may have read its words elsewhere."""
    here = sa.select(t.session.c.community_id, t.session.c.state)
    community_id, state = tx.execute(here.where(t.session.c.id == session_id)).one()
    return community_id, state == SessionState.CLOSED.value  # until then the board is the pen


def let_go_of_thing(tx: Tx, own_hash: str, at: datetime) -> None:
    """Erase what one person would change, at once; a backup does not bring it back.

    What repeats it goes as when a note goes: it was read after Close.
    """
    said = stored_pulse.things_of(tx, own_hash)
    stored_pulse.drop_thing(tx, own_hash)
    _let_go_of_things(tx, said, at)


def let_go_of_due_things(tx: Tx, today: date, at: datetime) -> None:
    """Erase what people would change once its day has come, and what repeats it."""
    said = stored_pulse.due_things(tx, today)
    stored_pulse.forget_due(tx, today)
    _let_go_of_things(tx, said, at)


def _let_go_of_things(tx: Tx, said: Iterable[stored_pulse.ThingSaid], at: datetime) -> None:
    for each in said:
        gone = {secrets.token_hex(16): [each.words]}  # a name that leads to nobody
        words_go(tx, GoingWords(each.community_id, gone, {each.day: [each.words]}), at)


def let_go_of_quiet(
    tx: Tx, quiet: QuietNote, words: str, at: datetime, *, is_their_day: bool = False
) -> None:
    """Do so for a note that was held back, with the words that it has from now on: call it before.

    It was on the board, and on pages, until then. What nobody but its writer saw is used nowhere.
    """
    if quiet.is_held_back:
        gone = lost_runs(quiet.text, words) if words else (quiet.text,)
        let_go(tx, quiet.session_id, {quiet.id: gone}, at, is_their_day=is_their_day)


def let_go_of_returned(tx: Tx, session_id: str, at: datetime) -> None:
    """Do so for notes that their writers did not change after they were returned: Close."""
    for each in quiet_notes.quiet_notes(tx, session_id):
        if each.returned_with is not None:
            let_go_of_quiet(tx, each, "", at)


def _groups_beside(tx: Tx, community_id: str) -> tuple[Sequence[str], str]:
    """Return the groups of a group's partnership, and the partnership."""
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    return neighbours(tx, community_id), tx.execute(of).scalar_one()


def _remember_what_was_left_out(
    tx: Tx, groups: Sequence[str], gone: Mapping[str, Sequence[str]]
) -> None:
    """Know notes for a while that were not to be shared: they alone knew where that was told."""
    source = t.source.c
    is_left = source.note_id.in_(list(gone)) & (source.gone_because == LEFT_OUT)
    left = tx.execute(sa.select(source.note_id).where(is_left).distinct()).scalars()
    texts = [text for note_id in left for text in gone[note_id]]
    if texts:
        remember_runs(tx, groups, phrases_of(texts), texts)


def _drop_complaints(
    tx: Tx, groups: Sequence[str], texts: Mapping[date | None, Sequence[str]]
) -> None:
    for day, said in texts.items():
        complaint_log.drop_repeating(tx, groups, phrases_of(said), day)


def by_day(tx: Tx, gone: Mapping[str, Sequence[str]]) -> dict[date | None, list[str]]:
    """Return these texts by the day since when their note can have said them.

    Words of before Close, and those that a version kept since, are as old as their note: a comma
    makes no words younger. What a board had may have been there before it was collected.
    """
    said: defaultdict[str, list[tuple[date, str, date]]] = defaultdict(list)
    for note_id, words, since, first_on, source, met in tx.execute(_SAID, {"those": list(gone)}):
        came = min([first_on or since.date(), *may_be_older(source, met)])
        said[note_id].append((since.date(), words, came))
    found: defaultdict[date | None, list[str]] = defaultdict(list)
    for note_id, texts in gone.items():
        rows = sorted(said[note_id])
        days = [(words, day) for day, words, _ in rows[1:]]
        days += [(rows[0][1], min(came for _, _, came in rows))] if rows else []
        newest = max((day for _, day in days), default=None)
        for text in texts:
            found[min((day for words, day in days if text in words), default=newest)].append(text)
    return found


_SAID = sa.union_all(
    *(
        sa.select(own, words, since, first_on, source, t.session.c.day)
        .select_from(of.join(t.session))
        .where(own.in_(sa.bindparam("those", expanding=True)), words != "")
        for of, own, words, since, first_on, source in (
            (
                t.note,
                t.note.c.id,
                t.note.c.text,
                t.note.c.seen_at,
                t.note.c.first_on,
                t.note.c.source,
            ),
            (
                t.note_version.join(t.note),
                t.note_version.c.note_id,
                t.note_version.c.text,
                t.note_version.c.seen_at,
                sa.null(),
                t.note.c.source,
            ),
            (
                t.quiet_note,
                t.quiet_note.c.id,
                t.quiet_note.c.text,
                t.quiet_note.c.written_at,
                sa.null(),
                sa.literal(BY_PHONE),
            ),
        )
    )
)


def _drop_reasons(
    tx: Tx, partnership_id: str, gone: Mapping[str, Sequence[str]], but_for: str
) -> int:
    went = sum(
        stored_objections.drop_repeating(tx, note_id, partnership_id, each)
        + stored_questions.drop_repeating(tx, note_id, partnership_id, each, but_for)
        for note_id, each in gone.items()
    )
    texts = [text for each in gone.values() for text in each]
    return went + stored_pulse.drop_repeating(tx, partnership_id, texts)


def _say_less_in_mails(tx: Tx, partnership_id: str, phrases: Phrases) -> int:
    found = [
        each.id
        for each in outbox.waiting_mails(tx, partnership_id)
        if phrases.stand_in(fold(f"{each.subject}\n{each.body}"))
    ]
    for mail_id in found:
        outbox.say_less(tx, mail_id)
    return len(found)


def _drop_permissions(tx: Tx, groups: Sequence[str], phrases: Phrases) -> tuple[int, int]:
    asked = replaced = 0
    for community_id in groups:
        found = stored_permissions.permissions(tx, community_id)
        in_force = next((each.id for each in found if each.agreed_on is not None), None)
        for each in found:
            if each.id == in_force or not phrases.stand_in(fold("\n".join(each.words.texts))):
                continue
            remember_runs(tx, [community_id], phrases, each.words.texts)
            stored_permissions.drop(tx, each.id)
            asked += each.agreed_on is None
            replaced += each.agreed_on is not None
    return asked, replaced
