"""The panel before and while people take part by phone: code, quiet writing, rehearsal."""

from datetime import timedelta

from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement
from plugin.domain.quiet_writing import TOO_FEW, Readiness
from plugin.domain.sessions import Session
from plugin.store import communities as stored_communities
from tests.unit.plugin.web.house import TestHouse
from tests.unit.plugin.web.in_miro import InMiro
from tests.world.jobs import new_session
from tests.world.phones import KEPT, STAYS, board_id, join, notes_of, stickies_of

STRANGER_IN_MIRO = "3074457350000000599"  # Miro names them on no board
WORDS = "canary: I never said this aloud"


def test_a_code_is_made_shown_and_stopped(sam: InMiro) -> None:
    before = sam.state()["seen"]
    assert sam.ask("/session").get_json()["phone"]["address"] == ""

    sam.ask("/join-code", {})

    phone = sam.ask("/session").get_json()["phone"]
    assert phone["address"].endswith("/j/" + phone["words"].replace(" ", "-"))
    assert phone["qr"].startswith("<svg")
    assert phone["sheet"].endswith("/paper")
    assert sam.state()["seen"] != before  # so that the other facilitator sees it too
    assert "leads nowhere" in sam.ask("/join-code/stop", {}).get_json()["said"]
    assert sam.ask("/session").get_json()["phone"]["address"] == ""


def test_people_write_quietly_and_all_is_revealed_at_once(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    phones = [join(house, session) for _ in range(2)]
    refused = sam.ask("/quiet", {"box": KEPT})
    assert (refused.status_code, refused.get_json()["detail"]) == (400, TOO_FEW)
    phones.append(join(house, session))
    for box in ("no-such", STAYS, "", 7):
        assert sam.ask("/quiet", {"box": box}).status_code == 400, box

    sam.ask("/quiet", {"box": KEPT})
    begun = sam.state()["seen"]
    for number, phone in enumerate(phones):
        phone.write(f"{WORDS} {number}")
    house.clock.now += timedelta(seconds=20)

    assert sam.state()["seen"] != begun
    answer = sam.ask("/session")
    (box,) = answer.get_json()["phone"]["boxes"]
    assert box == {"code": KEPT, "title": "The story", "readiness": Readiness.NEARLY_EVERYONE}
    assert "canary" not in answer.text
    assert notes_of(house, session) == ()
    assert "random order" in sam.ask("/quiet/reveal", {"box": KEPT}).get_json()["said"]
    assert sam.ask("/session").get_json()["phone"]["boxes"] == []
    assert len(notes_of(house, session)) == len(stickies_of(house, session)) == 3


def test_quiet_writing_is_stopped_without_showing(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    phones = [join(house, session) for _ in range(3)]
    sam.ask("/quiet", {"box": KEPT})
    phones[0].write(WORDS)

    assert "Nothing was shown" in sam.ask("/quiet/stop", {"box": KEPT}).get_json()["said"]

    assert sam.ask("/session").get_json()["phone"]["boxes"] == []
    assert (notes_of(house, session), stickies_of(house, session)) == ((), ())
    assert WORDS in phones[0].open("/notes").text  # still its writer's to change
    moderate = house.as_("sam").get(f"/s/{session.id}/by-phone").text
    assert WORDS in moderate  # and can still be shown, one by one
    phones[1].write("shown at once")
    assert [each.text for each in notes_of(house, session)] == ["shown at once"]


def test_quiet_writing_is_stopped_from_the_page_too(house: TestHouse, session: Session) -> None:
    phones = [join(house, session) for _ in range(3)]
    browser = house.as_("sam")
    browser.post(f"/s/{session.id}/quiet/{KEPT}")
    phones[0].write(WORDS)
    assert "Stop without showing" in browser.get(f"/s/{session.id}/live").text

    told = browser.post(f"/s/{session.id}/quiet/{KEPT}/stop", follow_redirects=True).text

    assert "Nothing was shown" in told
    assert notes_of(house, session) == ()


def test_what_is_ready_is_listed_and_a_rehearsal_is_cleared(
    house: TestHouse, session: Session, sam: InMiro
) -> None:
    found = sam.ask("/session").get_json()
    assert [each["point"] for each in found["ready"]][:2] == ["Permission", "Contact"]
    assert all(each["page"].startswith("http") for each in found["ready"] if each["page"])
    assert found["pretended"] == 0
    text = sam.ask("/invitation").get_json()["text"]
    assert "Going home: Stories and doubts" in text
    assert "It is up to you" in text

    sam.ask("/rehearsal", {})
    assert sam.ask("/session").get_json()["pretended"] == len(stickies_of(house, session)) > 0
    assert "forgotten" in sam.ask("/rehearsal/end", {}).get_json()["said"]
    assert sam.ask("/session").get_json()["pretended"] == 0
    assert stickies_of(house, session) == ()


def test_who_may_not_change_the_board_does_none_of_it(house: TestHouse, sam: InMiro) -> None:
    connie = InMiro(house, sam.board_id, user=STRANGER_IN_MIRO)
    connie.link("connie")  # she runs sessions here, and Miro does not name her on the board
    assert connie.state() == {"view": "no-edit"}
    for path in ("/join-code", "/join-code/stop", "/quiet", "/quiet/reveal", "/quiet/stop"):
        assert connie.ask(path, {"box": KEPT}).status_code == 403, path
    for path in ("/rehearsal", "/rehearsal/end"):
        assert connie.ask(path, {}).status_code == 403, path
    assert connie.ask("/invitation").status_code == 403
    assert sam.ask("/session").get_json()["phone"]["address"] == ""


def test_dots_are_told_in_words_and_shown_together(house: TestHouse) -> None:
    day, design = house.clock.now.date(), read_template("T8")
    actor = house.actor("sam")
    with house.services.db.begin() as tx:
        stored_communities.add_agreement(tx, house.community.id, Agreement(1), house.clock.now)
    session = new_session(house.runtime, actor, house.community.id, "T8", day)[0]
    panel = InMiro(house, board_id(house, session))
    panel.link("sam")
    panel.state()
    step = next(number for number, each in enumerate(design.steps) if each.dots)
    phones = [join(house, session) for _ in range(5)]
    phones[0].write("what speaks", design.steps[step].zones[0])
    assert panel.ask("/session").get_json()["dots"] == []
    panel.ask("/step", {"to": step, "shown": None})
    (note,) = notes_of(house, session)
    before = panel.state()["seen"]
    for phone in phones:
        data = {"note": [note.id], "listed": [note.id]}
        assert phone.client.post(f"{phone.mine}/dots", data=data).status_code == 303
    at_once = (panel.state()["seen"], panel.ask("/session").get_json()["dots"][0]["readiness"])
    house.clock.now += timedelta(seconds=20)

    (told,) = panel.ask("/session").get_json()["dots"]
    later = panel.state()["seen"]
    said = panel.ask("/dots", {"step": step}).get_json()["said"]
    (after,) = panel.ask("/session").get_json()["dots"]

    assert at_once == (before, "Nobody has put dots yet.")
    assert told["readiness"] == "Nearly everyone has put dots."
    assert (told["most"], told["fewest"], told["has_box"], told["is_shown"]) == (3, 5, True, False)
    assert later != before
    assert said.startswith("The dots are shown")
    assert (after["is_shown"], after["readiness"]) == (True, "")
    assert "what speaks" not in str(told) + str(after)
    assert panel.ask("/dots", {"step": step}).get_json()["said"] == "The dots are shown already."
