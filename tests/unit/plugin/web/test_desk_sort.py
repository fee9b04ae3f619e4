"""Sort, as plain forms: select, gather, move, take out, undo, and a piece from a cluster."""

import re
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from plugin.curate.desk_pages import NOTES_A_PAGE
from plugin.domain.clusters import NOWHERE_NAME, Placement
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import clusters as stored_clusters
from plugin.store import notes as stored_notes
from tests.bench.large import Size, fill
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    PORTAL,
    TRUST,
    a_note,
    a_piece,
    change_note,
    meet,
)
from tests.unit.plugin.web.house import TestHouse, make_house

WHY = "When the right thing happens, it happens by phone."
NAME = "When the right thing happens"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def sort(house: TestHouse, do: str, *names: str, who: str = "helen", **more: str) -> TestResponse:
    """Press a button of the form as it stands, with notes selected."""
    address = f"/c/{house.community.id}/desk/sort"
    page = house.as_(who).get(address).text
    seen = dict(re.findall(r'name="(in-[^"]+)" value="([^"]*)"', page))
    data = {**seen, "do": do, "note": list(names), **more}
    return house.as_(who).post(address, data=data, follow_redirects=True)


def cluster_of(house: TestHouse, note_id: str) -> tuple[str, ...]:
    with house.services.db.read() as tx:
        return stored_clusters.clusters_of(tx, [note_id]).get(note_id, ())


def ids(met: Session, *names: str) -> list[str]:
    return [f"{name}-{met.id}" for name in names]


def test_notes_are_gathered_moved_and_taken_out(house: TestHouse, met: Session) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")

    gathered = sort(house, "new", phone, trust, because=WHY).text
    (first,) = cluster_of(house, phone)
    sort(house, "new", portal, because="The form")
    (second,) = cluster_of(house, portal)
    also = sort(house, "also", phone, into=second).text
    assert cluster_of(house, phone) == (first, second)
    moved = sort(house, "put", trust, into=second).text
    assert cluster_of(house, trust) == (second,)
    out = sort(house, "out", phone).text

    assert f"Two notes put in a new cluster, {NAME}." in gathered
    assert "One note also put in The form." in also
    assert "One note put in The form." in moved
    assert "One note taken out of every cluster." in out
    assert cluster_of(house, phone) == ()


@pytest.mark.parametrize("page", ["sort", "read"])
def test_a_session_of_many_notes_is_shown_a_hundred_at_a_time_and_none_is_left_out(
    house: TestHouse, met: Session, page: str
) -> None:
    fill(house, met, Size(notes=350, meetings=1), "many")
    address, seen = f"/c/{house.community.id}/desk/{page}?session=many-s0", list[str]()
    while address:
        shown = house.as_("helen").get(address).text
        here = re.findall(r'name="note" value="([^"]+)"', shown)
        assert len(here) <= NOTES_A_PAGE
        assert len(shown) < 300_000
        seen += here
        later = re.search(r'<a href="([^"]+)"[^>]*>Notes after these', shown)
        address = unescape(later[1]) if later else ""

    with house.services.db.read() as tx:
        kept = {each.id for each in stored_notes.notes(tx, "many-s0") if each.label is Label.M}
    assert len(seen) == len(set(seen))
    assert kept <= set(seen)
    assert len(kept) > 2 * NOTES_A_PAGE


def test_a_label_is_stored_and_a_sentence_is_asked_for(house: TestHouse, met: Session) -> None:
    answer = sort(house, "new", *ids(met, "phone"), because="Phone calls")

    assert "put in a new cluster, Phone calls. Try a sentence: when…, people…" in answer.text


def test_some_notes_belong_nowhere_and_matter(house: TestHouse, met: Session) -> None:
    answer = sort(house, "nowhere", *ids(met, "phone", "trust")).text

    assert "Two notes belong nowhere, and matter." in answer
    assert NOWHERE_NAME in answer
    assert (
        "One note belongs nowhere, and matters." in sort(house, "nowhere", *ids(met, "portal")).text
    )


