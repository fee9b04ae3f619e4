import re
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from plugin.convene.sign_in import make_link
from plugin.domain.connections import Vendor
from plugin.domain.people import OPERATOR
from plugin.govern.retention import tidy
from plugin.store import sign_ins, tables
from plugin.web.aside import Aside
from tests.unit.plugin.accounts.connected import allow
from tests.unit.plugin.store.broken_off import full_disk
from tests.unit.plugin.web.house import TestHouse

SAM = "sam@northside.example"


def link_of(made: TestHouse) -> str:
    token = make_link(made.services, SAM)
    assert token is not None
    return f"/sign-in/{token}"


def copy_of(made: TestHouse, client: FlaskClient) -> FlaskClient:
    """Return another browser with the same cookie."""
    other = made.as_(None)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    with other.session_transaction() as cookie:
        cookie.update(kept)
    return other


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


def count(made: TestHouse, table: sa.Table) -> int:
    with made.services.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_copied_cookie_ends_with_the_sign_out(made: TestHouse) -> None:
    client = made.as_("sam")
    copied = copy_of(made, client)
    assert is_in(copied)

    client.post("/sign-out")

    assert not is_in(copied)


def test_signing_out_leaves_other_browsers_and_people_in(made: TestHouse) -> None:
    client, phone, helen = made.as_("sam"), made.as_("sam"), made.as_("helen")

    client.post("/sign-out")

    assert is_in(phone)
    assert is_in(helen)


def test_a_link_of_before_does_not_work_after_signing_out(made: TestHouse) -> None:
    link, client = link_of(made), made.as_("sam")

    client.post("/sign-out")

    assert made.as_(None).post(link).status_code == 400


def test_a_link_of_before_does_not_work_after_a_newer_one(made: TestHouse) -> None:
    older, newer = link_of(made), link_of(made)

    assert made.as_(None).post(newer).status_code == 302
    assert made.as_(None).post(older).status_code == 400


def test_signing_in_again_ends_what_this_browser_had(made: TestHouse) -> None:
    client = made.as_("sam")
    copied, phone = copy_of(made, client), made.as_("sam")

    client.post(link_of(made))

    assert is_in(client)
    assert not is_in(copied)
    assert is_in(phone)


def test_whoever_wishes_is_signed_out_everywhere_else(made: TestHouse) -> None:
    client, phone, helen = made.as_(None), made.as_("sam"), made.as_("helen")

    client.post(link_of(made), data={"alone": "yes"})

    assert is_in(client)
    assert not is_in(phone)
    assert is_in(helen)


def test_ending_all_sign_ins_of_a_person_shuts_them_out_at_once(made: TestHouse) -> None:
    client, phone, link = made.as_("sam"), made.as_("sam"), link_of(made)

    with made.services.db.begin() as tx:
        ended = sign_ins.end_sessions(tx, made.people["sam"].person_id, made.services.now)

    assert ended == 2
    assert not is_in(client)
    assert not is_in(phone)
    assert made.as_(None).post(link).status_code == 400


def test_a_sign_in_lasts_two_weeks_after_it_was_used_and_sixty_days_at_most(
    made: TestHouse,
) -> None:
    unused, used = made.as_("sam"), made.as_("sam")
    days = 0
    while is_in(used):
        days += 10
        made.clock.pass_days(10)

    assert days == 70
    assert not is_in(unused)


def test_two_weeks_unused_end_a_sign_in(made: TestHouse) -> None:
    client, other = made.as_("sam"), made.as_("sam")
    made.clock.pass_days(13)
    assert is_in(other)
    made.clock.pass_days(2)

    assert not is_in(client)
    assert is_in(other)


def test_the_database_holds_no_token(made: TestHouse) -> None:
    client, link = made.as_("sam"), link_of(made)
    with client.session_transaction() as cookie:
        token = cookie["sign_in"]

    with made.services.db.read() as tx:
        stored = [
            str(tx.execute(sa.select(each)).all()) for each in
            (tables.sign_in, tables.sign_in_link)
        ]  # fmt: skip

    assert token not in "".join(stored)
    assert link.removeprefix("/sign-in/") not in "".join(stored)


