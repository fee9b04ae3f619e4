from pathlib import Path

import pytest

from plugin.convene.agreements import (
    agree_later,
    in_force,
    read_setting,
    record_read_back,
    record_rules,
)
from plugin.convene.sessions import session_of
from plugin.convene.template_files import read_template
from plugin.domain.agreements import Agreement, Attribution, Outcome, Setting, agree, policy_for
from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.errors import BadInput, NotHere
from plugin.store import communities as stored_communities
from tests.unit.plugin.scaffold.room import Room, make_room

CLOSES_Z2 = Setting(zone=("T3", "Z2", Label.X))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


@pytest.mark.parametrize("code", ["T2", "T3"])
def test_until_something_is_agreed_every_box_is_held(code: str) -> None:
    template = read_template(code)

    policy = policy_for(template, None)

    for zone in template.zones:
        wanted = {Label.X: Label.X, Label.S: Label.S}.get(zone.label, Label.H)
        assert policy.labels[zone.code] is wanted
    assert policy.attribution is Attribution.NONE
    assert policy.agreement_version is None


def test_after_an_agreement_the_design_holds_but_for_what_was_agreed() -> None:
    template = read_template("T3")

    policy = policy_for(template, agree(None, CLOSES_Z2, "We close Z2"))

    changed = {z.code for z in template.zones if policy.labels[z.code] is not z.label}
    assert changed == {"Z2"}
    assert policy.labels["Z2"] is Label.X


@pytest.mark.parametrize("code", ["Z0", "ZX"])
def test_no_agreement_opens_what_is_off_the_record(code: str) -> None:
    agreement = Agreement(1, {"T3": {code: Label.M}})

    assert policy_for(read_template("T3"), agreement).labels[code] is Label.X


def test_an_agreed_sentence_makes_the_next_version(room: Room) -> None:
    session = room.plan("T2")
    for setting in (CLOSES_Z2, Setting(attribution=Attribution.ROLE), Setting(take_back_days=14)):
        record_read_back(
            room.services, room.sam, session.id, None, "We agree", setting, Outcome.AGREED
        )

    agreement = in_force(room.services, room.community.id)

    assert agreement == Agreement(3, {"T3": {"Z2": Label.X}}, Attribution.ROLE, 14)


def test_one_not_yet_leaves_it_open_until_it_is_agreed(room: Room) -> None:
    session = room.plan("T2")
    waiting = record_read_back(
        room.services, room.sam, session.id, None, "We close Z2", CLOSES_Z2, Outcome.NOT_YET
    )
    assert in_force(room.services, room.community.id) is None

    agree_later(room.services, room.sam, room.community.id, waiting.id)

    agreement = in_force(room.services, room.community.id)
    assert agreement is not None
    assert agreement.labels == {"T3": {"Z2": Label.X}}
    with pytest.raises(BadInput):
        agree_later(room.services, room.sam, room.community.id, waiting.id)


def test_a_planned_session_keeps_the_policy_of_its_planning(room: Room) -> None:
    session = room.plan("T3")
    record_read_back(
        room.services, room.sam, session.id, None, "We close Z2", CLOSES_Z2, Outcome.AGREED
    )

    kept = session_of(room.services, session.id).policy
    assert kept is not None
    assert kept.labels["Z2"] is Label.H
    later = room.plan("T3").policy
    assert later is not None
    assert later.labels["Z2"] is Label.X


def test_a_rule_is_printed_in_the_words_that_were_agreed(room: Room) -> None:
    rule, words = Setting(other=("rule", "no patient names")), "We do not name  patients."
    session = room.plan("T2")

    for _ in range(2):
        record_read_back(room.services, room.sam, session.id, None, words, rule, Outcome.AGREED)

    policy = room.plan("T3").policy
    assert policy is not None
    assert policy.rules == ("We do not name patients.",)


def test_a_rule_that_no_board_can_show_is_not_agreed(room: Room) -> None:
    rule, session = Setting(other=("rule", "")), room.plan("T2")

    with pytest.raises(BadInput, match="500 characters"):
        record_read_back(room.services, room.sam, session.id, None, "r" * 501, rule, Outcome.AGREED)

    with room.services.db.read() as tx:
        assert stored_communities.proposals(tx, room.community.id) == ()


def test_a_stranger_agrees_nothing(room: Room) -> None:
    session = room.plan("T2")
    with pytest.raises(NotHere):
        record_read_back(
            room.services,
            Actor("p9", "Otto"),
            session.id,
            None,
            "We agree",
            CLOSES_Z2,
            Outcome.AGREED,
        )
    with room.services.db.read() as tx:
        assert stored_communities.proposals(tx, room.community.id) == ()


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({"template": "T3", "zone": "Z2", "label": "X"}, CLOSES_Z2),
        ({"attribution": "role"}, Setting(attribution=Attribution.ROLE)),
        ({"take_back_days": "14"}, Setting(take_back_days=14)),
        ({"member": "portal team"}, Setting(other=("member", "portal team"))),
    ],
)
def test_settings_are_read_as_forms_write_them(given: dict[str, object], setting: Setting) -> None:
    assert read_setting(given) == setting


@pytest.mark.parametrize(
    "given",
    [
        {"template": "T3", "zone": "Z2", "label": "K"},
        {"zone": "Z2", "label": "X"},
        {"attribution": "names"},
        {"take_back_days": "soon"},
        {"take_back_days": -1},
        {"take_back_days": 400},
    ],
)
def test_a_setting_that_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="Nothing was stored"):
        read_setting(given)


def test_ground_rules_fit_on_a_board(room: Room) -> None:
    with pytest.raises(BadInput, match="Each ground rule may have 500 characters"):
        record_rules(room.services, room.sam, room.community.id, ("Short.", "r" * 501))

    record_rules(room.services, room.sam, room.community.id, ("Short.", " ", "r" * 500))

    with room.services.db.read() as tx:
        kept = stored_communities.community(tx, room.community.id)
    assert kept is not None
    assert [len(rule) for rule in kept.rules] == [6, 500]
