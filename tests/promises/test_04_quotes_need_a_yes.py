"""Promise 4 and quotes: silence never quotes anybody, and a no empties a quote everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.backups.restoring import restore
from plugin.converse.answering import answer_quote
from plugin.curate.pieces import make_piece, restore_wording, write_wording
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.labels import Label
from plugin.domain.pieces import PieceWhole, Rung, last_checked
from plugin.errors import BadInput, Refused
from plugin.identifiers import IdentifierKind
from plugin.identifiers.decisions import DecidedAs, IdentifierDecision
from plugin.store import identifier_decisions
from plugin.store import tables as t
from plugin.store.backing_up import back_up
from plugin.store.database import Database
from plugin.sync.here.write import next_wording
from tests.promises.test_04_its_people_check_it_themselves import Asked, house, written
from tests.unit.plugin.curate.meeting import PHONE, a_piece, change_note, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]  # a fixture

HER = "The ward clerk phoned me because she knew my name"
HIS = "Nobody told the pharmacy about the second discharge form"
PARTNERS = Rung.PARTNERSHIP
STORY = "A call helped.\n\n[quote 1]\n\nThe form did not."


def note_of(asked: Asked, text: str) -> str:
    with asked.house.services.db.read() as tx:
        return str(tx.execute(sa.select(t.note.c.id).where(t.note.c.text == text)).scalar_one())


def quote(asked: Asked, text: str, words: str = "") -> int:
    form = {"note": note_of(asked, text), "words": words}
    at = f"/pieces/{asked.piece_id}/quote"
    return asked.house.as_("helen").post(at, data=form).status_code


def say(asked: Asked, who: int, answer: str, number: int | None = None) -> int:
    phone = asked.phones[who]
    quoted = asked.whole.quotes[-1].number if number is None else number
    form = {"quote": str(quoted), "answer": answer}
    return phone.client.post(f"{phone.mine}{asked.path}/quotes", data=form).status_code


@pytest.fixture
def quoting(house: TestHouse) -> Asked:
    """Let two people write a note each, and a piece quote the first."""
    found = written(house, HER, HIS)
    assert quote(found, HER) == 303
    assert found.ask() == 303
    return found


def everywhere(asked: Asked) -> str:
    """Return what pages and the export of a group say."""
    helen, piece = asked.house.as_("helen"), asked.piece_id
    return helen.get(f"/pieces/{piece}").text.partition('id="sources"')[0]


def test_silence_never_quotes(quoting: Asked) -> None:
    for who in (0, 1):
        quoting.answer(who, "yes")
    quoting.close()

    assert not quoting.is_checked
    with pytest.raises(Refused, match="quotes words whose writer has not said yes"):
        release(
            quoting.house.services,
            quoting.house.actor("helen"),
            quoting.piece_id,
            PARTNERS,
            NO_HARM,
        )


def test_a_yes_lets_its_words_travel(quoting: Asked) -> None:
    for who in (0, 1):
        quoting.answer(who, "yes")
    assert say(quoting, 0, "yes") == 303
    assert "not released" in quoting.desk()  # it is not told before the question has closed
    quoting.close()

    assert quoting.is_checked
    assert "who said yes to being quoted here" in quoting.desk()
    release(
        quoting.house.services, quoting.house.actor("helen"), quoting.piece_id, PARTNERS, NO_HARM
    )
    quoting.house.clock.pass_days(3)
    assert f"“{HER}”" in quoting.house.as_("grace").get(f"/pieces/{quoting.piece_id}").text


def test_each_quote_is_asked_of_whoever_wrote_it_after_the_piece(quoting: Asked) -> None:
    his, hers = quoting.phones[1], quoting.phones[0]
    say(quoting, 0, "yes")  # first the piece
    assert quoting.whole.quotes[-1].yes_in == ()

    quoting.answer(0, "yes")
    quoting.answer(1, "yes")

    asked = hers.client.get(f"{hers.mine}{quoting.path}/done", follow_redirects=True).text
    assert ("May we use these words of yours?" in asked, HER in asked) == (True, True)
    done = his.client.get(f"{his.mine}{quoting.path}/done", follow_redirects=True).text
    assert "Thank you." in done
    assert say(quoting, 1, "yes") == 404
    assert say(quoting, 0, "perhaps") == 400


def test_a_no_empties_it_at_once_and_can_be_changed(quoting: Asked) -> None:
    quoting.answer(0, "yes")
    say(quoting, 0, "no")

    assert HER not in everywhere(quoting)
    assert "[…]" in quoting.whole.newest.narrative
    phone = quoting.phones[0]
    assert "You said: Not these words" in phone.open(f"{quoting.path}/done").text
    assert quote(quoting, HER) == 400

    say(quoting, 0, "yes")
    assert HER in everywhere(quoting)


def test_without_a_refused_quote_it_is_checked(quoting: Asked) -> None:
    for who in (0, 1):
        quoting.answer(who, "yes")
    say(quoting, 0, "no")
    quoting.close()

    assert quoting.is_checked
    checked = last_checked(quoting.whole, quoting.house.clock())
    assert checked is not None
    assert HER not in checked.wording.narrative


def test_what_a_group_agreed_to_needs_no_other_yes(quoting: Asked) -> None:
    quoting.close()
    read_back_today(quoting.house.services, quoting.house.actor("sam"), quoting.whole)
    quoting.house.clock.pass_days(8)

    assert quoting.is_checked
    assert "The group agreed to it when it was read back." in quoting.desk()


def test_a_note_taken_back_is_quoted_in_no_wording(quoting: Asked) -> None:
    services, helen = quoting.house.services, quoting.house.actor("helen")
    write_wording(services, helen, quoting.piece_id, "T", "L.", STORY.replace("[quote 1]", "x"))
    restore_wording(services, helen, quoting.piece_id, 2)
    assert HER in quoting.whole.newest.narrative
    note_id, phone = note_of(quoting, HER), quoting.phones[0]

    phone.client.post(f"{phone.mine}/notes/{note_id}/take-back")

    assert HER not in "".join(each.narrative for each in quoting.whole.wordings)
    with services.db.read() as tx:
        kept = [*tx.execute(sa.select(t.search_text.c.words)).scalars()]
        kept += tx.execute(sa.select(t.wording.c.narrative)).scalars()
    assert "clerk" not in " ".join(kept)
    trail = quoting.house.as_("sam").get(f"/notes/{note_id}").text
    assert "A quote of it is empty now, in every wording." in trail


def test_tables_do_not_tell_whose_answer_is_whose(quoting: Asked) -> None:
    quoting.answer(0, "nearly", "Say it shorter.")
    say(quoting, 0, "yes")

    with quoting.house.services.db.read() as tx:
        of_piece = {*tx.execute(sa.select(t.answer.c.link_hash)).scalars()}
        rows = tx.execute(sa.select(t.quote_answer)).all()
        notes = {*tx.execute(sa.select(t.note.c.own_hash)).scalars()}
    assert {each.name for each in t.quote_answer.c} == {
        *("link_hash", "question_id", "number", "may_be_used")
    }
    assert len(rows) == 1
    assert not {each.link_hash for each in rows} & (of_piece | notes)


def test_a_no_stays_when_a_backup_is_put_back(quoting: Asked, tmp_path: Path) -> None:
    house, backup = quoting.house, tmp_path / "one.backup"
    log = Database(house.services.db.url, tmp_path / "went.log")
    services = replace(house.services, db=log)
    quoting.answer(0, "yes")
    back_up(services.db, backup, services.now)
    at = (*quoting.phones[0].mine.split("/")[-2:], quoting.whole.questions[-1].id)
    answer_quote(services, *at, quoting.whole.quotes[0].number, may_be_used=False)

    restore(services, backup, [], replaces=True)

    assert HER not in quoting.whole.newest.narrative
    services.db.close()


@pytest.fixture
def on_board(house: TestHouse) -> PieceWhole:
    met = meet(house.services, house.community.id)
    made = a_piece(house.services, house.actor("helen"), met)
    form = {"note": f"phone-{met.id}"}
    house.as_("helen").post(f"/pieces/{made.piece.id}/quote", data=form)
    return made


def again(house: TestHouse, piece: PieceWhole) -> PieceWhole:
    return Asked(house, (), piece.piece.id).whole


@pytest.mark.parametrize(
    "changes", [{"label": Label.H}, {"text": "Other words now.", "version": 2}]
)
def test_held_and_changed_notes_are_quoted_no_more(
    house: TestHouse, on_board: PieceWhole, changes: dict[str, object]
) -> None:
    assert f"“{PHONE}”" in again(house, on_board).newest.narrative

    change_note(house.services, on_board.sources[0].note_id, **changes)

    assert again(house, on_board).newest.narrative.endswith("[…]")


def test_a_held_note_is_no_quote(house: TestHouse, on_board: PieceWhole) -> None:
    held = on_board.sources[0].note_id.replace("phone", "silence")
    at = f"/pieces/{on_board.piece.id}/quote"

    assert house.as_("helen").post(at, data={"note": held}).status_code == 400


def test_what_is_no_quote_yet_becomes_none_in_words_that_were_checked(
    house: TestHouse, on_board: PieceWhole
) -> None:
    """`[quote 9]` may not be checked as letters, and be filled with somebody's words later."""
    services, helen = house.services, house.actor("helen")
    at = f"/pieces/{on_board.piece.id}/words"
    typed = {"title": "T", "line": "L.", "narrative": "It is so. [quote 9]"}

    answer = house.as_("helen").post(at, data=typed)
    with pytest.raises(BadInput, match="This piece has no"):
        make_piece(
            services, helen, house.community.id, [on_board.sources[0].note_id], *typed.values()
        )
    whole = again(house, on_board)
    theirs = next_wording(services, whole, {"narrative": "So [quote 3] they say."}, "notion")

    assert (answer.status_code, "[quote 9]" in answer.text) == (400, True)
    assert theirs.stored_story == "So (quote 3) they say."


