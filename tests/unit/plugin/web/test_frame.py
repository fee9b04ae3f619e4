"""What frames every page: the banner, links that open beside it, and days in words."""

from pathlib import Path

import pytest

from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import join, make_code, without_board

BANNER = "Miro and Notion are stand-ins"


@pytest.mark.parametrize("path", ["/", "/p/{partnership}/memory", "/c/{group}/", "/c/nothing/"])
def test_a_sandbox_is_said_on_every_page(made: TestHouse, path: str) -> None:
    there = path.format(partnership=made.partnership.id, group=made.community.id)

    page = made.as_("sam").get(there).text

    assert BANNER in page
    assert "This is a demo" not in page


def test_a_demo_says_that_it_is_one(tmp_path: Path) -> None:
    runtime = make_house(tmp_path, is_demo=True)

    assert "This is a demo" in runtime.as_("sam").get("/").text
    runtime.services.db.close()


@pytest.mark.parametrize(
    ("is_demo", "said"), [(False, "Miro and Notion are stand-ins"), (True, "This is a demo")]
)
def test_phones_are_told_of_a_stand_in_too(tmp_path: Path, is_demo: bool, said: str) -> None:
    runtime = make_house(tmp_path, is_demo=is_demo)
    session = without_board(runtime)
    phone, code = join(runtime, session), make_code(runtime, session)

    for path in ("/j", f"/j/{code}", f"{phone.mine}/boxes", f"{phone.mine}/notes", "/j/finished"):
        assert said in phone.client.get(path).text, path
    assert phone.client.get("/j?lang=cy").text.count("<aside") == 1
    runtime.services.db.close()


def test_no_banner_is_shown_where_the_vendors_are_real(tmp_path: Path) -> None:
    runtime = make_house(tmp_path, sandbox_url=None)

    page = runtime.as_("sam").get("/").text

    assert "Welcome" in page
    assert BANNER not in page
    assert "<aside" not in runtime.as_(None).get("/j").text
    runtime.services.db.close()


def test_the_board_opens_beside_the_page_and_says_so(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/s/{a_session(made).session.id}").text

    links = [part.split("</a>")[0] for part in page.split("<a ")]
    (link,) = [each for each in links if "Open the board" in each]
    assert 'target="_blank" rel="noopener' in link
    assert "(new tab)" in link


def test_a_day_to_choose_stands_in_words_beside_its_field(made: TestHouse) -> None:
    there = f"/c/{made.community.id}/new-session?kind=T3&day=2027-01-06"

    page = made.as_("sam").get(there).text

    assert page.count("Wednesday 6 January 2027") >= 2


def test_a_day_that_cannot_be_read_is_written_nowhere(made: TestHouse) -> None:
    page = made.as_("sam").get(f"/c/{made.community.id}/new-session?kind=T3&day=soon").text

    assert 'id="day-words"' not in page
