import re
from typing import Any

import pytest

from plugin.convene.agreements import in_force, record_read_back
from plugin.convene.communities import add_person, start_community
from plugin.convene.session_page import session_page
from plugin.convene.template_files import board_templates
from plugin.domain.agreements import Agreement, Outcome, Proposal, Setting
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import OPERATOR, Role
from plugin.store import notes as stored_notes
from tests.unit.plugin.curate.meeting import meet_without_board
from tests.unit.plugin.web.filled import PROPOSAL, WORDS, Filled, a_session
from tests.unit.plugin.web.house import TestHouse

SENTENCE = "We start with headlines that nobody keeps."


def address(filled: Filled) -> str:
    return f"/s/{filled.session.id}/read-back"


def line(key: str, outcome: str = "agreed", **chosen: str) -> dict[str, str]:
    """Return one line of the form, as a browser sends it."""
    values = {"sentence": SENTENCE, "what": "rule", "outcome": outcome} | chosen
    return {f"{name}.{key}": value for name, value in values.items()}


def agreement_of(made: TestHouse) -> Agreement:
    agreement = in_force(made.services, made.community.id)
    assert agreement is not None
    return agreement


def proposals_of(made: TestHouse, filled: Filled) -> tuple[Proposal, ...]:
    return session_page(made.services, made.actor("sam"), filled.session.id).proposals


def ten_notes(made: TestHouse, filled: Filled) -> list[str]:
    ids = [filled.proposal_note_id]
    with made.services.db.begin() as tx:
        for number in range(9):
            ids.append(made.services.new_id())
            text, now = f"Rule number {number}.", made.services.now
            note = Note(
                id=ids[-1],
                session_id=filled.session.id,
                zone_code="Z3",
                label=Label.S,
                kind="rule",
                source="miro",
                text=text,
                miro_item_id=ids[-1],
                seen_at=now,
            )
            stored_notes.save_note(tx, note)
    return ids


def test_only_notes_to_decide_are_lines_and_each_starts_with_its_words(made: TestHouse) -> None:
    filled = a_session(made)

    page = made.as_("sam").get(address(filled)).text

    assert f'name="sentence.{filled.proposal_note_id}" rows="2" dir="auto">\n{PROPOSAL}<' in page
    assert "The flat had no heating" not in page
    assert WORDS not in page


def test_ten_notes_are_settled_by_one_submission_in_their_own_words(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    typed: dict[str, str] = {"press": "one"}
    for number, note_id in enumerate(ten_notes(made, filled)):
        words = PROPOSAL if number == 0 else f"Rule number {number - 1}."
        typed |= line(note_id, "agreed" if number < 8 else "not yet", sentence=words)

    answer = client.post(address(filled), data=typed, follow_redirects=True)

    assert "Recorded: 8 agreed, 2 not yet." in answer.text
    assert agreement_of(made).rules == (PROPOSAL, *(f"Rule number {n}." for n in range(7)))
    outcomes = [each.outcome for each in proposals_of(made, filled)]
    assert (outcomes.count(Outcome.AGREED), outcomes.count(Outcome.NOT_YET)) == (8, 2)


def test_what_was_agreed_is_printed_as_agreed(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    words = "We do not name patients."

    client.post(address(filled), data=line(filled.proposal_note_id, sentence=words))

    page = client.get(f"/c/{made.community.id}/").text
    picture = client.get(
        f"/c/{made.community.id}/new-session/board.svg?kind=T3&day=2026-12-16"
    ).text
    assert f"<li>{words}</li>" in page.replace(' dir="auto"', "")
    assert f"• {words}" in picture


def test_a_sentence_keeps_the_blanks_that_are_part_of_it(made: TestHouse) -> None:
    filled, words = a_session(made), "帰り道\u3000の話, 10\u00a0km, thin\u202fspace"

    typed = line(filled.proposal_note_id, sentence=f" {words}\r\nand  more ")
    made.as_("sam").post(address(filled), data=typed)

    assert agreement_of(made).rules == (f"{words} and more",)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            {"what": "box", "box": "T3 Z2", "label": "X"},
            "agreed · Stories and doubts, 2 · Headlines: Stays here",
        ),
        (
            {"what": "days", "days": "14"},
            "agreed · Days in which deleting a note on the board takes it back: 14",
        ),
        (
            {"what": "pieces", "furthest": "US"},
            "agreed · A checked piece may go to: our group, and no further",
        ),
        ({"what": "member"}, "agreed · Somebody who joins<"),
    ],
)
def test_a_line_can_change_a_setting(made: TestHouse, chosen: dict[str, str], said: str) -> None:
    filled, client = a_session(made), made.as_("sam")

    client.post(address(filled), data=line(filled.proposal_note_id, **chosen))

    page = client.get(address(filled)).text
    assert said in page
    assert f"sentence.{filled.proposal_note_id}" not in page
    assert agreement_of(made).rules == ()


