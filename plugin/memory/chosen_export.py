"""Exports pieces, notes or agreements for a person who may read them, as a file that waits a day.

Words that may point to a person, with nobody's decision, stop it. It is remembered with what it
holds in the transaction that keeps the file, so whoever takes a note back later is told of it. Only
who asked for it downloads it, and only as long as they may still read all that it holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.exports import CHOOSABLE, ExportChoice, ExportFormat, ExportOf, ExportRecord
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import is_for_the_group, is_stopped
from plugin.errors import BadInput, NotHere
from plugin.memory.chosen_contents import (
    BoxTitle,
    ChosenContents,
    of_agreements,
    of_notes,
    of_pieces,
)
from plugin.memory.chosen_evidence import evidence_beneath
from plugin.memory.export import DOWNLOAD_ENDED, exported_group, kept_to_wait
from plugin.memory.export_document import Block, ExportDocument, Paragraph
from plugin.memory.export_files import FORMAT, as_csv, as_json
from plugin.memory.export_markdown import as_markdown
from plugin.memory.query import Query
from plugin.memory.search import partnership_of, pieces_for
from plugin.store import communities as stored_communities
from plugin.store import erasure_log
from plugin.store import exports as stored_exports
from plugin.store.database import Tx
from plugin.store.exports import WaitingExport
from plugin.store.quotable import unquotable
from plugin.store.services import Services

_NEEDS = {
    ExportOf.PIECES: Power.READ_MEMORY,
    ExportOf.NOTES: Power.READ_NOTES,
    ExportOf.AGREEMENTS: Power.READ_COMMUNITY,
}
_TITLES = {
    ExportOf.PIECES: "Pieces",
    ExportOf.NOTES: "Kept notes",
    ExportOf.AGREEMENTS: "What the groups agreed",
}
_DOCUMENTS = (ExportFormat.MARKDOWN, ExportFormat.DOCX, ExportFormat.ODT)
_MOST_DAYS = 5
_COPY = (
    "This is a copy. When somebody takes a note back later, Hedgerow names this file as one that "
    "it cannot reach: please take the words out here too. Give it to nobody who may not read this."
)
_WITHOUT = {
    ExportOf.PIECES: (
        "Not in it: drafts, pieces that are being looked at again, and wordings in which words "
        "stand that are held, were taken back or were erased. Left out of these: {left_out}."
    ),
    ExportOf.NOTES: (
        "Not in it: words that stay where they were said, held words, words that were taken back, "
        "and notes of sessions that are not closed. Left out of these: {left_out}."
    ),
    ExportOf.AGREEMENTS: "Not in it: texts in which words stand that are held or went.",
}


@dataclass(frozen=True, slots=True)
class _Written:
    content: bytes
    record: ExportRecord


def choices_for(
    services: Services, actor: Actor, partnership_id: str
) -> dict[ExportOf, tuple[Community, ...]]:
    """Return what a person may export, with the groups of which; raise NotHere for strangers."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        every = stored_communities.communities(tx, partnership_id)
    found = {of: _readable(actor, partnership_id, of, every) for of in CHOOSABLE}
    return {of: groups for of, groups in found.items() if groups}


def require_choice(
    services: Services, actor: Actor, partnership_id: str, choice: ExportChoice
) -> None:
    """Return if a person may export what they chose; raise NotHere, Refused or BadInput."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        every = {each.id for each in stored_communities.communities(tx, partnership_id)}
    if choice.community_id and choice.community_id not in every:
        raise BadInput("This group is not here. Nothing was exported. Choose one of the list.")
    if choice.of is not ExportOf.PIECES:
        actor.require(_NEEDS[choice.of], partnership_id, choice.community_id or None)


def export_chosen(
    services: Services,
    actor: Actor,
    partnership_id: str,
    choice: ExportChoice,
    box_title: BoxTitle,
) -> datetime:
    """Let what was chosen wait here to be downloaded, and return until when.

    Raise as `require_choice`, and BadInput where words may point to a person.
    """
    require_choice(services, actor, partnership_id, choice)

    def written() -> tuple[int, _Written]:
        with services.db.read() as tx:
            last = erasure_log.last_number(tx)
        found = _contents(services, actor, partnership_id, choice, box_title)
        _require_decided(choice.of, found)
        record = ExportRecord(
            id=services.new_id(),
            partnership_id=partnership_id,
            made_at=services.now,
            of=choice.of,
            file_format=choice.file_format,
            made_by=actor.person_id,
            holds=found.holds,
        )
        return last, _Written(_file(services, actor, record, found), record)

    def keep(tx: Tx, made: _Written, until: datetime) -> None:
        stored_exports.note_export(tx, made.record)
        stored_exports.keep_content(tx, made.record.id, made.content, until)

    return kept_to_wait(services, written, keep)


def chosen_waiting(
    services: Services, actor: Actor, partnership_id: str
) -> tuple[WaitingExport, ...]:
    """Return what somebody chose and can download; raise NotHere for strangers."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        waiting = stored_exports.waiting(tx, partnership_id, services.now)
    own = [each for each in waiting if each.record.made_by == actor.person_id]
    return tuple(each for each in own if each.record.of in CHOOSABLE)


