"""How long planning a large memory takes, and what memory it needs, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from time import process_time

from plugin.domain.links import Link
from plugin.sync.pieces.sides import OurPiece, Ours, Row, Theirs
from plugin.sync.pieces.story import TheirBlock
from plugin.sync.pieces.values import words_of
from plugin.sync.plan import plan
from tests.bench.measures import Measure
from tests.bench.peak import peak_mb
from tests.unit.plugin.sync.values import NOW, a_link, a_piece, a_row, wording

MOST_S, MOST_MB, TRIES = 1.0, 200, 3


def planning(number: int) -> Iterator[Measure]:
    """Plan with nothing changed and with a hundredth changed, apart from this process."""
    command = [sys.executable, "-m", "tests.bench.planning", str(number)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    for name in ("nothing", "1 %"):
        what = f"planning {number:,} objects, {name} changed"
        yield Measure(what, found[name], at_most=MOST_S, unit="s")
    yield Measure("  memory of both sides and the plan", found["mb"], at_most=MOST_MB, unit="MB")


def both_sides(number: int) -> tuple[Ours, tuple[Link, ...], Theirs]:
    """Return a memory that agrees on both sides, every piece with words of its own."""
    pieces, links, rows = [], [], {}
    for each in range(number):
        own, told = _piece(each)
        blocks = tuple(f"b{each}-{at}" for at in range(len(told)))
        link = a_link(own, agreed=words_of(own.whole.newest), blocks=blocks)
        link = replace(link, id=f"l{each}", our_id=own.id, key=own.id)
        links.append(replace(link, notion_page_id=f"page{each}"))
        rows[f"page{each}"] = _row(own, f"page{each}", blocks, told)
        pieces.append(own)
    return Ours(NOW, (), tuple(pieces)), tuple(links), Theirs(rows)


def _piece(number: int) -> tuple[OurPiece, tuple[str, ...]]:
    """Return a piece with three paragraphs of some 200 characters."""
    told = tuple(
        f"Paragraph {at} of piece {number}: {'they ring each other, ' * 8}" for at in "abc"
    )
    told = tuple(each.strip() for each in told)
    title, line = f"What piece {number} is about", f"In one line, piece {number}."
    made = a_piece(wording(1, title=title, line=line, narrative="\n\n".join(told)))
    piece = replace(made.whole.piece, id=f"p{number}")
    return replace(made, whole=replace(made.whole, piece=piece)), told


def _row(own: OurPiece, page_id: str, blocks: tuple[str, ...], told: tuple[str, ...]) -> Row:
    seen = a_row(own)
    pairs = zip(blocks, told, strict=True)
    body = (
        seen.body[0],
        *(TheirBlock(id=at, type="paragraph", text=text, is_by_us=True) for at, text in pairs),
    )
    said = {**words_of(own.whole.newest), "key": own.id}
    said.pop("narrative")
    return Row(page_id=page_id, values={**seen.values, **said}, body=body)


def _changed(theirs: Theirs) -> Theirs:
    """Change a paragraph of every hundredth story there."""
    rows = dict(theirs.rows)
    for page_id in list(rows)[::100]:
        *body, last = rows[page_id].body
        changed = (*body, replace(last, text="The form comes later, or never."))
        rows[page_id] = replace(rows[page_id], body=changed)
    return replace(theirs, rows=rows)


def _told(number: int) -> dict[str, float]:
    ours, links, theirs = both_sides(number)
    found: dict[str, float] = {}
    for name, there in (("nothing", theirs), ("1 %", _changed(theirs))):
        spent = []
        for _ in range(TRIES):
            began = process_time()  # of the processor: others may work on this machine
            planned = plan(ours, links, there)
            spent.append(process_time() - began)
        found[name] = min(spent)
        if bool(planned.actions) is (name == "nothing"):
            raise AssertionError(f"{name} changed, and {len(planned.actions)} actions were planned")
    found["mb"] = peak_mb()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_told(int(sys.argv[1]))))
