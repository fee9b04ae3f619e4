"""Themes, memos and what is set aside, as plain forms."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from plugin.curate.pieces import make_piece, whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import Rung
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import themes as stored_themes
from tests.unit.plugin.curate.meeting import HELD, PHONE, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_sort import ids, sort


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def save(house: TestHouse, name: str = "", definition: str = "", **more: str) -> TestResponse:
    data = {"name": name, "definition": definition, **more}
    address = f"/c/{house.community.id}/desk/themes"
    return house.as_("helen").post(address, data=data, follow_redirects=True)


def theme_ids(house: TestHouse) -> dict[str, str]:
    with house.services.db.read() as tx:
        return {each.name: each.id for each in stored_themes.themes(tx, house.community.id)}


def themes_of(house: TestHouse, note_id: str) -> tuple[str, ...]:
    with house.services.db.read() as tx:
        return stored_themes.themes_of(tx, [note_id]).get(note_id, ())


def memo(house: TestHouse, note_id: str, words: str, **more: str) -> TestResponse:
    address = f"/c/{house.community.id}/desk/memo/{note_id}"
    data = {"words": words, **more}
    return house.as_("helen").post(address, data=data, follow_redirects=True)


def test_a_theme_is_named_at_the_note_and_defined_later(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")

    given = sort(house, "theme", phone, trust, theme="trust").text
    again = sort(house, "theme", *ids(met, "portal"), theme="Trust").text
    trusted = theme_ids(house)["trust"]
    page = save(house, "trust", "Whether people believe each other.", theme=trusted, version="1")

    assert "Two notes given the theme trust. It is new" in given
    assert "One note given the theme trust." in again
    assert list(theme_ids(house)) == ["trust"]
    assert "Whether people believe each other." in page.text
    assert "3 notes" in page.text
    shown = house.as_("helen").get(f"/c/{house.community.id}/desk/sort?shows={trusted}").text
    assert PHONE in shown


def test_a_theme_is_taken_off_and_both_are_undone(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "theme", phone, theme="trust")
    off = sort(house, "untheme", phone, theme="trust").text
    assert themes_of(house, phone) == ()

    sort(house, "undo")
    assert themes_of(house, phone) == (theme_ids(house)["trust"],)
    sort(house, "undo")

    assert "is taken from one note." in off
    assert themes_of(house, phone) == ()


def test_merging_leaves_a_trail(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "theme", phone, trust, theme="phones")
    sort(house, "theme", trust, theme="calls")
    known = theme_ids(house)

    page = save(house, theme=known["phones"], into=known["calls"], do="merge").text

    assert "is merged into" in page
    assert re.search(r"Merged into it on [^:]+: <bdi>phones</bdi>", page)
    assert themes_of(house, phone) == themes_of(house, trust) == (known["calls"],)
    assert save(house, theme=known["phones"], into=known["calls"], do="merge").status_code == 400


def words_with(house: TestHouse, note_id: str, theme_id: str) -> tuple[str, ...]:
    """Return the words of a note that have a theme, where not all have it."""
    with house.services.db.read() as tx:
        found = stored_themes.spans_with(tx, [note_id]).get((note_id, theme_id))
    return () if found is None else tuple(PHONE[start:end] for start, end in found[1])


@pytest.mark.parametrize(
    ("others", "left"),
    [("the form", ("I said yes", "the form")), ("", ()), ("I said yes", ("I said yes",))],
    ids=["other words", "all words", "the same words"],
)
def test_merging_keeps_the_words_of_both(
    house: TestHouse, met: Session, others: str, left: tuple[str, ...]
) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "theme", phone, theme="calls", words="I said yes")
    sort(house, "theme", phone, theme="phones", **({"words": others} if others else {}))
    known = theme_ids(house)

    save(house, theme=known["phones"], into=known["calls"], do="merge")

    assert themes_of(house, phone) == (known["calls"],)
    assert words_with(house, phone, known["calls"]) == left


def test_a_theme_for_some_words_is_given_to_all_of_them(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "theme", phone, theme="calls", words="I said yes")
    calls = theme_ids(house)["calls"]
    before = words_with(house, phone, calls)

    sort(house, "theme", phone, theme="calls")

    assert before == ("I said yes",)
    assert words_with(house, phone, calls) == ()
    assert themes_of(house, phone) == (calls,)


def test_a_theme_stands_below_another_and_never_below_itself(house: TestHouse) -> None:
    save(house, "trust")
    save(house, "trust in phones", parent=theme_ids(house)["trust"])
    known = theme_ids(house)

    circle = save(
        house, "trust", theme=known["trust"], version="1", parent=known["trust in phones"]
    )

    page = house.as_("helen").get(f"/c/{house.community.id}/desk/themes").text
    assert "Part of another theme: " in page
    assert circle.status_code == 400
    assert "cannot stand below itself" in circle.text


@pytest.mark.parametrize(
    ("name", "definition", "told"),
    [
        ("", "", "A theme needs a name"),
        ("n" * 61, "", "60 fit"),
        ("n", "d" * 401, "400 fit"),
        ("TRUST", "", "There is a theme of that name already"),
        ("n", HELD, "Words of a held note stand in what you wrote"),
    ],
)
def test_a_theme_that_cannot_be_is_refused(
    house: TestHouse, met: Session, name: str, definition: str, told: str
) -> None:
    save(house, "trust")

    answer = save(house, name, definition)

    assert answer.status_code == 400
    assert told in answer.text
    assert list(theme_ids(house)) == ["trust"]


def test_who_changes_a_theme_second_sees_both(house: TestHouse) -> None:
    save(house, "trust", "One.")
    own = theme_ids(house)["trust"]
    save(house, "trust", "Two.", theme=own, version="1")

    late = save(house, "trust", "Three.", theme=own, version="1")

    assert late.status_code == 400
    assert "Two." in late.text
    assert "Three." in late.text


def test_a_memo_is_the_curators_own_until_shared(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")

    own = memo(house, phone, "Ask about the form.").text
    shared = memo(house, phone, "Ask about the form.", shared="yes").text
    gone = memo(house, phone, "").text

    assert "Saved for you alone." in own
    assert "Ask about the form." in own
    assert "Saved for every curator of this group." in shared
    assert "The memo is gone." in gone
    assert "Ask about the form." not in gone


def test_a_memo_repeats_no_held_words_and_stands_by_kept_notes_alone(
    house: TestHouse, met: Session
) -> None:
    refused = memo(house, *ids(met, "phone"), f"They said: {HELD}")

    assert refused.status_code == 400
    assert "They said" in refused.text
    assert memo(house, *ids(met, "silence"), "Quiet.").status_code == 404


def test_what_is_set_aside_is_off_the_list_and_comes_back(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    aside = sort(house, "aside", phone, reason="Said twice").text
    page = house.as_("helen").get(f"/c/{house.community.id}/desk/sort?session={met.id}&aside=yes")

    assert "One note set aside. Nothing is erased." in aside
    assert f'id="n-{phone}"' not in aside
    assert "set aside: <bdi>Said twice</bdi>" in page.text
    assert f'id="n-{phone}"' in sort(house, "back", phone).text


def test_everything_that_repeats_a_note_goes_with_it(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "theme", phone, theme="phones")
    save(house, "said", f"As in: {PHONE}")
    memo(house, trust, f"Compare: {PHONE}")
    memo(house, phone, "Beside it.")
    sort(house, "aside", trust, reason=PHONE)

    reached = take_back(house.services, house.actor("sam"), phone).reached

    assert "repeated its words, and is erased" in reached["The desk"]
    with house.services.db.read() as tx:
        known = stored_themes.themes(tx, house.community.id)
        memos = stored_themes.memos_of(tx, house.people["helen"].person_id, [phone, trust])
        assert stored_themes.aside(tx, met.id) == {trust: ""}
    assert [each.definition for each in known if each.name == "said"] == [""]
    assert memos == ()
    assert themes_of(house, phone) == ()


@pytest.mark.parametrize("who", ["sam", "amina", "grace", "stranger"])
def test_nobody_else_opens_themes_or_memos(house: TestHouse, met: Session, who: str) -> None:
    desk = f"/c/{house.community.id}/desk"
    for page in (f"{desk}/themes", f"{desk}/memo/{ids(met, 'phone')[0]}"):
        assert house.as_(who).get(page).status_code in {403, 404}
        assert house.as_(who).post(page, data={"name": "n", "words": "w"}).status_code in {403, 404}


def test_a_theme_is_marked_for_partners_and_given_to_a_piece(
    house: TestHouse, met: Session
) -> None:
    helen, piece = house.as_("helen"), a_piece(house, met)
    save(house, "asked", "Who was asked.", partners="yes")
    asked = theme_ids(house)["asked"]
    post = {"theme": "Asked"}

    given = helen.post(f"/pieces/{piece}/theme", data=post, follow_redirects=True).text
    themes = helen.get(f"/c/{house.community.id}/desk/themes").text
    off = helen.post(f"/pieces/{piece}/no-theme", data={"theme": asked}, follow_redirects=True).text
    again = helen.post(f"/pieces/{piece}/no-theme", data={"theme": asked})

    assert "The piece has the theme asked." in given
    assert "for our partners" in given.split('id="themes"')[1].split("</section>")[0]
    assert "For our partners,</span>" in themes
    assert "The theme is taken from the piece." in off
    assert again.status_code == 400
    assert house.as_("amina").post(f"/pieces/{piece}/theme", data=post).status_code in (403, 404)


def test_participants_read_the_themes_of_a_piece_that_are_for_partners(
    house: TestHouse, met: Session
) -> None:
    helen, piece = house.as_("helen"), a_piece(house, met)
    save(house, "asked", "Who was asked.", partners="yes")
    for name in ("asked", "nobody dares"):
        helen.post(f"/pieces/{piece}/theme", data={"theme": name})
    read_back_today(house.services, house.actor("sam"), whole_piece(house.services, piece))
    house.clock.pass_days(8)
    release(house.services, house.actor("helen"), piece, Rung.US, NO_HARM)

    read = {who: house.as_(who).get(f"/pieces/{piece}") for who in ("amina", "sam")}

    assert {each.status_code for each in read.values()} == {200}
    assert all("<bdi>asked</bdi>" in each.text for each in read.values())
    assert {who: "nobody dares" in each.text for who, each in read.items()} == {
        "amina": False,
        "sam": True,
    }


def test_a_name_that_points_to_a_person_is_not_for_partners(house: TestHouse) -> None:
    refused = save(house, "ring 07700 900123", partners="yes")
    assert refused.status_code == 400
    assert "may point to a person" in refused.text
    assert theme_ids(house) == {}

    save(house, "ring 07700 900123")
    assert list(theme_ids(house)) == ["ring 07700 900123"]


def a_piece(house: TestHouse, met: Session) -> str:
    notes, helen = ids(met, "phone", "trust"), house.actor("helen")
    words = ("By phone", "They ring.", "")
    piece = make_piece(house.services, helen, house.community.id, notes, *words)
    return piece.piece.id


def test_several_themes_are_given_at_once(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "theme", phone, theme="trust, at first")
    named = theme_ids(house)["at first"]
    save(house, "at first, then", theme=named, version="1")

    told = sort(house, "theme", phone, theme="At first, then").text
    several = sort(house, "theme", *ids(met, "portal"), theme="Trust, phones, phones").text

    assert "One note given the theme at first, then." in told
    assert "given the themes trust, phones. New: phones: say on Themes what" in several
    assert set(theme_ids(house)) == {"trust", "at first, then", "phones"}


def test_some_words_of_a_note_have_a_theme(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")

    told = sort(house, "theme", phone, theme="trust", words="on the  phone").text
    more = sort(house, "theme", phone, theme="trust", words="the form").text
    change_note(house.services, phone, text="Other words altogether.", version=2)
    changed = house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text

    assert "These words given the theme trust" in told
    assert "<bdi>trust</bdi>: “<bdi>on the phone</bdi>”" in told
    assert "“<bdi>on the phone […] the form</bdi>”" in more
    assert '<span class="kind"><bdi>trust</bdi></span>' in changed
    sort(house, "undo")
    sort(house, "undo")
    assert themes_of(house, phone) == ()


def test_words_that_do_not_stand_in_the_one_note_are_refused(
    house: TestHouse, met: Session
) -> None:
    phone, trust = ids(met, "phone", "trust")

    for notes, words in (((phone,), "never said"), ((phone, trust), "on the phone")):
        refused = sort(house, "theme", *notes, theme="trust", words=words)
        assert refused.status_code == 400
        assert f'value="{words}"' in refused.text
    assert theme_ids(house) == {}