@pytest.mark.parametrize(
    ("do", "names", "told"),
    [
        ("new", (), "Select at least one kept note"),
        ("new", ("silence",), "Held notes can be read here"),
        ("put", ("phone",), "Choose a cluster first"),
        ("also", ("phone",), "Choose a cluster first"),
        ("undo", (), "There is nothing to undo"),
        ("burn", ("phone",), "That button is not known here"),
    ],
)
def test_what_cannot_be_done_is_said(
    house: TestHouse, met: Session, do: str, names: tuple[str, ...], told: str
) -> None:
    answer = sort(house, do, *ids(met, *names), because="Typed with care.")

    assert answer.status_code == 400
    assert told in answer.text
    assert "Typed with care." in answer.text
    with house.services.db.read() as tx:
        assert stored_clusters.clusters(tx, house.community.id) == ()


def test_words_of_held_notes_come_into_no_sentence(house: TestHouse, met: Session) -> None:
    answer = sort(house, "new", *ids(met, "phone"), because=f"Because: {HELD}")

    assert answer.status_code == 400
    assert "Words of a held note stand in what you wrote" in answer.text


def test_the_last_changes_are_undone_one_by_one(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "new", phone, trust, because=WHY)
    (first,) = cluster_of(house, phone)
    sort(house, "nowhere", phone)

    back = sort(house, "undo").text
    assert cluster_of(house, phone) == (first,)
    gone = sort(house, "undo").text

    assert "Undone. One note as before." in back
    assert "Undone. Two notes as before." in gone
    assert cluster_of(house, phone) == ()
    assert NAME not in house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text
    assert sort(house, "undo").status_code == 400


def test_a_sentence_is_changed_once_and_a_second_writer_sees_both(
    house: TestHouse, met: Session
) -> None:
    sort(house, "new", *ids(met, "phone"), because=WHY)
    (cluster,) = cluster_of(house, *ids(met, "phone"))

    saved = sort(house, "sentence", cluster=cluster, version="1", because="Phones are quicker.")
    late = sort(house, "sentence", cluster=cluster, version="1", because="Phones are unfair.")

    assert "Saved. The cluster is called Phones are quicker now." in saved.text
    assert late.status_code == 400
    assert "It says now: <bdi>Phones are quicker.</bdi>" in late.text
    assert "Phones are unfair." in late.text


def test_what_somebody_else_did_meanwhile_stays(house: TestHouse, met: Session) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    sort(house, "new", trust, because="One")
    sort(house, "new", portal, because="Two")
    (one,), (two,) = cluster_of(house, trust), cluster_of(house, portal)
    sort(house, "also", phone, into=one)

    late = {"do": "put", "note": phone, "into": two, f"in-{phone}": ""}
    address = f"/c/{house.community.id}/desk/sort"
    answer = house.as_("helen").post(address, data=late, follow_redirects=True).text

    assert cluster_of(house, phone) == (one, two)
    assert "Somebody else put some of them in another cluster meanwhile" in answer


def test_the_tray_keeps_what_was_selected_on_every_page(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "tray", phone)

    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort?box=Z5&session={met.id}")

    assert "Tray · one note" in page.text
    assert re.search(rf'value="{phone}" id="t-{phone}" checked', page.text)
    assert "The tray is empty." in sort(house, "clear").text


def test_a_piece_is_made_from_a_cluster(house: TestHouse, met: Session) -> None:
    sort(house, "new", *ids(met, "phone", "trust"), because=WHY)
    (cluster,) = cluster_of(house, *ids(met, "phone"))
    helen, desk = house.as_("helen"), f"/c/{house.community.id}/desk"

    form = helen.post(f"{desk}/new-piece", data={"cluster": cluster}).text
    data = {"title": NAME, "line": WHY, "narrative": "People ring.", "kind": "doubt"}
    data |= {"family": "representation", "person": "2", "cluster": cluster, "fits": "yes"}
    made = helen.post(f"{desk}/pieces", data=data | {"note": ids(met, "phone", "trust")})

    assert f'value="{NAME}"' in form
    assert WHY in form
    assert PHONE in form
    assert TRUST in form
    assert PORTAL not in form
    assert made.status_code == 303
    with house.services.db.read() as tx:
        (known,) = stored_clusters.clusters(tx, house.community.id)
    assert made.headers["Location"].endswith(f"/pieces/{known.piece_id}")