def test_the_cookie_says_nothing_about_the_person(made: TestHouse) -> None:
    client = made.as_(None)
    client.post(link_of(made))

    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_permanent", "sign_in"}


def test_a_full_disk_keeps_nobody_from_reading(made: TestHouse) -> None:
    client = made.as_("sam")
    made.clock.pass_days(2)
    made.services.db.close()

    with full_disk():
        assert is_in(client)
    made.services.db.close()


def test_links_and_sign_ins_are_deleted_a_day_after_they_ended(made: TestHouse) -> None:
    made.as_(None).post(link_of(made))
    expired = link_of(made)
    out = made.as_("helen")
    out.post("/sign-out")
    go_away(made.as_("connie"), made)
    lasting = made.as_("grace")

    made.clock.now += timedelta(hours=23)
    tidy(made.services, OPERATOR)
    before = count(made, tables.sign_in_link), count(made, tables.oauth_state)
    made.clock.now += timedelta(hours=3)
    tidy(made.services, OPERATOR)

    assert before == (2, 1)
    assert count(made, tables.sign_in_link) == count(made, tables.oauth_state) == 0
    assert count(made, tables.sign_in) == 3  # Sam, Connie and Grace
    assert is_in(lasting)
    assert made.as_(None).post(expired).status_code == 400


def test_sign_ins_that_lapsed_are_deleted(made: TestHouse) -> None:
    made.as_("sam")
    made.clock.pass_days(15)

    tidy(made.services, OPERATOR)

    assert count(made, tables.sign_in) == 0


def go_away(client: FlaskClient, made: TestHouse) -> str:
    """Begin to connect Miro; return the address to come back to."""
    page = client.post(f"/p/{made.partnership.id}/connections/miro").text
    found = re.search(r'<a class="button" href="([^"]+)"', page)
    assert found is not None
    return allow(made.sandbox, found[1].replace("&amp;", "&"))


def test_an_older_cookie_makes_no_state_good_again(made: TestHouse) -> None:
    client = made.as_("sam")
    copied, way_back = copy_of(made, client), go_away(client, made)
    copied_after = copy_of(made, client)

    assert client.get(way_back).status_code == 303
    assert copied.get(way_back).status_code == 404
    assert copied_after.get(way_back).status_code == 404


def test_a_state_is_of_no_use_after_signing_out_and_in(made: TestHouse) -> None:
    client = made.as_("sam")
    way_back = go_away(client, made)

    client.post("/sign-out")
    client.post(link_of(made))

    assert client.get(way_back).status_code == 404
    assert made.runtime.accounts.connection(Vendor.MIRO, made.partnership.id) is None


def test_a_state_is_good_for_a_quarter_of_an_hour(made: TestHouse) -> None:
    client = made.as_("sam")
    way_back = go_away(client, made)

    made.clock.now += timedelta(minutes=16)

    assert client.get(way_back).status_code == 404


def test_asking_for_a_link_does_nothing_before_its_answer(
    made: TestHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    made.app.extensions["hedgerow_aside"].do(may_go_on.wait)  # what follows waits behind it
    before = count(made, tables.sign_in_link)

    answers = [
        made.as_(None).post("/sign-in", data={"email": each}).text
        for each in (SAM, "nobody@northside.example")
    ]
    at_the_answer = count(made, tables.sign_in_link)
    may_go_on.set()
    made.settle()

    assert answers[0] == answers[1]
    assert (before, at_the_answer, count(made, tables.sign_in_link)) == (0, 0, 1)


def test_work_aside_that_fails_or_is_too_much_ends_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    aside, may_go_on, done = Aside(most=2), threading.Event(), list[str]()
    started = threading.Event()

    def first() -> None:
        started.set()
        may_go_on.wait()
        raise ValueError(SAM)

    aside.do(first)
    started.wait()
    for each in ("second", "third", "too much"):
        aside.do(lambda each=each: done.append(each))
    may_go_on.set()
    aside.wait()

    assert done == ["second", "third"]
    assert "ValueError" in caplog.text
    assert "Too much was asked for" in caplog.text
    assert SAM not in caplog.text
