"""What an export of pieces, notes or agreements holds: rows for programs, a document for people.

It holds less than pages show, as an export of everything does (`export_contents`): of notes the
kept words of closed sessions, disguised as was decided; of pieces the wording that its reader may
read, unless words stand in it that are held, taken back or erased; no draft. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from plugin.domain.agreement_words import ATTRIBUTION_WORDS, FURTHEST_WORDS, life_words
from plugin.domain.agreements import Outcome
from plugin.domain.days import long_day
from plugin.domain.labels import WORDS
from plugin.domain.notes import A_MEMBER
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.piece_whole import band
from plugin.domain.pieces import KINDS, RUNG_WORDS, is_stopped
from plugin.domain.sessions import Session
from plugin.memory.export_contents import ExportedGroup, covered, why_without_words
from plugin.memory.export_document import (
    Block,
    BulletList,
    DocumentTable,
    Heading,
    Paragraph,
    Quotation,
)
from plugin.memory.export_pieces import Row
from plugin.memory.search import ReadablePiece

BoxTitle = Callable[[Session, str], str]


@dataclass(frozen=True, slots=True)
class ChosenContents:
    """What is exported; `open_days` say of what words may point to a person, undecided."""

    rows: tuple[Row, ...] = ()
    blocks: tuple[Block, ...] = ()
    holds: tuple[str, ...] = ()  # ids of communities, or of pieces
    left_out: int = 0
    open_days: tuple[date, ...] = field(default=())


def of_pieces(
    readable: Sequence[ReadablePiece],
    names: dict[str, str],
    *,
    ids: Sequence[str] | None = None,
    beneath: Mapping[str, Sequence[Block]] | None = None,
) -> ChosenContents:
    """Return what is exported of the pieces that somebody may read, by group.

    A document shows what is `beneath` a piece, by its id, too; then its group is held as well.
    """
    chosen = [each for each in readable if ids is None or each.whole.piece.id in ids]
    may_leave = [each for each in chosen if not _stays(each)]
    open_days = [
        each.whole.piece.made_at.date()
        for each in may_leave
        if each.shown.id in each.whole.pointing
    ]
    ordered = sorted(may_leave, key=lambda each: names[each.whole.piece.community_id])
    rows = tuple(_piece(each, names) for each in ordered)
    return ChosenContents(
        rows=rows,
        blocks=tuple(_piece_blocks(rows, beneath or {})),
        holds=(*(each.whole.piece.id for each in ordered), *_groups_of(ordered, beneath or {})),
        left_out=len(chosen) - len(may_leave),
        open_days=tuple(sorted(open_days)),
    )


def _stays(readable: ReadablePiece) -> bool:
    """Say whether no export has a piece: looked at again, or with words that went or are held."""
    return readable.is_looked_at_again or is_stopped(readable.whole, readable.shown)


def _piece(readable: ReadablePiece, names: dict[str, str]) -> Row:
    whole, shown = readable.whole, readable.shown
    changed = "changed since it was checked" if readable.is_changed_since else "not checked yet"
    return {
        "group": names[whole.piece.community_id],
        "piece": whole.piece.id,
        "title": shown.title,
        "line": shown.line,
        "story": shown.narrative,
        "readings": "\n".join(readable.told_beside),
        "kind": KINDS[shown.kind],
        "wording of": shown.made_at.date().isoformat(),
        "checked": readable.check.in_words if readable.check else changed,
        "read by": RUNG_WORDS[readable.rung],
        "rests on": band(whole.voices, whole.sessions) if whole.voices else "No notes here",
        "how sure": whole.judged.says("sure"),
    }


def _groups_of(
    pieces: Sequence[ReadablePiece], beneath: Mapping[str, Sequence[Block]]
) -> tuple[str, ...]:
    """Return the groups of which something is in a file that only they read."""
    those = (each.whole.piece for each in pieces)
    return tuple(dict.fromkeys(each.community_id for each in those if each.id in beneath))


def _piece_blocks(rows: Sequence[Row], beneath: Mapping[str, Sequence[Block]]) -> Iterator[Block]:
    for group, own in groupby(rows, lambda row: row["group"]):
        yield Heading(2, group)
        for row in own:
            yield Heading(3, row["title"])
            yield Quotation(row["line"])
            yield Quotation(row["story"])
            if row["readings"]:
                yield Heading(4, READ_BY_EACH)
                yield Quotation(row["readings"])
            facts = (
                f"Kind: {row['kind']}",
                f"Wording of {long_day(date.fromisoformat(row['wording of']))}, {row['checked']}",
                f"Who may read it: {row['read by']}",
                f"Rests on: {row['rests on']}",
            )
            sure = (f"How sure: {row['how sure']}",) if row["how sure"] else ()
            yield BulletList((*facts, *sure))
            yield from beneath.get(row["piece"], ())


def of_notes(groups: Sequence[ExportedGroup], box_title: BoxTitle, today: date) -> ChosenContents:
    """Return what is exported of the notes of some groups, by session and box."""
    rows, blocks, open_days, left_out = list[Row](), list[Block](), set[date](), 0
    for group in groups:
        name = _told(group, group.community.name)
        blocks.append(Heading(2, name))
        for session in group.sessions:
            own = [each for each in group.notes if each.session_id == session.id]
            kept = [each for each in own if not why_without_words(each, session, today)]
            left_out += len(own) - len(kept)
            if any(group.known.open_in_note(each.text or "") for each in kept):
                open_days.add(session.day)
            found = [
                {
                    "group": name,
                    "session": _told(group, session.name),
                    "day": session.day.isoformat(),
                    "box": box_title(session, each.zone_code),
                    "kind": each.kind,
                    "written by": each.shown_author,
                    "words": group.known.disguised(each.text or ""),
                    "note": each.id,
                }
                for each in kept
            ]
            rows += found
            blocks += _note_blocks(_told(group, session.name), session.day, found)
    return ChosenContents(
        rows=tuple(rows),
        blocks=tuple(blocks),
        holds=tuple(each.community.id for each in groups),
        left_out=left_out,
        open_days=tuple(sorted(open_days)),
    )


def _told(group: ExportedGroup, text: str) -> str:
    """Return a text of a group as it may be copied."""
    return group.known.disguised(str(covered(text, group.is_unquotable)))


def _note_blocks(session: str, day: date, rows: Sequence[Row]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(3, session if long_day(day) in session else f"{session}, {long_day(day)}")
    for box, own in groupby(rows, lambda row: row["box"]):
        yield Heading(4, box)
        yield BulletList(tuple(_note(row) for row in own))


def _note(row: Row) -> str:
    by = row["written by"]
    return str(row["words"]) if by == A_MEMBER else f"{row['words']}\n(written by {by})"


def of_agreements(groups: Sequence[ExportedGroup]) -> ChosenContents:
    """Return what is exported of the agreements of some groups: a row for all that one says."""
    rows, blocks = list[Row](), list[Block]()
    for group in groups:
        name = _told(group, group.community.name)
        blocks.append(Heading(2, name))
        if not group.agreements and not group.proposals:
            blocks.append(Paragraph("Nothing is agreed yet."))
        for heading, day, said in _agreed(group):
            own = [(about, _told(group, text)) for about, text in said]
            blocks.append(Heading(3, f"{heading}, {long_day(day)}"))
            blocks.append(DocumentTable(("About", "Agreed"), tuple(own)))
            rows += [
                {
                    "group": name,
                    "agreement": heading,
                    "day": day.isoformat(),
                    "about": about,
                    "agreed": text,
                }
                for about, text in own
            ]
    return ChosenContents(tuple(rows), tuple(blocks), tuple(each.community.id for each in groups))


def _agreed(group: ExportedGroup) -> Iterator[tuple[str, date, list[tuple[str, str]]]]:
    """Yield each version of an agreement and what was read back: heading, day, lines."""
    for now, day in group.agreements:
        said = [
            ("Names", ATTRIBUTION_WORDS[now.attribution]),
            ("Days to take back by deleting", str(now.take_back_days)),
            ("Days held", str(now.held_days)),
            ("Kept notes stay", life_words(now.details.limits.kept_days)),
            ("A role shows from", f"{now.details.limits.smallest_group} people on"),
            ("A checked piece may go to", FURTHEST_WORDS[now.details.furthest]),
        ]
        said += [(f"Boxes: {kind}", WORDS[label]) for kind, label in now.details.kinds.items()]
        said += [
            (f"Box {box} of {design}", WORDS[label])
            for design, boxes in now.labels.items()
            for box, label in boxes.items()
        ]
        said += [("Rule", each) for each in now.rules]
        said += [
            ("Why", f"{rule} {' '.join(why.texts)}") for rule, why in now.details.reasons.items()
        ]
        yield f"Version {now.version}", day, said
    by_day = groupby(group.proposals, lambda each: each.day)
    for day, read in by_day:
        said = [
            ("Agreed" if each.outcome is Outcome.AGREED else "Not yet", each.sentence)
            for each in read
        ]
        yield "Sentences read back", day, said
