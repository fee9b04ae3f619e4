"""A probe asks a vendor one thing and says what came; whatever goes wrong with it stays with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from connectors.errors import ConnectorError

NEEDS_SOMEBODY = "Not asked: it needs a person. Run again with --with-people, and"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """A line of the table: the point of the facts page, what was asked, what came."""

    probe: str
    asked: str
    came: str


class Person(Protocol):
    """Somebody at the terminal who does on a board what no token can do."""

    def has_done(self, sentence: str) -> bool:
        """Ask for something to be done; False if they would rather not."""

    def answers(self, question: str) -> str:
        """Ask something that is answered with yes, no or not known."""

    def shows(self, question: str) -> str:
        """Ask for something that must not be seen on the screen; empty if they would rather not."""


class Unanswerable(Exception):
    """What a probe stands on could not be had; the sentence says what, without values."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One question; `needs` says what a person has to do where one is needed, `at` the place.

    The place is for that person only, and never stands in the table.
    """

    number: str
    asked: str
    ask: Callable[[], str]
    needs: str = ""
    at: str = ""

    def row(self, person: Person | None) -> ProbeResult:
        """Ask, and say what came; an answer that we did not foresee must not cost the others."""
        if self.needs and person is None:
            return ProbeResult(self.number, self.asked, f"{NEEDS_SOMEBODY} {self.needs}")
        try:
            came = self._asked_of(person)
        except Unanswerable as gap:
            came = f"Not asked: {gap}"
        except ConnectorError as error:
            came = f"Not asked: {in_short(error)}"
        except Exception as error:
            came = f"Not told: our reading of the answer failed ({type(error).__name__})."
        return ProbeResult(self.number, self.asked, came)

    def _asked_of(self, person: Person | None) -> str:
        if self.needs and person is not None:
            place = f" The address: {self.at}" if self.at else ""
            if not person.has_done(f"{self.sentence}{place}"):
                return "Not asked: passed over."
        return self.ask()

    @property
    def sentence(self) -> str:
        """What has to be done, as a sentence."""
        return f"{self.number}: {self.needs[:1].upper()}{self.needs[1:]}"


def all_rows(probes: Iterable[Probe], person: Person | None) -> Iterator[ProbeResult]:
    """Ask one after the other."""
    for probe in probes:
        yield probe.row(person)


def in_short(error: ConnectorError) -> str:
    """Name a call and what came of it; the vendor's sentence is left out, for it may hold names."""
    said = " ".join(str(one) for one in (error.status, error.code, error.reason) if one)
    return f"{error.where} brought {said or 'no answer'}."
