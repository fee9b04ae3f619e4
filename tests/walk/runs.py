"""What Hedgerow does in a walk, and what befalls it: faults, sudden ends, people meanwhile."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from plugin.domain.pieces import Rung, last_checked, rung_at
from plugin.errors import HedgerowError
from tests.walk.here import Here
from tests.walk.steps import field, moment, which
from tests.walk.words_there import WordsThere
from tests.walk.world import TOKEN, Ended

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
LONG = 40  # seconds: longer than a reading is believed


class Runs(Here, WordsThere):
    """Steps of Hedgerow itself."""

    @rule()
    def sync(self) -> None:
        self._run()

    @rule(mends=st.booleans())
    def sync_as_somebody_asked(self, mends: bool) -> None:
        self._run(although_gone=True, mend_columns=mends, full=not mends)

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

    @rule(
        piece=which,
        fault=st.sampled_from(_FAULTS),
        method=st.sampled_from(("PATCH", "POST")),
        skip=st.integers(0, 4),
    )
    def push_with_bad_luck(self, piece: int, fault: dict[str, Any], method: str, skip: int) -> None:
        self.retell(piece, 1, "add")
        self.reword(piece, "line")
        self.have_checked(piece)
        given = {"vendor": "notion", "method": method, "skip": skip, "times": 1, **fault}
        self.world.sandbox.faults.set(given)
        self._run()
        self.world.sandbox.faults.clear()

    @rule(piece=which, name=field, after=st.integers(4, 12), is_long=st.booleans())
    def sync_while_somebody_edits(self, piece: int, name: str, after: int, is_long: bool) -> None:
        wire, clock = self.world.wire, self.world.place.clock
        if is_long:  # so that the run has something to write where they write
            self.reword(piece, name)
            self.have_checked(piece)
        before = dict(self.theirs)

        def edit() -> None:
            clock.now += timedelta(seconds=LONG if is_long else 1)
            self.edit_in_notion(piece, name, "Ruth")

        wire.meanwhile[wire.calls + after] = edit
        self._run()
        wire.meanwhile.clear()
        if not is_long:
            # Notion writes whatever it is told: what was typed within the half minute for which a
            # reading is believed may be gone, and no order of calls can help it.
            self.theirs = {each: self.theirs[each] for each in before if each in self.theirs}

    def note_what_may_leave(self) -> None:
        """Note the words that may be in Notion from now on."""
        now = self.world.place.clock.now
        for whole in self.world.pieces():
            checked = last_checked(whole, now)
            if checked and rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value:
                self.may_leave |= set(TOKEN.findall(" ".join(checked.wording.words)))

    def _run(self, **options: bool) -> None:
        self.note_what_may_leave()
        with suppress(Ended, HedgerowError):
            self.world.sync(**options)
        self.world.wire.ends_at = None
        self._forget_what_is_ours_now()

    def _forget_what_is_ours_now(self) -> None:
        """A block that people split off, or wrote in the place of ours, is a paragraph of ours."""
        for block_id in self.world.our_blocks() & self.their_blocks.keys():
            del self.their_blocks[block_id]