def test_an_empty_cluster_can_be_removed_and_no_other(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "new", phone, because=WHY)
    (cluster,) = cluster_of(house, phone)

    refused = sort(house, "remove", cluster=cluster)
    sort(house, "out", phone)
    removed = sort(house, "remove", cluster=cluster).text

    assert refused.status_code == 400
    assert "had no notes, and is removed" in removed


@pytest.mark.parametrize("gone", [NoteState.LEFT_BOARD, NoteState.TAKEN_BACK])
def test_a_note_that_goes_leaves_its_cluster_at_once(
    house: TestHouse, met: Session, gone: NoteState
) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "new", phone, because="Gone soon")
    (cluster,) = cluster_of(house, phone)

    if gone is NoteState.TAKEN_BACK:
        take_back(house.services, house.actor("sam"), phone)
    else:
        change_note(house.services, phone, state=gone)

    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort?cluster={cluster}").text
    assert "No note is in this cluster." in page
    assert PHONE not in page
    if gone is NoteState.TAKEN_BACK:
        assert cluster_of(house, phone) == ()


def test_sentences_that_repeat_a_note_go_with_it(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "new", trust, because=f"As somebody said: {PHONE}")
    (cluster,) = cluster_of(house, trust)
    sort(house, "sentence", cluster=cluster, version="1", because=f"Now: {PHONE}")

    reached = take_back(house.services, house.actor("sam"), phone).reached

    assert "repeated its words, and is erased" in reached["The desk"]
    with house.services.db.read() as tx:
        (known,) = stored_clusters.clusters(tx, house.community.id)
        assert stored_notes.note(tx, trust) is not None
    assert known.sentence == ""
    undone = sort(house, "undo")
    assert "As somebody said" not in undone.text


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_sorts(house: TestHouse, met: Session, who: str) -> None:
    address = f"/c/{house.community.id}/desk/sort"
    data = {"do": "new", "note": ids(met, "phone"), "because": WHY}

    assert house.as_(who).post(address, data=data).status_code in {403, 404}
    assert cluster_of(house, *ids(met, "phone")) == ()


def test_of_many_notes_that_say_nearly_the_same_three_are_named(
    house: TestHouse, met: Session
) -> None:
    with house.services.db.begin() as tx:
        for number in range(6):
            made = a_note(met, f"same {number}", "Z6", Label.M, "doubt", f"{TRUST} {number}")
            stored_notes.save_note(tx, made)

    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text

    assert page.count("Says nearly the same") == 7 * 3
    assert page.count("So do 3 more.") == 7


def test_what_people_left_together_is_offered_until_somebody_sorts_it(
    house: TestHouse, met: Session
) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    address, offers = f"/c/{house.community.id}/desk/sort", "Left together on the board: one group"
    assert offers in house.as_("helen").get(address).text

    kept = sort(house, f"together {trust} {portal}", phone).text

    assert "Two notes put in a new cluster" in kept
    assert offers not in kept
    assert cluster_of(house, trust) == cluster_of(house, portal) != ()
    assert cluster_of(house, phone) == ()
    assert offers in sort(house, "undo").text


def test_a_group_to_which_somebody_says_no_is_offered_no_more(
    house: TestHouse, met: Session
) -> None:
    trust, portal = ids(met, "trust", "portal")
    address, helen = f"/c/{house.community.id}/desk/sort", house.as_("helen")

    said = helen.post(address, data={"do": f"apart {trust} {portal}"}, follow_redirects=True).text

    assert "Left as they are." in said
    assert "Left together on the board" not in said
    assert "Left together on the board" not in helen.get(address).text
    assert cluster_of(house, trust) == ()


