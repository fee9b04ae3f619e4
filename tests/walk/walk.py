"""A random walk: people change both sides, runs break off anywhere, and at its end all is well.

What must hold at the end is a simple model: who wrote which token where, and who took it away.
"""

from __future__ import annotations

import sys

from connectors.sandbox.notion.models import Block, Page, Thing
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.domain.pieces import PieceWhole, Rung, last_checked, rung_at
from plugin.errors import StoppedForSafety
from plugin.sync import Synced
from tests.walk.runs import Runs
from tests.walk.tables_there import TablesThere
from tests.walk.world import TOKEN


class Walk(TablesThere, Runs):
    """People, Hedgerow and bad luck, forty steps of them."""

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self._check()
        finally:
            self.world.close()
            self.folder.cleanup()

    def _check(self) -> None:
        self.note_what_may_leave()
        self._quiet_run()
        left = self.world.plan()
        again = self.world.sync(although_gone=True)
        left = tuple(line for line in left if line not in again.messages)
        assert not left, f"the next plan is not empty: {left}"
        assert (again.writes, again.edits) == (0, 0), "one quiet run was not enough"
        assert self.world.unfinished() == 0
        self._check_words()
        self._check_what_is_theirs()
        for whole in self.world.pieces():
            self._check_piece(whole)

    def _quiet_run(self) -> Synced:
        """Sync once; where a run stops for safety, people put back what they took away."""
        self.world.state.shared.add(FIRST_PAGE_ID)
        try:
            return self.world.sync(although_gone=True)
        except StoppedForSafety:
            # What we took down ourselves has no linked row, and stays in the trash.
            self.bring_rows_back()
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
        gone = {w.piece.id for w in self.world.pieces() if w.sources and not w.voices}
        return {token for token, piece_id in self.theirs.items() if piece_id not in gone}

    def _check_what_is_theirs(self) -> None:
        """What people made is as they left it, and in the trash only with its whole page."""
        state, ours = self.world.state, self.world.our_blocks()
        for block_id, said in self.their_blocks.items():
            block = state.things[block_id]
            if block_id not in ours and isinstance(block, Block):
                assert str(block.content) == said, f"a block of theirs was changed: {said}"
                *way, page = self._up_to_page(block)
                is_gone = any(each.in_trash for each in way) and not state.is_trashed(page)
                assert not is_gone, f"a block of theirs is gone: {said}"
        for (page_id, column), said in self.their_cells.items():
            page = self.world.page_at(page_id)
            assert plain(page.values.get(column) or []) == said, "a cell of theirs was changed"

    def _up_to_page(self, block: Block) -> list[Thing]:
        """Return a block, what it lies in, and last the page on which it is."""
        way = list(self.world.state.way_up(block))
        end = next(at for at, each in enumerate(way) if isinstance(each, Page))
        return way[: end + 1]

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
        told = [
            token
            for block in world.blocks(page)
            for token in set(TOKEN.findall(str(block.content)))
        ]
        doubled = {each for each in told if told.count(each) > 1}
        assert not doubled, f"a paragraph is doubled: {sorted(doubled)}"
        waits = {each.field for each in world.conflicts() if each.piece_id == piece_id}
        checked = last_checked(whole, now)
        if checked is None or checked.wording.number != whole.newest.number:
            return
        if not world.state.is_shared(page):
            return
        wanted = {"title": whole.newest.title, "line": whole.newest.line}
        for name in {"title", "line"} - waits:
            if world.shows(page, name):
                assert world.column_text(page, name) == wanted[name], f"{name} differs"
        if "narrative" not in waits:
            there = world.tokens_in_notion(live_only=True)
            lacking = set(TOKEN.findall(whole.newest.narrative)) - there
            assert not lacking, f"a story is not there: {sorted(lacking)}"
