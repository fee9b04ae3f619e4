"""What people do in Hedgerow: write, have checked, release, take back, settle, put together."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from plugin.curate import pieces as curate
from plugin.curate import related, releasing
from plugin.curate.conflicts import conflict_page
from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Take
from plugin.domain.pieces import FAMILIES, KINDS, PERSONS, Rung, rung_at
from plugin.govern.withdrawal import take_back
from plugin.sync.here.resolve import resolve
from tests.unit.plugin.curate.meeting import read_back_today
from tests.walk.steps import Steps, field, which
from tests.walk.world import NOTES, TOKEN

_MOST_PIECES = 4


class Here(Steps):
    """Steps on our side."""

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
        title, line = self.here("Title"), self.here("A line")
        story = "\n\n".join(self.here("A paragraph") for _ in range(paragraphs))
        helen = place.actor("helen")
        self.try_(
            lambda: curate.make_piece(
                place.services, helen, place.community.id, chosen, title, line, story
            )
        )

    @rule(piece=which, name=field)
    def reword(self, piece: int, name: str) -> None:
        whole = self.piece(piece)
        if whole is not None:
            self.write(whole, **{name: self.here("Reworded")})

    @rule(piece=which, at=which, how=st.sampled_from(("write", "add", "drop", "swap")))
    def retell(self, piece: int, at: int, how: str) -> None:
        whole = self.piece(piece)
        if whole is None:
            return
        told = [each for each in whole.newest.narrative.split("\n\n") if each]
        place = at % (len(told) or 1)
        if how == "add" or not told:
            told.insert(place, self.here("Added"))
        elif how == "write":
            told[place] = self.here("Retold")
        elif how == "drop":
            del told[place]
        else:
            told[place], told[0] = told[0], told[place]
        self.write(whole, narrative="\n\n".join(told))

    @rule(piece=which, kind=st.sampled_from(sorted(KINDS)))
    def call_it_something_else(self, piece: int, kind: str) -> None:
        whole, place = self.piece(piece), self.world.place
        if whole is not None:
            said = (kind, next(iter(FAMILIES)), next(iter(PERSONS)))
            helen = place.actor("helen")
            self.try_(lambda: curate.change_kind(place.services, helen, whole.piece.id, *said))

    @rule(one=which, other=which)
    def put_together_or_take_apart(self, one: int, other: int) -> None:
        first, second, place = self.piece(one), self.piece(other), self.world.place
        if first is not None and second is not None:
            is_pair = second.piece.id in first.belongs_with
            change = related.take_apart if is_pair else related.put_together
            given = (place.services, place.actor("helen"), first.piece.id, second.piece.id)
            self.try_(lambda: change(*given))

    @rule(piece=which)
    def have_checked(self, piece: int) -> None:
        whole = self.piece(piece)
        if whole is not None:
            place = self.world.place
            self.try_(lambda: read_back_today(place.services, place.actor("sam"), whole))
            place.clock.pass_days(8)
            whole = self.piece(piece) or whole
            rung = rung_at(whole.releases, place.services.now)
            if waits_for_answers(whole, rung, place.services.now):
                given = (place.services, place.actor("helen"), whole.piece.id, rung, NO_HARM)
                self.try_(lambda: releasing.release(*given))

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
        take_back(place.services, place.actor("sam"), note_id)
        self.taken_back |= set(TOKEN.findall(NOTES[name]))

    @rule(conflict=which, choice=st.sampled_from(Take))
    def settle_a_conflict(self, conflict: int, choice: Take) -> None:
        open_ones = self.world.conflicts()
        if open_ones:
            chosen = open_ones[conflict % len(open_ones)]
            if chosen.field == "kind" and choice is Take.WRITTEN:
                return
            text = self.here("Settled") if choice is Take.WRITTEN else ""
            helen, services = self.world.place.actor("helen"), self.world.place.services
            seen = conflict_page(services, helen, chosen.id).seen
            self.try_(lambda: resolve(services, helen, chosen.id, choice, seen, text))

    @rule(seconds=st.sampled_from((1, 20, 70)))
    def wait(self, seconds: int) -> None:
        self.world.place.clock.now += timedelta(seconds=seconds)

    def _release(self, number: int, rung: Rung) -> None:
        whole, place = self.piece(number), self.world.place
        if whole is not None:
            helen = place.actor("helen")
            self.try_(
                lambda: releasing.release(place.services, helen, whole.piece.id, rung, NO_HARM)
            )
            place.clock.pass_days(3)
