"""Exports a partnership: everything of it that may leave, in one zip.

That an export is made is remembered before anything is read for it, so that whoever takes a note
back later is told that it was copied.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, TypeVar

from plugin.domain.communities import Community
from plugin.domain.exports import ExportOf, ExportRecord
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.errors import NotHere, NotNow
from plugin.memory.export_contents import ExportedGroup, ExportedPartnership, tables_of
from plugin.memory.export_files import files_of
from plugin.memory.export_pieces import Row
from plugin.memory.exported_evidence import copied_pictures, file_of
from plugin.store import about_groups, erasure_log, identifier_decisions, piece_evidence
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store import exports as stored_exports
from plugin.store import notes as stored_notes
from plugin.store import people as stored_people
from plugin.store import permissions as stored_permissions
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.designs import StoredVersion
from plugin.store.exports import WaitingExport
from plugin.store.private_output import written_whole
from plugin.store.quotable import unquotable
from plugin.store.services import Services

T = TypeVar("T")

WAITS = timedelta(days=1)
_TRIES = 3
DOWNLOAD_ENDED = (
    "This download has ended: it waits for a day, and goes as soon as somebody takes a note back. "
    "Ask for a new one."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many files, and how many sessions, notes and pieces they hold."""

    files: int
    sessions: int
    notes: int
    pieces: int


def require_export(services: Services, actor: Actor, partnership_id: str) -> None:
    """Return if a person may export a partnership; raise NotHere or Refused.

    They look after all of it, and may read the notes of every group.
    """
    with services.db.read() as tx:
        _require(tx, actor, partnership_id)


def may_export(services: Services, actor: Actor, partnership_id: str) -> bool:
    """Say whether `require_export` would return."""
    with services.db.read() as tx:
        groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    return actor.may_everywhere(Power.LOOK_AFTER, partnership_id, groups)


def export_to_file(services: Services, actor: Actor, partnership_id: str, path: Path) -> Exported:
    """Write an export into a new private file; raise as `require_export`, and BadInput."""
    with written_whole(path) as out:
        _noted(services, actor, partnership_id)
        return _written(services, partnership_id, out)[1]


def export_to_wait(services: Services, actor: Actor, partnership_id: str) -> datetime:
    """Let an export wait here to be downloaded, and return until when; raise `require_export`.

    What was read before something went is not kept: it is read again.
    """
    export_id = _noted(services, actor, partnership_id)

    def written() -> tuple[int, bytes]:
        out = io.BytesIO()
        last, _exported = _written(services, partnership_id, out)
        return last, out.getvalue()

    def keep(tx: Tx, content: bytes, until: datetime) -> None:
        stored_exports.keep_content(tx, export_id, content, until)

    return kept_to_wait(services, written, keep)


def kept_to_wait(
    services: Services,
    written: Callable[[], tuple[int, T]],
    keep: Callable[[Tx, T, datetime], None],
) -> datetime:
    """Let what was written wait here, and return until when; raise NotNow if notes keep going.

    `written` returns the number of the last entry of what went, as it was read with, and the file.
    """
    for _ in range(_TRIES):
        last, content = written()
        with services.db.begin() as tx:
            if erasure_log.last_number(tx) == last:
                until = services.now + WAITS
                keep(tx, content, until)
                return until
    raise NotNow(
        "Notes went while everything was read. Nothing was kept of it. Ask for it again in a while."
    )


def exports_waiting(
    services: Services, actor: Actor, partnership_id: str
) -> tuple[WaitingExport, ...]:
    """Return the exports that can be downloaded; raise as `require_export`."""
    with services.db.read() as tx:
        _require(tx, actor, partnership_id)
        return _waiting(services, tx, partnership_id)


def download(services: Services, actor: Actor, partnership_id: str, export_id: str) -> bytes:
    """Return an export that waits; raise as `require_export`, and NotHere once it is gone."""
    with services.db.read() as tx:
        _require(tx, actor, partnership_id)
        if export_id not in {each.id for each in _waiting(services, tx, partnership_id)}:
            raise NotHere(DOWNLOAD_ENDED)
        return stored_exports.content_of(tx, export_id)


