"""Promise 7 by every entrance: notes that come in give away no number of people, and no change.

Fewer than five write; one more writes; a hundred readings lie between.
"""

import re
from pathlib import Path

import pytest

from plugin.converse.pulse import answer_pulse, pulse_of
from plugin.converse.quiet_writing import begin_quiet, quiet_state
from plugin.domain.pulse import PulseQuestion, Tap
from plugin.domain.quiet_writing import Readiness
from tests.promises.entrances import DOUBTS, PHONE, WAYS, entrance
from tests.promises.entrances import pages as pages_of
from tests.world.phones import join

READINGS = 100
_PEOPLE = r"(?:people|persons|writers|voices|participants|phones|members|pens)"
_FEW = re.compile(rf"\b(?:[1-4]|one|two|three|four) {_PEOPLE}\b", re.IGNORECASE)
# Who reads, and from how many people on something is shown, is told to everybody before.
_AGREED = re.compile(
    r"(?:Fewer|fewer|less) than (?:three|five|\d+) people"
    r"|from (?:three|five|\d+) people on"
    rf"|\d+ {_PEOPLE} in (?:one|\d+) organisations?"
)


def few(texts: dict[tuple[str, str], str]) -> list[tuple[tuple[str, str], str]]:
    """Return every small number of people that is told, and where."""
    return [
        (at, found) for at, text in texts.items() for found in _FEW.findall(_AGREED.sub("", text))
    ]


@pytest.mark.parametrize("way", WAYS)
def test_notes_of_fewer_than_five_tell_no_number_of_people(tmp_path: Path, way: str) -> None:
    with entrance(tmp_path / "here", way, has_board=False) as made:
        before = few(pages_of(made))
        for person in range(4):
            made.bring(f"I doubt that anybody rings {person}", by=person)
        opened = few(pages_of(made))
        made.close()

        assert opened == before
        assert [each for each in few(pages_of(made)) if each not in before] == []


@pytest.mark.parametrize("way", WAYS)
def test_one_more_note_tells_not_whether_one_more_person_wrote(tmp_path: Path, way: str) -> None:
    told = []
    for who in (0, 5):
        with entrance(tmp_path / str(who), way, has_board=False) as made:
            for person in range(5):
                made.bring(f"I doubt that anybody rings {person}", by=person)
            between = pages_of(made)
            made.bring("And I doubt this too", by=who)
            told.append((between, pages_of(made)))

    (first, then), (as_first, as_then) = (
        [{at: sorted(_plain(text)) for at, text in texts.items()} for texts in both]
        for both in told
    )
    assert first == as_first
    assert then == as_then
    assert then != first


@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_readings_between_notes_tell_nothing(tmp_path: Path, way: str) -> None:
    with entrance(tmp_path / "here", way, has_board=False) as made:
        services, sam = made.world.services, made.world.actor("sam")
        phones = [join(made.world, made.session) for _ in range(4)]
        begin_quiet(services, sam, made.session.id, DOUBTS)
        for phone in phones:  # four answers: one too few
            token = phone.mine.split("/")[-1]
            taps = {PulseQuestion.HEARD: Tap.YES}
            answer_pulse(services, made.session.id, token, taps, "")
        told = set()
        for number in range(10):
            made.bring(f"I doubt that anybody rings {number}", by=number % 3)
            for _ in range(READINGS // 10):
                ready = quiet_state(services, sam, made.session.id)[DOUBTS]
                told.add((ready, pulse_of(services, sam, made.session.id)))

        assert told == {(Readiness.NOBODY, None)}  # by phone: within the same twenty seconds
        assert bool(made.notes) is (way != PHONE)
        made.close()
        shown = pulse_of(services, sam, made.session.id)
        assert shown is None or shown.spreads == ()


def _plain(text: str) -> list[str]:
    return re.sub(r"\b[0-9a-f]{32}\b|\b\d{16,}\b", "", text).split()