def test_a_sentence_that_nobody_wrote_can_be_recorded(made: TestHouse) -> None:
    filled = a_session(made)

    made.as_("sam").post(address(filled), data=line("new"))

    assert [(each.note_id, each.sentence) for each in proposals_of(made, filled)] == [
        (None, SENTENCE)
    ]


def test_not_yet_changes_nothing_and_is_agreed_on_the_same_page(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")

    client.post(address(filled), data=line("new", "not yet", what="days", days="14"))

    assert in_force(made.services, made.community.id) is None
    client.post(f"{address(filled)}/{proposals_of(made, filled)[0].id}/agree")
    assert agreement_of(made).take_back_days == 14


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": "days", "days": "many"}, "That setting cannot be read"),
        ({"what": "pieces", "furthest": "ME"}, "That setting cannot be read"),
        ({"sentence": " "}, "Write the sentence"),
        ({"what": "everything"}, "Choose what the sentence changes"),
        ({"outcome": "perhaps"}, "Say whether the group agreed"),
    ],
)
def test_one_wrong_line_stores_nothing_and_keeps_what_was_typed(
    made: TestHouse, wrong: dict[str, Any], words: str
) -> None:
    filled = a_session(made)
    typed = line(filled.proposal_note_id) | line("new", **wrong)

    answer = made.as_("sam").post(address(filled), data=typed)

    assert answer.status_code == 400
    assert words in answer.text
    assert SENTENCE in answer.text
    assert proposals_of(made, filled) == ()


def test_nothing_said_is_nothing_stored(made: TestHouse) -> None:
    filled = a_session(made)

    answer = made.as_("sam").post(address(filled), data=line("new", ""))

    assert answer.status_code == 400
    assert SENTENCE in answer.text


def test_words_that_were_changed_and_not_decided_are_not_lost(made: TestHouse) -> None:
    filled = a_session(made)
    typed = line(filled.proposal_note_id, "", sentence="Two weeks, or three?") | line("new")

    answer = made.as_("sam").post(address(filled), data=typed)

    assert answer.status_code == 200
    assert "Two weeks, or three?" in answer.text
    assert "Recorded: 1 agreed, 0 not yet." in answer.text
    assert 'name="sentence.new" rows="2" dir="auto">\n</textarea>' in answer.text


def test_of_two_at_once_the_first_stands_and_the_second_is_told(made: TestHouse) -> None:
    filled, note_id = a_session(made), ""
    note_id = filled.proposal_note_id
    sam, connie = made.as_("sam"), made.as_("connie")
    sam.post(address(filled), data={"press": "a", **line(note_id)})

    same = connie.post(address(filled), data={"press": "b", **line(note_id)})
    typed = {"press": "c", **line(note_id, "not yet", sentence="Other words."), **line("new")}
    other = connie.post(address(filled), data=typed)

    assert same.status_code == 302
    assert other.status_code == 409
    assert "Somebody else recorded these differently" in other.text
    assert "Other words." in other.text
    assert [(each.note_id, each.outcome) for each in proposals_of(made, filled)] == [
        (note_id, Outcome.AGREED),
        (None, Outcome.AGREED),
    ]
    assert agreement_of(made).rules == (SENTENCE,)


def test_a_note_that_left_its_box_meanwhile_stops_all_lines(made: TestHouse) -> None:
    filled = a_session(made)
    with made.services.db.begin() as tx:
        note = stored_notes.note(tx, filled.proposal_note_id)
        assert note is not None
        left = Note(**{**_values(note), "state": NoteState.LEFT_BOARD})
        stored_notes.save_note(tx, left)

    answer = made.as_("sam").post(address(filled), data=line(filled.proposal_note_id) | line("new"))

    assert answer.status_code == 400
    assert "left its box" in answer.text
    assert proposals_of(made, filled) == ()


def test_note_of_another_box_cannot_be_read_back(made: TestHouse) -> None:
    filled = a_session(made)

    answer = made.as_("sam").post(address(filled), data=line(filled.note_id))

    assert answer.status_code == 400
    assert in_force(made.services, made.community.id) is None


