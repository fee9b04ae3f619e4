from plugin.convene.agreements import in_force
from plugin.convene.sessions import session_page
from plugin.domain.agreements import Outcome
from plugin.domain.labels import Label
from tests.unit.plugin.web.filled import PROPOSAL, WORDS, Filled, a_session
from tests.unit.plugin.web.house import TestHouse

SENTENCE = "We start with headlines that nobody keeps."


def address(filled: Filled) -> str:
    return f"/s/{filled.session.id}/read-back"


def test_only_notes_to_decide_are_listed(made: TestHouse) -> None:
    page = made.as_("sam").get(address(a_session(made))).text

    assert PROPOSAL in page
    assert "The flat had no heating" not in page
    assert WORDS not in page


def test_agreed_sentence_changes_its_box(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    typed = {
        "note": filled.proposal_note_id,
        "sentence": SENTENCE,
        **{"what": "box", "box": "T3 Z2", "label": "X", "outcome": "agreed"},
    }

    client.post(address(filled), data=typed)

    agreement = in_force(made.ground, made.community.id)
    assert agreement is not None
    assert agreement.labels["T3"]["Z2"] is Label.X
    page = client.get(address(filled)).text
    assert "agreed · Stories and doubts, 2 · Headlines: Stays here" in page
    assert f'<p class="keep-lines" dir="auto">{PROPOSAL}</p>' not in page


def test_sentence_not_yet_agreed_changes_nothing(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    other = {"what": "other", "about": "member", "value": "portal team"}

    client.post(address(filled), data={"sentence": SENTENCE, "outcome": "not yet", **other})

    view = session_page(made.ground, made.actor("sam"), filled.session.id)
    assert in_force(made.ground, made.community.id) is None
    assert [each.outcome for each in view.proposals] == [Outcome.NOT_YET]


def test_open_sentence_is_agreed_on_the_same_page(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    days = {"what": "days", "days": "14"}
    client.post(address(filled), data={"sentence": SENTENCE, "outcome": "not yet", **days})
    view = session_page(made.ground, made.actor("sam"), filled.session.id)

    client.post(f"{address(filled)}/{view.proposals[0].id}/agree")

    agreement = in_force(made.ground, made.community.id)
    assert agreement is not None
    assert agreement.take_back_days == 14


def test_refused_read_back_keeps_what_was_typed(made: TestHouse) -> None:
    filled = a_session(made)
    typed = {"sentence": SENTENCE, "what": "days", "days": "many", "outcome": "agreed"}

    answer = made.as_("sam").post(address(filled), data=typed)

    assert answer.status_code == 400
    assert SENTENCE in answer.text
    assert 'value="many"' in answer.text
    assert in_force(made.ground, made.community.id) is None


def test_note_of_another_box_cannot_be_read_back(made: TestHouse) -> None:
    filled = a_session(made)
    typed = {"note": filled.note_id, "sentence": SENTENCE, "what": "days", "days": "14"}

    answer = made.as_("sam").post(address(filled), data={**typed, "outcome": "agreed"})

    assert answer.status_code == 400
    assert in_force(made.ground, made.community.id) is None
