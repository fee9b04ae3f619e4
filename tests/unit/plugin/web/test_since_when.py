"""Where one's note went, and since when: told to its writer for each place, in their language."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plugin.curate.releasing import release
from plugin.domain.days import long_day
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.links import Link
from plugin.domain.pieces import Release, Rung
from plugin.domain.since_when import open_since
from plugin.languages import Language
from plugin.store import links as stored_links
from tests.promises.test_04_its_people_check_it_themselves import TITLE, WROTE, Asked, written
from tests.unit.plugin.web.house import TestHouse, make_house

NOW = datetime(2027, 1, 20, 12, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def released(*decided: tuple[Rung, int], stopped: int | None = None) -> list[Release]:
    """Return decisions that took effect so many days ago; the one at `stopped` was stopped."""
    return [
        Release(
            id=str(at),
            piece_id="p",
            rung=rung,
            asked_at=NOW - timedelta(days=ago),
            from_when=NOW - timedelta(days=ago),
            stopped_at=NOW if at == stopped else None,
        )
        for at, (rung, ago) in enumerate(decided)
    ]


@pytest.mark.parametrize(
    ("decided", "since"),
    [
        ((), None),
        (((Rung.US, 9),), date(2027, 1, 11)),
        (((Rung.US, 9), (Rung.US, 4)), date(2027, 1, 11)),  # said again: they read it before
        (((Rung.PARTNERSHIP, 9), (Rung.US, 6), (Rung.PARTNERSHIP, 2)), date(2027, 1, 18)),
        (((Rung.US, 9), (Rung.PARTNERSHIP, -2)), date(2027, 1, 11)),  # it still pauses
        (((Rung.US, 9), (Rung.ME, 2)), None),
    ],
)
def test_it_is_open_since_the_first_day_without_a_break(
    decided: tuple[tuple[Rung, int], ...], since: date | None
) -> None:
    assert open_since(released(*decided), NOW) == since


def test_a_release_that_was_stopped_opened_nothing() -> None:
    assert open_since(released((Rung.US, 9), (Rung.PARTNERSHIP, 3), stopped=1), NOW) == date(
        2027, 1, 11
    )


def page_of(asked: Asked, language: str = "en") -> str:
    phone = asked.phones[0]
    listed = phone.open("/notes").text
    note_id = listed.partition('class="mine"')[2].partition("/notes/")[2].partition('"')[0]
    return phone.open(f"/notes/{note_id}?lang={language}").text


def test_the_writer_reads_since_when_for_each_place(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    made_on = house.services.today
    drafted = page_of(asked)
    asked.ask()
    for number in range(3):
        asked.answer(number, "yes")
    asked.close()
    helen = house.actor("helen")
    release(house.services, helen, asked.piece_id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)
    out_on = house.services.today - timedelta(days=1)  # leaving the group pauses two days
    link = Link(
        id="l",
        partnership_id=house.partnership.id,
        kind="piece",
        our_id=asked.piece_id,
        key="k",
        notion_page_id="page",
    )
    with house.services.db.begin() as tx:
        stored_links.save_link(tx, link)

    shown = page_of(asked)

    assert TITLE not in drafted
    assert f"Your note has been in it since {long_day(made_on)}." in drafted
    assert "It has been open to them since" not in drafted
    assert f"Your note has been in it since {long_day(made_on)}." in shown
    assert f"It has been open to them since {long_day(out_on)}." in shown
    assert f"They read the wording of {long_day(made_on)}." in shown
    assert f"It has a page in Notion. It could go there from {long_day(out_on)} on." in shown
    assert long_day(out_on, Language.WELSH) in page_of(asked, "cy")