def _waiting(services: Services, tx: Tx, partnership_id: str) -> tuple[WaitingExport, ...]:
    """Return what waits of whole partnerships; what somebody chose waits for them alone."""
    waiting = stored_exports.waiting(tx, partnership_id, services.now)
    return tuple(each for each in waiting if each.record.of is ExportOf.EVERYTHING)


def _noted(services: Services, actor: Actor, partnership_id: str) -> str:
    """Remember that an export is made; return its id."""
    export_id = services.new_id()
    with services.db.begin() as tx:
        _require(tx, actor, partnership_id)
        record = ExportRecord(
            id=export_id,
            partnership_id=partnership_id,
            made_at=services.now,
            made_by=actor.person_id,
        )
        stored_exports.note_export(tx, record)
    return export_id


def _written(services: Services, partnership_id: str, out: IO[bytes]) -> tuple[int, Exported]:
    """Write an export; return the number of the last entry of what went, and what it holds."""
    with services.db.read() as tx:
        last, found = erasure_log.last_number(tx), _found(tx, partnership_id)
        pictures = _pictures(tx, found)
    tables = tables_of(found, services.today)
    files = files_of(found.partnership.name, tables, services.today, pictures)
    _zip(files, services.today, out)
    with_words = sum(not each["why without words"] for each in tables["notes"])
    counts = (len(files), len(tables["sessions"]), with_words, len(tables["pieces"]))
    return last, Exported(*counts)


def _zip(files: dict[str, bytes], day: date, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, content)


def _require(tx: Tx, actor: Actor, partnership_id: str) -> None:
    if stored_communities.partnership(tx, partnership_id) is None:
        raise NotHere(
            NOTHING_HERE, "`hedgerow list` shows the ids of the partnerships that are here."
        )
    groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    actor.require_everywhere(Power.LOOK_AFTER, partnership_id, groups)


def _found(tx: Tx, partnership_id: str) -> ExportedPartnership:
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    people = tuple(each for each, _ in stored_people.people_of(tx, partnership_id))
    communities = stored_communities.communities(tx, partnership_id)
    return ExportedPartnership(
        partnership, people, [exported_group(tx, each) for each in communities]
    )


def _pictures(tx: Tx, found: ExportedPartnership) -> dict[str, bytes]:
    ids = [id_ for each in found.groups for id_ in copied_pictures(each.pieces, each.is_unquotable)]
    contents = ((id_, piece_evidence.content_of(tx, id_)) for id_ in ids)
    return {file_of(id_): content for id_, content in contents if content is not None}


def _design(stored: StoredVersion) -> Row:
    return {
        "group": stored.community_id,
        "design": stored.design_id,
        "version": stored.version,
        "made from": stored.base,
        "made on": stored.made_at.date().isoformat(),
        "document": dict(stored.document),
    }


def exported_group(tx: Tx, community: Community) -> ExportedGroup:
    """Return a community with everything of it that is looked at for an export."""
    sessions = stored_sessions.sessions(tx, community.id)
    notes = [note for each in sessions for note in stored_notes.notes(tx, each.id)]
    changed = [note.id for note in notes if note.version > 1]
    return ExportedGroup(
        community=community,
        about=about_groups.about(tx, community.id),
        agreements=[
            (each.agreement, each.made_at.date())
            for each in stored_communities.agreement_versions(tx, community.id)
        ],
        designs=[_design(each) for each in stored_designs.designs(tx, community.id)],
        permissions=stored_permissions.permissions(tx, community.id),
        proposals=stored_communities.proposals(tx, community.id),
        sessions=sessions,
        notes=notes,
        versions={note_id: stored_notes.versions(tx, note_id) for note_id in changed},
        pieces=stored_pieces.pieces(tx, community.partnership_id, community.id),
        is_unquotable=unquotable(tx, community.id).stand_in,
        known=identifier_decisions.known_in(tx, community.partnership_id),
    )
