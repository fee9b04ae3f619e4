import pytest

from plugin.convene.agreements import in_force, record_read_back
from plugin.convene.group_home import community_home, homes
from plugin.convene.sign_in import actor_of
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.people import OPERATOR, Role
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse


def test_home_shows_what_holds_before_anything_is_agreed(made: TestHouse) -> None:
    page = made.as_("amina").get(f"/c/{made.community.id}/").text

    assert "How do we decide well about going home?" in page
    assert "every box is held and nobody is named" in page
    assert "You may speak about your own practice." in page
    assert "Director of Integrated Care" in page


def test_members_see_neither_people_nor_hosts_buttons(made: TestHouse) -> None:
    page = made.as_("amina").get(f"/c/{made.community.id}/").text

    assert "sam@northside.example</p>" not in page
    assert "Helen Shaw" not in page
    assert "New session" not in page
    assert "Add a person" not in page


def test_host_adds_a_person(made: TestHouse) -> None:
    typed = {"name": "Tom Brennan", "email": "tom@north.example", "role": "participant"}

    answer = made.as_("sam").post(f"/c/{made.community.id}/people", data=typed)

    home = community_home(made.services, made.actor("sam"), made.community.id)
    roles = {who.name: who.roles(made.partnership.id, made.community.id) for who, _ in home.people}
    assert answer.status_code == 302
    assert roles["Tom Brennan"] == {Role.PARTICIPANT}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "email": "a@b.example", "role": "participant"}, "needs a name"),
        ({"name": "Tom", "email": "nonsense", "role": "participant"}, "not an e-mail address"),
        ({"name": "Tom", "email": "a@b.example", "role": "king"}, "one of the roles"),
        ({"name": "Tom", "email": "a@b.example", "role": "sponsor"}, "one of the roles"),
    ],
)
def test_refused_person_keeps_what_was_typed(
    made: TestHouse, typed: dict[str, str], words: str
) -> None:
    answer = made.as_("sam").post(f"/c/{made.community.id}/people", data=typed)

    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{typed["email"]}"' in answer.text


def test_host_changes_the_sentences(made: TestHouse) -> None:
    typed = {"name": "Going home", "question": "Who decides?", "rules": "One.\n\nTwo."}

    made.as_("sam").post(f"/c/{made.community.id}/change", data=typed)

    home = community_home(made.services, made.actor("sam"), made.community.id)
    assert home.community.question == "Who decides?"
    assert home.community.rules == ("One.", "Two.")


def test_refused_change_keeps_what_was_typed(made: TestHouse) -> None:
    typed = {"name": "Going home", "question": " ", "host": "A long sentence & more"}

    answer = made.as_("sam").post(f"/c/{made.community.id}/change", data=typed)

    assert answer.status_code == 400
    assert "A long sentence &amp; more" in answer.text
    assert community_home(made.services, made.actor("sam"), made.community.id).community.host


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "n" * 121, "The name may have 120 characters; yours has 121"),
        ("question", "q" * 501, "The question may have 500 characters; yours has 501"),
        ("permission_note", "p" * 6001, "The permission note may have 6,000 characters"),
        ("sponsor", "s" * 241, "may have 240 characters"),
        ("rules", "r" * 501, "Each ground rule may have 500 characters"),
        ("rules", "One.\n" * 41, "There may be 40 ground rules; yours are 41"),
    ],
)
@pytest.mark.parametrize("where", ["/c/{c}/change", "/p/{p}/start-community"])
def test_texts_that_are_too_long_are_told_and_kept(
    made: TestHouse, where: str, field: str, typed: str, words: str
) -> None:
    address = where.format(c=made.community.id, p=made.partnership.id)
    form = {"name": "Night shift", "question": "Who is up at three?", field: typed}

    answer = made.as_("sam").post(address, data=form)

    ours = next(h for h in homes(made.services, OPERATOR) if h.partnership == made.partnership)
    assert answer.status_code == 400
    assert words in answer.text
    assert typed.strip() in answer.text
    assert ours.communities == (made.community,)


def test_starter_of_a_community_is_its_host(made: TestHouse) -> None:
    client = made.as_("sam")
    typed = {"name": "Coming in", "question": "How do people get in?"}

    answer = client.post(f"/p/{made.partnership.id}/start-community", data=typed)

    page = client.get(answer.headers["Location"]).text
    assert "How do people get in?" in page
    assert "New session" in page
    assert made.as_("amina").get(answer.headers["Location"]).status_code == 403


def test_open_sentence_is_agreed_later(made: TestHouse) -> None:
    session, sam = a_session(made).session, made.actor("sam")
    days = Setting(take_back_days=14)
    open_one = record_read_back(
        made.services, sam, session.id, None, "Two weeks.", days, Outcome.NOT_YET
    )
    address = f"/c/{made.community.id}/agree/{open_one.id}"

    made.as_("sam").post(address)
    again = made.as_("sam").post(address)

    agreement = in_force(made.services, made.community.id)
    assert agreement is not None
    assert agreement.take_back_days == 14
    assert again.status_code == 400
    assert "not open any more" in again.text


def test_sponsor_finds_no_community_page(made: TestHouse) -> None:
    page = made.as_("grace").get("/").text

    assert "Tyne Crossing" in page
    assert f"/c/{made.community.id}/" not in page
    assert actor_of(made.services, made.people["grace"].person_id) is not None
