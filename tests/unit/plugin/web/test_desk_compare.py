"""Two curators sort the same notes on their own, compare, and make a shared cluster of it."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from plugin.domain.people import OPERATOR, Role
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import clusters as stored_clusters
from plugin.store import tables as t
from tests.promises.team import new_person
from tests.unit.plugin.curate.meeting import meet
from tests.unit.plugin.curate.sorted_alone import second_curator
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_sort import ids, sort

MINE, THEIRS = "It happens by phone", "What nobody wrote down"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    session = meet(house.services, house.community.id)
    house.people["ruth"] = second_curator(house.services, session)
    return session


def address(house: TestHouse) -> str:
    return f"/c/{house.community.id}/desk/compare"


def press(house: TestHouse, who: str, do: str, met: Session, **more: object) -> TestResponse:
    data = {"session": met.id, "do": do, **more}
    return house.as_(who).post(address(house), data=data, follow_redirects=True)


def page(house: TestHouse, who: str, met: Session) -> str:
    return house.as_(who).get(address(house), query_string={"session": met.id}).text


def text(answer: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer))


def sort_both(house: TestHouse, met: Session) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    for who in ("helen", "ruth"):
        press(house, who, "alone", met)
    sort(house, "new", phone, trust, because=MINE)
    sort(house, "new", phone, trust, portal, who="ruth", because=THEIRS)


def form_of(answer: str) -> dict[str, str]:
    """Return the hidden fields of the first form with notes."""
    form = answer[answer.index('class="match"') :]
    hidden = r'type="hidden" name="(\w+)" value="([^"]*)"'
    return dict(re.findall(hidden, form[: form.index("<h3")]))


def test_each_sees_only_their_own_until_both_show(house: TestHouse, met: Session) -> None:
    sort(house, "new", *ids(met, "phone"), because="Shared before, by all")
    sort_both(house, met)
    desk = f"/c/{house.community.id}/desk/sort"
    mine, theirs = (house.as_(who).get(desk).text for who in ("helen", "ruth"))

    assert "Nobody else sees these clusters" in mine
    assert (MINE in mine, THEIRS in mine, "Shared before" in mine) == (True, False, False)
    assert (MINE in theirs, THEIRS in theirs) == (False, True)
    assert "Make a piece" not in mine
    assert "Ruth Ashe sorts on their own, and has not shown it" in text(page(house, "helen", met))

    press(house, "ruth", "show", met)
    told = page(house, "helen", met)
    assert "Show yours to compare" in told
    assert THEIRS not in told
    shown = text(press(house, "helen", "show", met).text)

    assert "You put the same notes together. You both sorted 2 notes." in shown
    assert (
        "Pairs of notes that at least one of you put together: 1. That both put together: 1."
        in (shown)
    )
    assert "Ruth Ashe: What nobody wrote down" in shown
    again = house.as_("helen").get(desk).text
    assert "Shared before" in again
    assert MINE not in again


def test_a_shared_cluster_keeps_that_somebody_sees_it_otherwise(
    house: TestHouse, met: Session
) -> None:
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    sort_both(house, met)
    sort(house, "new", portal, because="The form")
    for who in ("helen", "ruth"):
        press(house, who, "show", met)
    fields = form_of(page(house, "helen", met))
    shared = {**fields, "note": [phone, trust, portal], "because": "By phone", "otherwise": "yes"}

    made = press(house, "helen", "share", met, **shared)
    press(house, "helen", "share", met, **shared)

    assert "Three notes put in a shared cluster, By phone." in made.text
    assert "now in the shared cluster" in made.text
    desk = text(house.as_("ruth").get(f"/c/{house.community.id}/desk/sort").text)
    assert desk.count("somebody sees it otherwise: The form") == 1
    press(house, "helen", "alone", met)
    desk = text(house.as_("ruth").get(f"/c/{house.community.id}/desk/sort").text)
    assert "somebody sees it otherwise" in desk
    assert "The form" not in desk
    press(house, "helen", "show", met)

    take_back(house.services, OPERATOR, portal)
    for table in (t.placement, t.seen_otherwise):
        with house.services.db.read() as tx:
            assert not tx.execute(sa.select(table).where(table.c.note_id == portal)).all()
    assert sort(house, "undo").status_code == 200
    with house.services.db.read() as tx:
        assert stored_clusters.clusters(tx, house.community.id) == ()


def test_what_belongs_nowhere_is_shared_from_the_comparison(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    sort(house, "new", phone, because="Shared before, by all")
    for who in ("helen", "ruth"):
        press(house, who, "alone", met)
        sort(house, "nowhere", phone, who=who)
    early = press(house, "helen", "nowhere", met, note=[phone])
    assert early.status_code == 400
    assert "once both are shown" in early.text
    for who in ("helen", "ruth"):
        press(house, who, "show", met)
    seen = page(house, "helen", met)
    assert "Put the selected notes in the shared" in seen
    fields = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', seen))

    said = press(house, "helen", "nowhere", met, note=[phone], **fields).text

    assert "One note belongs nowhere, and matters." in text(said)
    with house.services.db.read() as tx:
        shared = stored_clusters.clusters(tx, house.community.id)
        (nowhere,) = [each for each in shared if each.is_nowhere]
        assert stored_clusters.clusters_of(tx, [phone]) == {phone: (nowhere.id,)}


def test_an_own_sorting_is_thrown_away_and_nothing_else(house: TestHouse, met: Session) -> None:
    sort_both(house, met)
    phone, trust, portal = ids(met, "phone", "trust", "portal")
    for who in ("helen", "ruth"):
        press(house, who, "show", met)
    fields = form_of(page(house, "helen", met))
    shared = {**fields, "note": [phone, trust, portal], "because": "By phone", "otherwise": "yes"}
    press(house, "helen", "share", met, **shared)

    gone = press(house, "helen", "throw", met).text
    again = press(house, "helen", "throw", met)

    assert "Your own sorting is gone." in gone
    assert again.status_code == 400
    assert "Sort on my own" in page(house, "helen", met)
    assert "has shown a sorting" in text(page(house, "helen", met))  # Ruth's stays
    with house.services.db.read() as tx:
        (kept,) = stored_clusters.clusters(tx, house.community.id)
        assert len(stored_clusters.notes_in(tx, kept.id)) == 3
        assert MINE not in str(tx.execute(sa.select(t.cluster.c.sentence)).all())


def test_what_cannot_be_compared_is_said(house: TestHouse, met: Session) -> None:
    (phone,) = ids(met, "phone")
    assert press(house, "helen", "show", met).status_code == 400
    assert press(house, "helen", "burn", met).status_code == 400
    sort_both(house, met)
    press(house, "helen", "show", met)

    early = press(house, "helen", "share", met, note=[phone], because="Too early")
    assert early.status_code == 400
    assert "once both are shown" in early.text
    press(house, "ruth", "show", met)
    fields = form_of(page(house, "helen", met))
    empty = press(house, "helen", "share", met, **{**fields, "because": "Typed with care"})
    assert empty.status_code == 400
    assert "Typed with care" in empty.text
    for who, status in (("amina", 403), ("stranger", 404)):
        assert house.as_(who).get(address(house)).status_code == status
        assert press(house, who, "alone", met).status_code == status


def test_who_sorts_alone_changes_no_shared_cluster(house: TestHouse, met: Session) -> None:
    phone, trust = ids(met, "phone", "trust")
    sort(house, "new", phone, because="Shared")
    with house.services.db.read() as tx:
        (shared,) = stored_clusters.clusters(tx, house.community.id)
    press(house, "helen", "alone", met)

    answer = sort(house, "put", trust, into=shared.id)
    assert answer.status_code == 400
    assert "that cluster is not yours" in answer.text
    sort(house, "new", trust, because="Mine alone")
    sort(house, "nowhere", phone)
    sort(house, "undo")
    with house.services.db.read() as tx:
        assert stored_clusters.clusters_of(tx, [phone, trust]) == {phone: (shared.id,)}
    desk = f"/c/{house.community.id}/desk/sort"
    assert house.as_("helen").get(desk, query_string={"cluster": shared.id}).status_code == 200
    mine = re.findall(r'data-cluster="([^"]+)"', house.as_("helen").get(desk).text)
    assert shared.id not in mine
    assert house.as_("ruth").get(desk, query_string={"cluster": mine[0]}).status_code == 404


def test_looking_up_a_word_finds_nothing_that_somebody_sorts_alone(
    house: TestHouse, met: Session
) -> None:
    both = (Role.FACILITATOR, Role.LEARNING_PARTNER)
    house.people["kai"] = new_person(house, "Kai Mori", *both)
    sort_both(house, met)
    asked = {"words": "wrote down", "do": "find"}
    found = []
    for _ in range(2):
        found.append(house.as_("kai").post(f"/c/{house.community.id}/look-up", data=asked).text)
        press(house, "ruth", "show", met)

    assert [THEIRS in each for each in found] == [False, True]
