"""Restores a backup: what went since does not come back, and what lets people in has ended.

All of it is the transaction of `store.backing_up.restore`; until it ends pages show what was there.
What went is known from the log in the database that is replaced, and from the files beside it: they
are there where that database is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugin.backups.replaying import replay
from plugin.backups.replaying_texts import GroupsWithWords
from plugin.domain.erasure_log import LogEntry, since
from plugin.errors import BadInput
from plugin.govern.retention import tidy_in
from plugin.store import backing_up, ended_access, erasure_log, legal_holds
from plugin.store import gone_words as stored_gone_words
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what has to be known about it."""

    made_at: datetime
    rows: int
    tables: int
    messages: tuple[str, ...]


def restore(services: Services, path: Path, logs: Sequence[Path], *, replaces: bool) -> Restored:
    """Put a backup in place; raise BadInput, with nothing changed, for one that cannot be."""
    there: tuple[LogEntry, ...] = ()
    runs: list[dict[str, Any]] = []
    written = [_read(each) for each in logs]
    messages: tuple[str, ...] = ()

    def before(tx: Tx) -> None:
        nonlocal there, runs
        there, runs = erasure_log.entries_of(tx), stored_gone_words.all_runs(tx)

    def finish(tx: Tx) -> None:
        nonlocal messages
        ended_access.end_all(tx)
        backed_up = erasure_log.entries_of(tx)
        gone = since(backed_up, there, *(found for found, _ in written))
        replayed = replay(services, tx, gone)
        stored_gone_words.know_runs_too(tx, runs)
        # What replaying noted is what is noted already.
        erasure_log.keep_only(tx, [each.id for each in backed_up])
        erasure_log.add_entries(tx, gone)
        tidied = tidy_in(services, tx)
        erased = replayed.gone + tidied.erased_held + tidied.erased_left
        messages = _messages(len(gone), erased, sum(unread for _, unread in written))
        messages += _about_texts(replayed.groups)
        messages += _about_holds(legal_holds.in_force(tx, services.today))

    put_back = backing_up.restore(
        services.db, path, replaces=replaces, before=before, finish=finish
    )
    return Restored(put_back.made_at, put_back.rows, put_back.tables, messages)


def _read(log: Path) -> tuple[tuple[LogEntry, ...], int]:
    try:
        return erasure_log.read(log)
    except OSError as error:
        raise BadInput(
            f"The file {log} cannot be read ({error.strerror}): it knows what people took back "
            "since. Nothing was changed. Make it readable for this account, then restore again."
        ) from error


def _messages(entries: int, erased: int, unread: int) -> tuple[str, ...]:
    said = "Nothing went after the backup was made, as far as the log knows."
    if entries or erased:
        known = "one entry of the log" if entries == 1 else f"{entries} entries of the log"
        notes = "one note has" if erased == 1 else f"{erased} notes have"
        also = f", and {notes} no words any more" if erased else ""
        said = f"What went after the backup was made went again: {known}{also}."
    lines = "one line" if unread == 1 else f"{unread} lines"
    torn = f"Not read: {lines} of the log, which a process that died tore." if unread else ""
    signed_out = "Everybody is signed out, and no link that waited signs in any more."
    return tuple(each for each in (said, torn, signed_out) if each)


def _about_texts(groups: GroupsWithWords) -> tuple[str, ...]:
    """Say in whose texts words stood that went: people of these groups write, or change, them."""
    messages = []
    if groups.taken_out:
        messages.append(
            f"Words that went stood in texts of {', '.join(groups.taken_out)}, which had been "
            "changed after the backup was made. They were taken out: a sentence stands there. Ask "
            "the facilitator to write them again."
        )
    if groups.left:
        messages.append(
            f"Words that went stand in texts of {', '.join(groups.left)}, which nobody had changed "
            "after the backup was made. They stay. Ask the facilitator to look at them."
        )
    if groups.without_rules:
        messages.append(
            f"Rules that {', '.join(groups.without_rules)} agreed after the backup was made are "
            "lost, and rules that were agreed no more are none. Ask the facilitator to write them "
            "again."
        )
    if groups.without_permission:
        messages.append(
            f"A permission that a sponsor gave {', '.join(groups.without_permission)} after the "
            "backup was made is lost: one from before stands there, if there was one. Ask the "
            "sponsor again."
        )
    return tuple(messages)


def _about_holds(in_force: int) -> tuple[str, ...]:
    """Say that holds are in force, as backup and log have them: a legal duty may go on."""
    if not in_force:
        return ()
    holds, are = ("One legal hold", "is") if in_force == 1 else (f"{in_force} legal holds", "are")
    return (
        f"{holds} {are} in force. Nobody reads what a hold keeps past its day. Ask the groups "
        "whether each hold still stands. One that is newer than the backup has no reason here: "
        "its group has to write it again.",
    )
