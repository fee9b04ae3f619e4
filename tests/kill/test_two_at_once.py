"""Two processes that are told to do the same at once: one works, the other says so."""

import pytest

from plugin.store import leases
from plugin.store.database import Database
from tests.kill.points import Killing, Point, Running

# The first call may come before the lease: the name of the Miro account is asked for once.
HELD_AT = 2


def begun(killing: Killing, command: str) -> tuple[int, Running]:
    """Start a command of the story and hold it at a call of its own."""
    steps = killing.story.steps
    number = next(n for n, step in enumerate(steps) if step.words[0] == command)
    killing.of(number)
    killing.put_back(steps[number])
    first = killing.start(steps[number], Point(number, "call", HELD_AT, "hold"))
    assert killing.story.served.switch.held.wait(20)
    return number, first


def take_over(killing: Killing) -> None:
    """Give every lease to a machine that nobody knows."""
    database = Database(killing.story.settings.database_url)
    with database.begin() as tx:
        for (subject,) in tx.exec_driver_sql("SELECT subject FROM lease").all():
            leases.set_lease(tx, subject, "another-machine/boot/space/17/4711 run", 1e12)
    database.close()


def end_leases(killing: Killing) -> None:
    database = Database(killing.story.settings.database_url)
    with database.begin() as tx:
        tx.exec_driver_sql("DELETE FROM lease")
    database.close()


@pytest.mark.parametrize("command", ["scaffold", "capture", "close", "sync"])
def test_of_two_processes_one_works_and_the_other_says_so(killing: Killing, command: str) -> None:
    number, first = begun(killing, command)
    step, wanted = killing.story.steps[number], killing.of(number)

    second = killing.start(step, None, is_watched=False)
    code, _ = second.end()
    killing.story.served.switch.go_on.set()

    assert (first.end()[0], code) == (0, 1)
    assert "it is still running" in second.said
    assert killing.shown_after(step) == wanted.shown


@pytest.mark.parametrize("command", ["scaffold", "capture", "sync"])
def test_a_process_that_lost_its_lease_stops_and_another_goes_on(
    killing: Killing, command: str
) -> None:
    number, first = begun(killing, command)
    step, wanted = killing.story.steps[number], killing.of(number)

    take_over(killing)
    killing.story.served.switch.go_on.set()
    code, _ = first.end()
    end_leases(killing)
    again, _ = killing.start(step, None).end()

    assert (code, again) == (1, 0)
    assert "took it over" in first.said
    assert killing.shown_after(step) == wanted.shown
