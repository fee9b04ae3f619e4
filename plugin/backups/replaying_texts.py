"""Takes words that went out of the texts of groups again, after a backup was put back.

The words are those of notes that go with the restore, and those that had been taken back before, of
which the log knows in which texts they stood. Texts that nobody changed since the backup was made
stay: their group left them as they were, and reads in the report of a note that they repeat it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugin.backups.replaying_agreements import groups_without_permission, groups_without_rules
from plugin.domain.erasure_log import LogEntry, Went
from plugin.domain.overlap import phrases_of
from plugin.domain.own_texts import TextsToTakeOut
from plugin.domain.quiet_writing import QuietNote
from plugin.store import communities as stored_communities
from plugin.store import erasure_log, own_texts, quiet_notes
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.gone_words import neighbours

_TAKES_WORDS = (Went.NOTE_ERASED, Went.NOTE_FORGOTTEN)


@dataclass(frozen=True, slots=True)
class GroupsWithWords:
    """In whose texts words stood that went, and who lost rules: names of groups, each once."""

    taken_out: tuple[str, ...] = ()  # of texts that were changed since the backup was made
    left: tuple[str, ...] = ()  # of texts that nobody had changed
    without_rules: tuple[str, ...] = ()  # that they had agreed since
    without_permission: tuple[str, ...] = ()  # that their sponsor had given since


def words_that_go(tx: Tx, entries: Iterable[LogEntry]) -> dict[str, list[str]]:
    """Return the texts that notes have here which go with a restore, by a group of each."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in entries:
        if each.went not in _TAKES_WORDS:
            continue
        note = stored_notes.note(tx, each.about) or _held_back(tx, each.about)
        session = None if note is None else stored_sessions.session(tx, note.session_id)
        if note is None or session is None:
            continue
        older = (was.text for was in stored_notes.versions(tx, note.id))
        found[session.community_id] += [text for text in (note.text, *older) if text]
    return found


def _held_back(tx: Tx, note_id: str) -> QuietNote | None:
    """Return a note that was read before it was held back; what nobody read stands nowhere."""
    quiet = quiet_notes.quiet_note(tx, note_id)
    return quiet if quiet is not None and quiet.is_held_back else None


def take_words_out_of_texts(
    tx: Tx, entries: Sequence[LogEntry], going: dict[str, list[str]]
) -> GroupsWithWords:
    """Take out of every group’s texts what was changed since, and repeats words that went."""
    changed = _hashes(entries, Went.TEXT_CHANGED)
    repeating = _hashes((*erasure_log.entries_of(tx), *entries), Went.TEXT_REPEATS)
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for community_id, gone in going.items():
        for each in neighbours(tx, community_id):  # people work in several groups
            texts[each] += gone
    taken_out, left = set[str](), set[str]()
    for each in sorted({*changed, *texts}):
        phrases = phrases_of(texts[each])
        wanted = TextsToTakeOut(each, changed[each], repeating[each], phrases)
        if own_texts.take_out(tx, wanted):
            taken_out.add(each)
        left |= own_texts.groups_repeating(tx, [each], phrases)
    return GroupsWithWords(
        _names(tx, taken_out),
        _names(tx, left),
        _names(tx, groups_without_rules(tx, entries)),
        _names(tx, groups_without_permission(tx, entries)),
    )


def _hashes(entries: Iterable[LogEntry], went: Went) -> defaultdict[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for each in entries:
        if each.went is went:
            found[each.about] |= frozenset(each.detail["hashes"])
    return found


def _names(tx: Tx, community_ids: Iterable[str]) -> tuple[str, ...]:
    found = (stored_communities.community(tx, each) for each in community_ids)
    return tuple(sorted(each.name for each in found if each is not None))