def test_read_aloud_shows_what_was_typed_and_brings_it_back(made: TestHouse) -> None:
    filled, client = a_session(made), made.as_("sam")
    typed = line(filled.proposal_note_id, sentence="Two weeks & a day.") | line("new", "")

    aloud = client.post(f"{address(filled)}/aloud", data=typed).text
    back = client.post(f"{address(filled)}/lines", data=typed).text

    assert '<li class="keep-lines" dir="auto">Two weeks &amp; a day.</li>' in aloud
    assert SENTENCE in aloud
    assert "Two weeks &amp; a day.</textarea>" in back
    assert 'value="agreed" checked' in back
    assert proposals_of(made, filled) == ()


def test_a_rule_of_a_session_file_is_not_said_in_other_words(made: TestHouse) -> None:
    filled = a_session(made)
    rule = Setting(other=("rule", "no patient names"))
    record_read_back(
        made.services, made.actor("sam"), filled.session.id, None, SENTENCE, rule, Outcome.AGREED
    )

    page = made.as_("sam").get(address(filled)).text

    assert SENTENCE in page
    assert "no patient names" not in page


def _values(note: Note) -> dict[str, Any]:
    return {name: getattr(note, name) for name in Note.__slots__}


def an_open_sentence(made: TestHouse) -> tuple[str, str]:
    """Leave a sentence open; return its key in the form of a later meeting, and its address."""
    filled, sam = a_session(made), made.as_("sam")
    sam.post(address(filled), data=line("new", "not yet", what="days", days="14"))
    later = meet_without_board(made.services, made.community.id)
    return f"open-{proposals_of(made, filled)[0].id}", f"/s/{later.id}/read-back"


def test_a_meeting_without_a_board_asks_again_about_sentences_that_are_open(
    made: TestHouse,
) -> None:
    (key, page), sam = an_open_sentence(made), made.as_("sam")
    shown, aloud = sam.get(page).text, sam.post(f"{page}/aloud", data={}).text

    not_yet = sam.post(page, data={f"outcome.{key}": "not yet"}, follow_redirects=True)
    agreement = in_force(made.services, made.community.id)
    agreed = sam.post(page, data={f"outcome.{key}": "agreed"}, follow_redirects=True)

    main_list = shown.partition('<ol class="rows">')[2].partition("</ol>")[0]
    assert SENTENCE in main_list
    assert f'name="outcome.{key}"' in main_list
    assert SENTENCE in aloud
    assert "Recorded: 0 agreed, 1 not yet." in not_yet.text
    assert agreement is None
    assert "Recorded: 1 agreed, 0 not yet." in agreed.text
    assert agreement_of(made).take_back_days == 14
    assert f'name="outcome.{key}"' not in agreed.text


def test_an_open_sentence_that_somebody_agreed_meanwhile_stays_agreed(made: TestHouse) -> None:
    (key, page), sam, connie = an_open_sentence(made), made.as_("sam"), made.as_("connie")
    sam.post(page, data={f"outcome.{key}": "agreed"})

    same = connie.post(page, data={f"outcome.{key}": "agreed"})
    other = connie.post(page, data={f"outcome.{key}": "not yet"})

    assert (same.status_code, other.status_code) == (302, 409)
    assert SENTENCE in other.text
    assert agreement_of(made).version == 1


def test_another_groups_open_sentence_is_not_answered(made: TestHouse) -> None:
    key, _ = an_open_sentence(made)
    night = start_community(made.services, OPERATOR, made.partnership.id, "Night", "Who?")
    here = (made.partnership.id, night.id)
    nia = add_person(made.services, OPERATOR, *here, "Nia", None, Role.FACILITATOR)
    made.people["nia"] = nia
    page = f"/s/{meet_without_board(made.services, night.id).id}/read-back"

    answer = made.as_("nia").post(page, data={f"outcome.{key}": "agreed"})

    assert answer.status_code == 400
    assert SENTENCE not in answer.text
    assert in_force(made.services, made.community.id) is None


def test_boxes_of_designs_that_the_group_used_come_first_and_none_that_stays_here(
    made: TestHouse,
) -> None:
    filled = a_session(made, "T9")

    page = made.as_("sam").get(address(filled)).text

    groups = re.findall(r'<optgroup label="([^"]+)">', page.split("</select>")[1])
    assert groups[0] == "Supervision"
    assert sorted(groups) == sorted(each.meeting_kind for each in board_templates())
    assert '<option value="T9 Z5"' in page
    assert '<option value="T9 Z1"' not in page
    assert '<option value="T12 ZC"' not in page