def test_what_names_its_notes_leaves_selected_ones_and_their_sentence(
    house: TestHouse, met: Session
) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    address, ticked = f"/c/{house.community.id}/desk/sort", f'id="n-{phone}" checked'

    kept = sort(house, f"together {trust} {portal}", phone, because="For the phone").text
    assert ticked in kept
    assert ">\nFor the phone</textarea>" in kept
    assert "For the phone</bdi>" not in kept  # no cluster is called so
    assert ticked in house.as_("helen").get(address).text
    sort(house, "undo")
    said = sort(house, f"apart {trust} {portal}", phone, because="For the phone").text
    assert ticked in said
    assert ">\nFor the phone</textarea>" in said
    dropped = sort(house, f"drop {trust} nowhere ", phone).text
    assert "One note belongs nowhere" in dropped
    assert ticked in dropped
    sort(house, f"drop {trust} out ", phone)
    assert cluster_of(house, trust) == ()
    assert cluster_of(house, phone) == ()
    assert sort(house, f"drop {trust} burn").status_code == 400


@pytest.mark.parametrize("do", ["theme", "tray", "nowhere", "one {portal} {trust}"])
def test_a_sentence_that_a_button_does_not_use_stays(
    house: TestHouse, met: Session, do: str
) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    pressed = do.format(portal=portal, trust=trust)

    typed = {"because": "For the phone", "theme": "calls" if do == "theme" else ""}
    told = sort(house, pressed, phone, **typed).text
    used = sort(house, "new", phone, trust, because="For the phone").text

    assert ">\nFor the phone</textarea>" in told
    assert "What else you typed is not used yet" in told
    assert len(re.findall(r'id="n-[^>]* autofocus>', told)) == 1
    assert ">\nFor the phone</textarea>" not in used