def download_chosen(
    services: Services, actor: Actor, partnership_id: str, export_id: str
) -> tuple[ExportRecord, bytes]:
    """Return an export that waits for this person; raise NotHere once it is gone, or not theirs."""
    waiting = chosen_waiting(services, actor, partnership_id)
    record = next((each.record for each in waiting if each.id == export_id), None)
    if record is None or not set(record.holds) <= _now_readable(services, actor, record):
        raise NotHere(DOWNLOAD_ENDED)
    with services.db.read() as tx:
        return record, stored_exports.content_of(tx, export_id)


def _now_readable(services: Services, actor: Actor, record: ExportRecord) -> set[str]:
    if record.of is ExportOf.PIECES:
        pieces = pieces_for(services, actor, record.partnership_id)
        readable = {
            each.whole.piece.id
            for each in pieces
            if not (each.is_looked_at_again or is_stopped(each.whole, each.shown))
        }
        return readable | _groups_read(services, actor, record.partnership_id)
    with services.db.read() as tx:
        every = stored_communities.communities(tx, record.partnership_id)
    return {each.id for each in _readable(actor, record.partnership_id, record.of, every)}


def _groups_read(services: Services, actor: Actor, partnership_id: str) -> set[str]:
    """Return the groups in which somebody reads: what stands beneath their pieces may be shown."""
    with services.db.read() as tx:
        every = stored_communities.communities(tx, partnership_id)
    reads = Power.READ_COMMUNITY
    return {each.id for each in every if actor.may(reads, partnership_id, each.id)}


def _readable(
    actor: Actor, partnership_id: str, of: ExportOf, groups: Collection[Community]
) -> tuple[Community, ...]:
    if of is ExportOf.PIECES:
        return tuple(groups)
    return tuple(each for each in groups if actor.may(_NEEDS[of], partnership_id, each.id))


def _groups(
    tx: Tx, actor: Actor, partnership_id: str, choice: ExportChoice
) -> tuple[Community, ...]:
    every = stored_communities.communities(tx, partnership_id)
    found = _readable(actor, partnership_id, choice.of, every)
    return tuple(each for each in found if choice.community_id in ("", each.id))


def _contents(
    services: Services,
    actor: Actor,
    partnership_id: str,
    choice: ExportChoice,
    box_title: BoxTitle,
) -> ChosenContents:
    if choice.of is ExportOf.PIECES:
        return _pieces(services, actor, partnership_id, choice)
    with services.db.read() as tx:
        chosen = _groups(tx, actor, partnership_id, choice)
        groups = [exported_group(tx, each) for each in chosen]
    if choice.of is ExportOf.NOTES:
        return of_notes(groups, box_title, services.today)
    return of_agreements(groups)


def _pieces(
    services: Services, actor: Actor, partnership_id: str, choice: ExportChoice
) -> ChosenContents:
    wanted = Query(community_id=choice.community_id)
    readable = pieces_for(services, actor, partnership_id, wanted)
    now = services.now
    shown = [each for each in readable if is_for_the_group(each.whole, now)]
    with services.db.read() as tx:
        every = stored_communities.communities(tx, partnership_id)
        names = {
            each.id: "A group" if unquotable(tx, each.id).stand_in(each.name) else each.name
            for each in every
        }
        is_document = choice.file_format in _DOCUMENTS
        beneath = evidence_beneath(tx, actor, partnership_id, shown) if is_document else None
    return of_pieces(shown, names, beneath=beneath)


def _require_decided(of: ExportOf, found: ChosenContents) -> None:
    """Stop where nobody has decided about words: said by days, since a job keeps no words."""
    if not found.open_days:
        return
    days = [long_day(each) for each in sorted(set(found.open_days))]
    listed = ", ".join(days[:_MOST_DAYS])
    more = ", and other days" if len(days) > _MOST_DAYS else ""
    where = "pieces made on" if of is ExportOf.PIECES else "notes of the sessions of"
    raise BadInput(
        f"Nothing was exported. Words that may point to a person stand in {where} {listed}{more}, "
        "and nobody has decided about them. The learning partner decides under “Names”. Then ask "
        "for the file again."
    )


def _file(services: Services, actor: Actor, record: ExportRecord, found: ChosenContents) -> bytes:
    """Return what was found in the form that was chosen."""
    if record.file_format is ExportFormat.CSV:
        return as_csv(found.rows, ("nothing to export",))
    whole = partnership_of(services, actor, record.partnership_id).name
    day = services.today
    if record.file_format is ExportFormat.JSON:
        about = {"hedgerow_export": FORMAT, "day": day.isoformat(), "partnership": whole}
        return as_json({**about, record.of.value: found.rows})
    title = f"{_TITLES[record.of]} of {whole}"
    without = _WITHOUT[record.of].format(left_out=found.left_out)
    made = f"As it was on {long_day(day)}, for {actor.name}."
    blocks: tuple[Block, ...] = (
        Paragraph(made),
        Paragraph(without),
        Paragraph(_COPY),
        *found.blocks,
    )
    document = ExportDocument(title, blocks if found.rows else (*blocks, Paragraph("Nothing yet.")))
    if record.file_format is ExportFormat.MARKDOWN:
        return as_markdown(document)
    # Both libraries take long to import, and most processes write no such file.
    if record.file_format is ExportFormat.DOCX:
        from plugin.memory.export_word import as_word

        return as_word(document, services.now)
    from plugin.memory.export_opendocument import as_opendocument

    return as_opendocument(document, services.now)