def test_some_words_are_quoted_with_what_is_cut(house: TestHouse, on_board: PieceWhole) -> None:
    at, note_id = f"/pieces/{on_board.piece.id}/quote", on_board.sources[0].note_id
    helen = house.as_("helen")

    said = helen.post(at, data={"note": note_id, "words": "I said yes […] before the form"})
    wrong = helen.post(at, data={"note": note_id, "words": "I said no"})

    assert (said.status_code, wrong.status_code) == (303, 400)
    assert again(house, on_board).newest.narrative.endswith("“I said yes […] before the form”")


def test_a_quote_is_disguised_as_was_decided(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    note_id = f"phone-{met.id}"
    change_note(house.services, note_id, text="I rang Bronwen and said yes.")
    decided = IdentifierDecision(
        "d1", IdentifierKind.NAME, "bronwen", DecidedAs.DISGUISED, "[a colleague]", note_id
    )
    with house.services.db.begin() as tx:
        identifier_decisions.add_decision(tx, house.partnership.id, decided, house.clock())
    notes = [note_id, f"trust-{met.id}"]

    helen, here = house.actor("helen"), house.community.id
    made = make_piece(house.services, helen, here, notes, "T", "L.", STORY)

    assert "“I rang [a colleague] and said yes.”" in made.newest.narrative
    assert made.identifiers == ()
    # Words for others begin without the quote, and without the hole that it leaves.
    begun = house.as_("helen").get(f"/pieces/{made.piece.id}/for/anyone").text
    assert "A call helped.\n\nThe form did not." in begun


def test_what_comes_back_from_notion_keeps_its_quotes(
    house: TestHouse, on_board: PieceWhole
) -> None:
    whole = again(house, on_board)
    edited = whole.newest.narrative.replace("People ring", "We ring")

    followed = next_wording(house.services, whole, {"narrative": edited}, "notion")
    retitled = next_wording(house.services, whole, {"title": "Other"}, "notion")

    assert (PHONE in followed.stored_story, PHONE in retitled.stored_story) == (False, False)
    assert followed.stored_story.endswith("[quote 3]")
    assert retitled.stored_story == whole.newest.stored_story