def test_enter_in_a_field_does_what_the_field_is_for(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text
    first = re.search(r'<button[^>]*name="do" value="(\w+)"', page[page.index("data-keys=") :])
    assert first is not None

    assert "given the theme Phones." in sort(house, first[1], phone, theme="Phones").text
    assert "The tray keeps" in sort(house, first[1], phone, theme="").text
    assert "set aside" in sort(house, first[1], phone, reason="Not ours").text
    words = sort(house, first[1], phone, words="they trust")
    assert words.status_code == 400
    assert 'aria-describedby="words-hint" value="they trust"' in words.text


def test_what_is_in_no_cluster_stands_by_itself(house: TestHouse, met: Session) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    sort(house, "new", phone, because=WHY)
    sort(house, "aside", portal)
    address = f"/c/{house.community.id}/desk/sort?session={met.id}&unsorted=yes"

    page = house.as_("helen").get(address).text

    assert f'value="{trust}" id="n-' in page
    assert f'id="n-{phone}"' not in page
    assert f'id="n-{portal}"' not in page


def test_clusters_stand_side_by_side_and_stay_so_after_a_press(
    house: TestHouse, met: Session
) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    sort(house, "new", phone, trust, because=WHY)
    (cluster,) = cluster_of(house, phone)
    sort(house, "nowhere", portal)
    address = f"/c/{house.community.id}/desk/sort?session={met.id}&columns=yes"

    page = house.as_("helen").get(address).text
    columns = page.split("data-column=")[1:]

    assert [each.count('name="note"') for each in columns[:-1]] == [1]
    assert f'"{cluster}" data-drop="put"' in page
    assert page.count('data-drop="nowhere"') == 1
    moved = sort(house, "put", portal, into=cluster, columns="yes", session=met.id)
    assert "One note put in" in moved.text
    assert f'"{cluster}" data-drop="put"' in moved.text


def test_side_by_side_says_of_every_cluster_what_it_has(house: TestHouse, met: Session) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    sort(house, "new", phone, trust, because=WHY)
    sort(house, "new", portal, because="Portals")
    (first,), (second,) = cluster_of(house, phone), cluster_of(house, portal)
    sort(house, "also", phone, into=second)
    sort(house, "put", portal, into=first)
    with house.services.db.begin() as tx:
        for number in range(230):
            made = a_note(met, f"n {number:03}", "Z6", Label.M, "assumption", f"Note {number}.")
            stored_notes.save_note(tx, made)
            if number < 120:
                stored_clusters.put(tx, [Placement(first, made.id)], None)
                stored_clusters.put(tx, [Placement(second, made.id)], None)
    helen, address = house.as_("helen"), f"/c/{house.community.id}/desk/sort?session={met.id}"

    page = helen.get(f"{address}&columns=yes").text
    in_none, of_first, of_second = page.split("data-column=")[1:]

    assert "100 of 110 are here." in in_none
    assert of_first.count('name="note"') == 123
    assert "are here." not in of_first
    assert 'name="note"' not in of_second.partition("</section>")[0]
    assert of_second.count("data-again") == 121
    assert "No note is in this cluster." not in page
    all_ids = re.findall(r' id="([^"]+)"', page)
    assert len(all_ids) == len(set(all_ids))
    more = helen.get(f"{address}&unsorted=yes").text
    onward = unescape(re.search(r'<a href="([^"]+)" hx-get', more)[1])  # type: ignore[index]
    last = helen.get(onward).text
    assert last.count('class="tick" name="note"') == 10
    assert "Notes after these" not in last


def test_words_are_found_and_a_note_names_those_that_say_nearly_the_same(
    house: TestHouse, met: Session
) -> None:
    change_note(house.services, f"portal-{met.id}", text="I might be wrong to trust phonecalls!")
    address = f"/c/{house.community.id}/desk/sort"
    helen = house.as_("helen")

    page = helen.get(address).text
    assert page.count("Says nearly the same:") == 2
    assert f'<a href="#n-trust-{met.id}">' in page

    def ticks(words: str) -> list[str]:
        return re.findall(r'class="tick" name="note" value="([^"]+)"', found(words))

    def found(words: str) -> str:
        return helen.get(address, query_string={"session": met.id, "q": words}).text

    assert ticks("form there") == ids(met, "phone")
    assert ticks("nobody spoke") == []
    assert "No note here has “<bdi>nobody spoke</bdi>”" in found("nobody spoke")
    assert HELD not in found("nobody spoke")
    answer = sort(house, "nowhere", *ids(met, "phone"), session=met.id, q="form there")
    assert 'type="search" value="form there"' in answer.text


def test_enter_in_why_adds_the_notes_to_the_piece(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    more = {"piece": piece.piece.id, "why": "Said again in the uncertainty round."}

    told = sort(house, "enter", *ids(met, "portal"), **more).text
    nothing = sort(house, "enter", **more)

    assert "Saved. It rests on these notes now" in told
    assert more["why"] in told
    assert nothing.status_code == 400
    assert f'value="{more["why"]}"' in nothing.text


def test_what_a_button_does_not_use_stays_in_its_field(house: TestHouse, met: Session) -> None:
    a_piece(house.services, house.actor("helen"), met)
    typed = {"theme": "trust", "words": "they trust", "why": "Said again."}

    told = sort(house, "nowhere", *ids(met, "portal"), **typed).text
    used = sort(house, "theme", *ids(met, "portal"), theme="trust").text

    assert "What else you typed is not used yet" in told
    assert 'autocomplete="off" value="trust"' in told
    assert 'aria-describedby="words-hint" value="they trust"' in told
    assert "not used yet" not in used
    assert 'value="trust"' not in used.replace('<option value="trust"', "")


@pytest.mark.parametrize("do", ["undo", "sentence", "remove"])
def test_a_button_of_others_leaves_the_selected_notes_selected(
    house: TestHouse, met: Session, do: str
) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "new", phone, because=WHY)
    (cluster_id,) = cluster_of(house, phone)
    if do == "remove":  # an empty one alone is removed
        sort(house, "out", phone)

    told = sort(house, do, trust, cluster=cluster_id, because="Another", was=WHY, version="1")

    assert told.status_code == 200
    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort?session={met.id}").text
    assert re.search(rf'id="n-{trust}" checked', page)
