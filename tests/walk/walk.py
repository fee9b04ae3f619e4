"""A random walk: people change both sides, runs break off anywhere, and at its end all is well.

What must hold at the end is a simple model: who wrote which token where, and who took it away.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from connectors.sandbox.notion import people
from connectors.sandbox.notion.nouns import Page
from connectors.sandbox.notion.rich_text import plain
from plugin.curate import pieces as curate
from plugin.domain.pieces import PieceWhole, Rung, last_checked, rung_at
from plugin.errors import HedgerowError, StoppedForSafety
from plugin.govern.withdrawal import take_back
from plugin.sync.resolving import resolve
from plugin.sync.run import Synced
from tests.unit.plugin.curate.meeting import read_back_today
from tests.walk.world import NOTES, TOKEN, Ended, World, make_world

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own below it; absent, the usual one
_MOST_PIECES = 4
_FAULTS = (
    {"kind": "429", "wait_s": 1},
    {"kind": "500"},
    {"kind": "502", "when": "after"},
    {"kind": "503", "when": "after", "tells": True},
    {"kind": "503", "when": "after"},
    {"kind": "504", "when": "after"},
    {"kind": "529"},
    {"kind": "409"},
    {"kind": "html", "when": "after"},
    {"kind": "half_json"},
    {"kind": "cut_off"},
    {"kind": "no_answer", "when": "after"},
    {"kind": "no_answer"},
    {"kind": "reset", "when": "after"},
    {"kind": "reset"},
    {"kind": "revoked"},
)

which = st.integers(0, 11)
person = st.sampled_from(("Ruth", "Amina"))
field = st.sampled_from(("title", "line"))
moment = st.tuples(st.integers(1, 40), st.booleans())


class Walk(RuleBasedStateMachine):
    """People, Hedgerow and bad luck, forty steps of them."""

    def __init__(self) -> None:
        super().__init__()
        folder = str(_MEMORY) if _MEMORY.is_dir() else None
        self.folder = TemporaryDirectory(prefix="hedgerow-walk-", dir=folder)
        self.world: World = make_world(Path(self.folder.name))
        self.numbers = iter(range(100, 10_000))
        self.ours: set[str] = set()  # tokens written here
        self.may_leave: set[str] = set()  # of those, what stood in a checked, released wording
        self.theirs: dict[str, str] = {}  # token that nobody took away in Notion → its piece
        self.piece_of: dict[str, str] = {}  # page → the piece that it shows
        self.taken_back: set[str] = set()

    # What people do here.

    @initialize()
    def first_piece(self) -> None:
        self.make_piece(0, 2)
        self.have_checked(0)
        self.let_partners_read(0)

    @precondition(lambda self: len(self.world.pieces()) < _MOST_PIECES)
    @rule(first=which, paragraphs=st.integers(0, 3))
    def make_piece(self, first: int, paragraphs: int) -> None:
        place = self.world.place
        names = list(NOTES)
        chosen = [f"{names[(first + n) % 6]}-{self.world.session.id}" for n in range(2)]
        title, line = self._here("Title"), self._here("A line")
        story = "\n\n".join(self._here("A paragraph") for _ in range(paragraphs))
        helen = place.actor("helen")
        self._try(
            lambda: curate.make_piece(
                place.ground, helen, place.community.id, chosen, title, line, story
            )
        )

    @rule(piece=which, name=field)
    def reword(self, piece: int, name: str) -> None:
        whole = self._piece(piece)
        if whole is not None:
            self._write(whole, **{name: self._here("Reworded")})

    @rule(piece=which, at=which, how=st.sampled_from(("write", "add", "drop", "swap")))
    def retell(self, piece: int, at: int, how: str) -> None:
        whole = self._piece(piece)
        if whole is None:
            return
        told = [each for each in whole.newest.narrative.split("\n\n") if each]
        place = at % (len(told) or 1)
        if how == "add" or not told:
            told.insert(place, self._here("Added"))
        elif how == "write":
            told[place] = self._here("Retold")
        elif how == "drop":
            del told[place]
        else:
            told[place], told[0] = told[0], told[place]
        self._write(whole, narrative="\n\n".join(told))

    @rule(piece=which)
    def have_checked(self, piece: int) -> None:
        whole = self._piece(piece)
        if whole is not None:
            place = self.world.place
            self._try(lambda: read_back_today(place.ground, place.actor("sam"), whole))
            place.clock.pass_days(8)

    @rule(piece=which)
    def let_partners_read(self, piece: int) -> None:
        self._release(piece, Rung.PARTNERSHIP)

    @rule(piece=which)
    def take_down(self, piece: int) -> None:
        self._release(piece, Rung.US)

    @rule(note=which)
    def take_note_back(self, note: int) -> None:
        name = list(NOTES)[note % len(NOTES)]
        place, note_id = self.world.place, f"{name}-{self.world.session.id}"
        take_back(place.ground, place.actor("sam"), note_id)
        self.taken_back |= set(TOKEN.findall(NOTES[name]))

    @rule(conflict=which, choice=st.sampled_from(("ours", "theirs", "a third")))
    def settle_a_conflict(self, conflict: int, choice: str) -> None:
        open_ones = self.world.conflicts()
        if open_ones:
            chosen = open_ones[conflict % len(open_ones)]
            if chosen.field == "kind" and choice == "a third":
                return
            text = getattr(chosen, choice, None) or self._here("Settled")
            place = self.world.place
            self._try(lambda: resolve(place.ground, place.actor("helen"), chosen.id, text))

    @rule(seconds=st.sampled_from((1, 20, 70)))
    def wait(self, seconds: int) -> None:
        self.world.place.clock.now += timedelta(seconds=seconds)

    # What people do in Notion.

    @rule(piece=which, name=field, who=person)
    def edit_in_notion(self, piece: int, name: str, who: str) -> None:
        page = self._page(piece)
        column = self.world.column_ids.get(name)
        if page is not None and column is not None:
            with suppress(people.NotHere, people.Refused):
                prop = people.find_named(self.world.state, page, column)
                before = self.world.column_text(page, name)
                text = self._token("Edited in Notion")
                people.edit_property(self.world.state, page, prop, text, who)
                self._took_away(before)
                self._wrote_there(text, page)

    @rule(piece=which, at=which, who=person)
    def edit_a_paragraph_in_notion(self, piece: int, at: int, who: str) -> None:
        page = self._page(piece)
        if page is None:
            return
        # What Hedgerow says of itself on a page (checked or not) it keeps putting right.
        blocks = [b for b in self.world.blocks(page) if TOKEN.search(str(b.content))]
        if blocks:
            block = blocks[at % len(blocks)]
            before = plain(block.content["rich_text"])
            text = self._token("Told in Notion")
            people.edit_block(self.world.state, block, text, who)
            self._took_away(before)
            self._wrote_there(text, page)

    @rule(piece=which, at=which, who=person)
    def add_a_paragraph_in_notion(self, piece: int, at: int, who: str) -> None:
        page = self._page(piece)
        if page is not None:
            text = self._token("Added there")
            made = people.add_paragraph(self.world.state, page, text, who)
            self._wrote_there(text, page)
            page.children.remove(made.id)
            page.children.insert(at % (len(page.children) + 1), made.id)

    @rule(piece=which, at=which, who=person)
    def delete_a_paragraph_in_notion(self, piece: int, at: int, who: str) -> None:
        page = self._page(piece)
        blocks = self.world.blocks(page) if page else []
        if blocks:
            block = blocks[at % len(blocks)]
            people.delete_block(self.world.state, block, who)
            self._took_away(str(block.content))

    @rule(piece=which, at=which, to=which)
    def move_a_paragraph_in_notion(self, piece: int, at: int, to: int) -> None:
        page = self._page(piece)
        if page is not None and page.children:
            moved = page.children.pop(at % len(page.children))
            page.children.insert(to % (len(page.children) + 1), moved)
            self.world.state.touch(page, self.world.state.person_of("Ruth"))

    @rule(piece=which, who=person)
    def trash_a_row(self, piece: int, who: str) -> None:
        page = self._page(piece)
        if page is not None:
            people.set_trash(self.world.state, page, who, in_trash=True)

    @rule(piece=which, who=person)
    def restore_a_row(self, piece: int, who: str) -> None:
        whole = self._piece(piece)
        page = self.world.page_of(whole.piece.id) if whole else None
        if page is not None:
            with suppress(people.Refused):
                people.set_trash(self.world.state, page, who, in_trash=False)

    @rule(piece=which)
    def archive_a_row(self, piece: int) -> None:
        page = self._page(piece)
        if page is not None:
            page.is_archived = not page.is_archived

    @rule(piece=which)
    def copy_a_row(self, piece: int) -> None:
        page = self._page(piece)
        if page is not None and len(self.world.rows()) < 8:
            state = self.world.state
            stamp = state.stamp(state.person_of("Ruth"), page.parent_id)
            state.add(Page(**stamp, values=dict(page.values)))

    @rule(name=st.sampled_from(("title", "line", "kind", "checked")))
    def rename_a_column(self, name: str) -> None:
        source, column = self.world.source(), self.world.column_ids.get(name)
        if source is not None and column in source.schema:
            source.schema[column].name = f"Renamed {next(self.numbers)}"

    # What Hedgerow does, and what befalls it.

    @rule()
    def sync(self) -> None:
        self._run()

    @rule(at=moment)
    def sync_that_ends_anywhere(self, at: tuple[int, bool]) -> None:
        wire = self.world.wire
        wire.ends_at, wire.ends_after = wire.calls + at[0], at[1]
        self._run()
        wire.ends_at = None

    @rule(fault=st.sampled_from(_FAULTS), skip=st.integers(0, 30), times=st.integers(1, 4))
    def sync_with_bad_luck(self, fault: dict[str, Any], skip: int, times: int) -> None:
        self.world.sandbox.faults.set({"vendor": "notion", "skip": skip, "times": times, **fault})
        self._run()
        self.world.sandbox.faults.clear()

    @rule(piece=which, name=field, after=st.integers(1, 20))
    def sync_while_somebody_edits(self, piece: int, name: str, after: int) -> None:
        wire = self.world.wire
        before = dict(self.theirs)
        wire.meanwhile[wire.calls + after] = lambda: self.edit_in_notion(piece, name, "Ruth")
        self._run()
        wire.meanwhile.clear()
        # Notion writes whatever it is told: what was typed between our reading and our writing of
        # a field may be gone, and no order of calls can help it.
        self.theirs = {each: self.theirs[each] for each in before if each in self.theirs}

    # What holds at the end.

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self._check()
        finally:
            self.world.place.ground.db.close()
            self.folder.cleanup()

    def _check(self) -> None:
        self._note_what_may_leave()
        done = self._quiet_run()
        left = [line for line in self.world.plan() if line not in done.messages]
        assert not left, f"the next plan is not empty: {left}"
        assert self.world.unfinished() == 0
        self._check_words()
        for whole in self.world.pieces():
            self._check_piece(whole)

    def _quiet_run(self) -> Synced:
        """Sync once; where a run stops for safety, people put back what they took away."""
        try:
            return self.world.sync(although_gone=True)
        except StoppedForSafety:
            # What we took down ourselves has no linked row, and stays in the trash.
            linked = [self.world.page_of(whole.piece.id) for whole in self.world.pieces()]
            for page in filter(None, linked):
                page.in_trash = page.is_archived = False
            return self.world.sync(although_gone=True)

    def _check_words(self) -> None:
        kept, there = self.world.tokens_kept(), self.world.tokens_in_notion()
        lost = (self.ours | self._must_stay()) - kept - there
        assert not lost, f"words were lost: {sorted(lost)}"
        left = self.ours & there - self.may_leave
        assert not left, f"words went to Notion that may not: {sorted(left)}"
        found = self.taken_back & (kept | there)
        assert not found, f"words that were taken back are still there: {sorted(found)}"

    def _must_stay(self) -> set[str]:
        """Return what people wrote in Notion, but not about words that were all taken back."""
        voices = {whole.piece.id: whole.voices for whole in self.world.pieces()}
        return {token for token, piece_id in self.theirs.items() if voices[piece_id]}

    def _check_piece(self, whole: PieceWhole) -> None:
        world, piece_id, now = self.world, whole.piece.id, self.world.place.clock.now
        ours = [page for page in world.rows() if piece_id in str(page.values)]
        # What was taken down stays in the trash, emptied, when the piece gets another row later.
        by_us = [p for p in ours if p.created_by in world.state.bots and not p.in_trash]
        assert len(by_us) <= 1, f"a row is doubled: {len(by_us)}"
        page = world.page_of(piece_id)
        is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
        if not is_out or page is None or world.state.is_trashed(page):
            return
        waits = {each.field for each in world.conflicts() if each.piece_id == piece_id}
        checked = last_checked(whole, now)
        if checked is None or checked.wording.number != whole.newest.number:
            return
        shown = {name: world.column_text(page, name) for name in ("title", "line")}
        wanted = {"title": whole.newest.title, "line": whole.newest.line}
        for name in {"title", "line"} - waits:
            assert shown[name] == wanted[name], f"{name} differs"
        if "narrative" not in waits:
            there = world.tokens_in_notion(live_only=True)
            lacking = set(TOKEN.findall(whole.newest.narrative)) - there
            assert not lacking, f"a story is not there: {sorted(lacking)}"

    # How it is done.

    def _run(self) -> None:
        self._note_what_may_leave()
        with suppress(Ended, HedgerowError):
            self.world.sync()
        self.world.wire.ends_at = None

    def _note_what_may_leave(self) -> None:
        now = self.world.place.clock.now
        for whole in self.world.pieces():
            checked = last_checked(whole, now)
            if checked and rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value:
                self.may_leave |= set(TOKEN.findall(" ".join(checked.wording.words)))

    def _piece(self, number: int) -> PieceWhole | None:
        found = self.world.pieces()
        return found[number % len(found)] if found else None

    def _page(self, number: int) -> Page | None:
        """Return a piece's row as people in Notion find it: not in the trash."""
        whole = self._piece(number)
        page = self.world.page_of(whole.piece.id) if whole else None
        if whole is None or page is None or self.world.state.is_trashed(page):
            return None
        self.piece_of[page.id] = whole.piece.id
        return page

    def _write(self, whole: PieceWhole, **changed: str) -> None:
        newest, place = whole.newest, self.world.place
        said: dict[str, Any] = {
            "title": newest.title,
            "line": newest.line,
            "narrative": newest.narrative,
        }
        helen = place.actor("helen")
        self._try(
            lambda: curate.write_wording(place.ground, helen, whole.piece.id, **(said | changed))
        )

    def _release(self, number: int, rung: Rung) -> None:
        whole, place = self._piece(number), self.world.place
        if whole is not None:
            helen = place.actor("helen")
            self._try(lambda: curate.release(place.ground, helen, whole.piece.id, rung))
            place.clock.pass_days(3)

    def _try(self, act: Callable[[], object]) -> None:
        """Do what Hedgerow may refuse; what was refused was not written."""
        try:
            act()
        except HedgerowError:
            self.ours &= self.world.tokens_kept()

    def _token(self, words: str) -> str:
        return f"{words} q{next(self.numbers)}z"

    def _here(self, words: str) -> str:
        text = self._token(words)
        self.ours |= set(TOKEN.findall(text))
        return text

    def _wrote_there(self, text: str, page: Page) -> None:
        self.theirs |= dict.fromkeys(TOKEN.findall(text), self.piece_of[page.id])

    def _took_away(self, text: str) -> None:
        """A person in Notion replaced or deleted this text of Notion's themselves."""
        for token in TOKEN.findall(text):
            self.theirs.pop(token, None)
