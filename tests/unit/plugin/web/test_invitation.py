"""Inviting people: what the invitation says, and where it can be taken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.convene.communities import change_community, community_of
from plugin.convene.invitations import (
    arrange,
    invitation_page,
    invite_by_mail,
    start_at,
    usual_start,
)
from plugin.domain.invitations import Arrangements
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import outbox
from plugin.store.invitations import save_arrangements
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse, make_house

ARRANGED = Arrangements(
    starts_at=time(14, 0),
    place="Room 4, Gateway House\nor https://call.example/going-home",
    access="Step-free. Tell Sam by Friday what you need.",
    other_ways="Sam rings you before and writes your notes.",
    notice="https://northside.example/privacy",
    outcome="A page for ward meetings, by March. Helen looks for surprises.",
)
FORM = {
    "starts_at": "14:00",
    "place": ARRANGED.place,
    "access": ARRANGED.access,
    "other_ways": ARRANGED.other_ways,
    "notice": ARRANGED.notice,
    "outcome": ARRANGED.outcome,
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path, smtp_url="smtp://127.0.0.1:1")
    yield made
    made.services.db.close()


def mails(house: TestHouse) -> list[outbox.OutgoingMail]:
    with house.services.db.read() as tx:
        return [mail for mail, _ in outbox.due_mails(tx, house.services.now)]


def test_a_facilitator_arranges_and_everybody_of_the_group_reads_it(house: TestHouse) -> None:
    session = a_session(house, "T3").session
    sam, amina = house.as_("sam"), house.as_("amina")

    saved = sam.post(f"/s/{session.id}/invite", data=FORM, follow_redirects=True)
    page = LexborHTMLParser(amina.get(f"/s/{session.id}/invitation").text)

    assert "Saved." in saved.text
    said = page.css_first("article").text()
    assert "14:00 to 16:00" in said
    assert ARRANGED.outcome in sam.get(f"/s/{session.id}/paper").text
    for words in (*ARRANGED.texts[1:], "Gateway House"):
        assert words in said
    assert "How do we decide well about going home?" in said
    assert "Given by Director of Integrated Care." in said
    assert "○ Stays here" in said
    assert "You can take a note back at any time." in said
    assert "You can complain about how your words are handled" in said
    assert "Connie Hale reads it." in said  # as the page says on which one complains
    assert page.css_first(".qr svg") is not None


def test_what_is_missing_is_named_to_the_facilitator_and_printed_nowhere(house: TestHouse) -> None:
    session, sam = a_session(house, "T3").session, house.as_("sam")

    form = sam.get(f"/s/{session.id}/invite").text
    printed = sam.get(f"/s/{session.id}/invitation").text

    assert "The invitation does not say yet:" in form
    assert "how to take part in another way" in form
    for heading in ("Where", "What you may need", "Other ways to take part"):
        assert f"<h2>{heading}</h2>" not in printed
    your_data = next(
        each for each in LexborHTMLParser(printed).css("section") if "Your data" in each.text()
    )
    assert [each.text()[:21] for each in your_data.css("p")] == [
        "You can complain abou",
        "You can also go to th",
    ]


def test_the_next_session_starts_from_the_last_ones_arrangements(house: TestHouse) -> None:
    sam, first = house.actor("sam"), a_session(house, "T3").session
    arrange(house.services, sam, first.id, ARRANGED)
    house.clock.pass_days(1)

    later = a_session(house, "T2").session
    view = invitation_page(house.services, sam, later.id)

    assert view.invitation.arrangements == replace(ARRANGED, outcome="")  # that was its own
    assert not view.is_arranged
    assert (
        "Filled in from the group’s last session"
        in house.as_("sam").get(f"/s/{later.id}/invite").text
    )


def test_a_start_from_the_panel_confirms_nothing_else(house: TestHouse) -> None:
    sam, first = house.actor("sam"), a_session(house, "T3").session
    arrange(house.services, sam, first.id, ARRANGED)
    house.clock.pass_days(1)
    later = a_session(house, "T2", SessionState.PLANNED, day=date(2026, 11, 25)).session

    start_at(house.services, sam, later.id, time(9, 30))

    page = house.as_("sam").get(f"/s/{later.id}/invite").text
    assert "Filled in from the group’s last session" in page
    assert "Save the form first." in page
    with pytest.raises(BadInput, match="Nothing was sent"):
        invite_by_mail(house.services, sam, later.id)
    view = invitation_page(house.services, sam, later.id)
    wanted = replace(ARRANGED, starts_at=time(9, 30), outcome="")
    assert view.invitation.arrangements == wanted
    assert usual_start(house.services, sam, house.community.id) == time(9, 30)
    arrange(house.services, sam, later.id, Arrangements(starts_at=time(9, 30)), view.shown)
    assert invitation_page(house.services, sam, later.id).is_arranged
    invite_by_mail(house.services, sam, later.id)
    assert mails(house)


def test_a_start_from_the_panel_leaves_a_saved_invitation_saved(house: TestHouse) -> None:
    sam, session = house.actor("sam"), a_session(house, "T3", SessionState.PLANNED).session
    arrange(house.services, sam, session.id, ARRANGED)

    start_at(house.services, sam, session.id, time(9, 30))

    view = invitation_page(house.services, sam, session.id)
    assert view.is_arranged
    assert view.invitation.arrangements == replace(ARRANGED, starts_at=time(9, 30))


def test_the_calendar_file_says_when_in_utc(house: TestHouse) -> None:
    session = a_session(house, "T3").session
    arrange(house.services, house.actor("sam"), session.id, ARRANGED)

    sent = house.as_("amina").get(f"/s/{session.id}/invitation.ics")
    (event,) = icalendar.Calendar.from_ical(sent.data).walk("VEVENT")

    assert sent.content_type == "text/calendar; charset=utf-8"
    assert event.start == datetime(2026, 11, 18, 14, tzinfo=UTC)  # no summer time in November
    assert event.end == datetime(2026, 11, 18, 16, tzinfo=UTC)
    assert event["UID"] == f"{session.id}@127.0.0.1"
    assert "Sam rings you before" in event["DESCRIPTION"]


def test_a_session_in_summer_starts_an_hour_earlier_in_utc(house: TestHouse) -> None:
    session = a_session(house, "T3", day=date(2027, 6, 16)).session
    arrange(house.services, house.actor("sam"), session.id, ARRANGED)

    sent = house.as_("sam").get(f"/s/{session.id}/invitation.ics")
    (event,) = icalendar.Calendar.from_ical(sent.data).walk("VEVENT")

    assert event.start == datetime(2027, 6, 16, 13, tzinfo=UTC)


def test_without_a_time_the_event_lasts_the_day(house: TestHouse) -> None:
    session = a_session(house, "T3").session

    sent = house.as_("sam").get(f"/s/{session.id}/invitation.ics")
    (event,) = icalendar.Calendar.from_ical(sent.data).walk("VEVENT")

    assert (event.start, event.end) == (date(2026, 11, 18), date(2026, 11, 19))


def test_the_mail_goes_once_to_every_member_with_an_address(house: TestHouse) -> None:
    session, sam = a_session(house, "T3").session, house.as_("sam")
    sam.post(f"/s/{session.id}/invite", data=FORM)

    sam.post(f"/s/{session.id}/invite/mail")
    again = sam.post(f"/s/{session.id}/invite/mail", follow_redirects=True)

    sent = mails(house)
    assert len({mail.person_id for mail in sent}) == len(sent) > 1
    assert all(ARRANGED.access in mail.body and "{link}" in mail.body for mail in sent)
    assert "Last sent by mail" in again.text


def test_nothing_is_sent_before_the_form_is_saved(house: TestHouse) -> None:
    session = a_session(house, "T3").session

    answer = house.as_("sam").post(f"/s/{session.id}/invite/mail")

    assert answer.status_code == 400
    assert "Nothing was sent." in answer.text
    assert mails(house) == []


def test_nobody_is_invited_to_a_closed_session(house: TestHouse) -> None:
    session = a_session(house, "T3", SessionState.CLOSED).session
    with house.services.db.begin() as tx:
        save_arrangements(tx, session.id, ARRANGED)

    with pytest.raises(BadInput, match="closed"):
        invite_by_mail(house.services, house.actor("sam"), session.id)


def test_a_member_can_neither_arrange_nor_send(house: TestHouse) -> None:
    session, amina = a_session(house, "T3").session, house.actor("amina")

    with pytest.raises(Refused):
        arrange(house.services, amina, session.id, ARRANGED)
    with pytest.raises(Refused):
        invite_by_mail(house.services, amina, session.id)


def test_nobody_from_elsewhere_reads_an_invitation(house: TestHouse) -> None:
    session = a_session(house, "T3").session

    for path in ("invitation", "invitation.ics", "invitation.txt", "invite"):
        assert house.as_("stranger").get(f"/s/{session.id}/{path}").status_code == 404
    with pytest.raises(NotHere):
        invitation_page(house.services, house.actor("stranger"), session.id)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_at": "tea time"}, "That time cannot be read."),
        ({"place": "x" * 501}, "may have 500 characters; yours has 501"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    house: TestHouse, typed: dict[str, str], sentence: str
) -> None:
    session, sam = a_session(house, "T3").session, house.as_("sam")

    answer = sam.post(f"/s/{session.id}/invite", data=FORM | typed)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert ARRANGED.other_ways in answer.text
    assert not invitation_page(house.services, house.actor("sam"), session.id).is_arranged


def test_words_of_people_stay_words(house: TestHouse) -> None:
    sam, session = house.actor("sam"), a_session(house, "T3").session
    community = community_of(house.services, house.community.id)
    odd = "<script>alert(1)</script> {link}"
    change_community(
        house.services,
        sam,
        type(community)(
            **{
                **{name: getattr(community, name) for name in community.__slots__},
                "contact": odd,
            }
        ),
    )

    page = house.as_("sam").get(f"/s/{session.id}/invitation").text

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {link}" in page
