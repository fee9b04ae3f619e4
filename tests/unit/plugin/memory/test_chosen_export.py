"""An export of pieces, notes or agreements holds what its reader may read and copy, and is told."""

from __future__ import annotations

import csv
import io
import json

import pytest

from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.agreements import Agreement, AgreementDetails
from plugin.domain.exports import FORMATS, ExportChoice, ExportFormat, ExportOf
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.withdrawal import take_back, trail
from plugin.memory.chosen_export import (
    chosen_waiting,
    download_chosen,
    export_chosen,
)
from plugin.store import communities as stored_communities
from tests.unit.plugin.curate.meeting import (
    HELD,
    PHONE,
    PORTAL,
    TRUST,
    a_piece,
    change_note,
    meet,
    read_back_today,
)
from tests.unit.plugin.curate.place import Place

OPEN = "Ring the canary on 07700 900123 at night."
A_MINUTE = 1 / 24 / 60


def exported(
    place: Place,
    who: str,
    of: ExportOf,
    file_format: ExportFormat = ExportFormat.MARKDOWN,
    community_id: str = "",
) -> bytes:
    actor, ours = place.actor(who), place.partnership.id
    choice = ExportChoice(of, file_format, community_id)
    place.clock.pass_days(A_MINUTE)
    export_chosen(place.services, actor, ours, choice, lambda _session, code: f"Box {code}")
    newest = chosen_waiting(place.services, actor, ours)[0]
    return download_chosen(place.services, actor, ours, newest.id)[1]


def test_notes_are_those_that_are_kept_by_session_and_box(runtime: Place) -> None:
    meet(runtime.services, runtime.community.id)

    text = exported(runtime, "helen", ExportOf.NOTES).decode()

    assert "### " in text
    assert "#### Box Z3\n\n- " in text
    assert PHONE.removesuffix(".") in text
    assert HELD not in text
    assert "Left out of these: 1." in text


def test_as_a_table_and_for_programs(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text='=HYPERLINK("x")')

    table = exported(runtime, "sam", ExportOf.NOTES, ExportFormat.CSV).decode("utf-8-sig")
    whole = json.loads(exported(runtime, "sam", ExportOf.NOTES, ExportFormat.JSON))

    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["words"] for row in rows} == {'\'=HYPERLINK("x")', TRUST, PORTAL}
    assert {row["words"] for row in whole["notes"]} == {'=HYPERLINK("x")', TRUST, PORTAL}
    assert whole["partnership"] == runtime.partnership.name


def test_pieces_are_in_the_wording_that_their_reader_may_read(runtime: Place) -> None:
    services, helen = runtime.services, runtime.actor("helen")
    piece = a_piece(services, helen, meet(services, runtime.community.id))
    read_back_today(services, runtime.actor("sam"), piece)
    runtime.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    runtime.clock.pass_days(3)
    write_wording(services, helen, piece.piece.id, "Newer words", "Newer", "Newer story.")
    draft = a_piece(services, helen, meet(services, runtime.community.id), "portal")
    write_wording(services, helen, draft.piece.id, "Only a draft", "Draft", "Draft.")

    outside = exported(runtime, "grace", ExportOf.PIECES).decode()
    inside = exported(runtime, "helen", ExportOf.PIECES).decode()

    assert "When the right thing happens by phone" in outside
    assert "checked with the group" in outside
    assert "Newer words" not in outside
    assert "Newer words" in inside
    assert "Only a draft" not in inside + outside


def test_agreements_say_every_version(runtime: Place) -> None:
    services, community_id = runtime.services, runtime.community.id
    with services.db.begin() as tx:
        for number in (1, 2):
            details = AgreementDetails(furthest=Rung.US)
            agreed = Agreement(number, rules=("Doubt aloud.",), details=details)
            stored_communities.add_agreement(tx, community_id, agreed, services.now)

    text = exported(runtime, "amina", ExportOf.AGREEMENTS).decode()

    assert "### Version 1," in text
    assert "### Version 2," in text
    assert "| About | Agreed |\n| --- | --- |" in text
    assert "| Rule | Doubt aloud. |" in text
    assert "| A checked piece may go to | our group, and no further |" in text
    assert "| A role shows from | 3 people on |" in text


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_who_may_not_read_notes_exports_none(runtime: Place, who: str) -> None:
    meet(runtime.services, runtime.community.id)

    with pytest.raises(Refused):
        exported(runtime, who, ExportOf.NOTES)
    with pytest.raises(BadInput):
        exported(runtime, "helen", ExportOf.NOTES, community_id="no such group")


def test_words_that_may_point_to_a_person_stop_it_and_leave_no_trace(runtime: Place) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text=OPEN)

    with pytest.raises(BadInput, match="may point to a person stand in notes of the sessions of"):
        exported(runtime, "helen", ExportOf.NOTES)

    assert trail(runtime.services, OPERATOR, f"trust-{session.id}").exports == ()


def test_each_is_told_where_a_note_went_and_when_it_is_taken_back(runtime: Place) -> None:
    services = runtime.services
    session = meet(services, runtime.community.id)
    piece = a_piece(services, runtime.actor("helen"), session)
    release(services, runtime.actor("helen"), piece.piece.id, Rung.US)
    exported(runtime, "helen", ExportOf.NOTES, ExportFormat.DOCX)
    exported(runtime, "sam", ExportOf.PIECES, ExportFormat.ODT)
    exported(runtime, "sam", ExportOf.AGREEMENTS)

    rested, other = (
        [each.in_words for each in trail(services, OPERATOR, f"{name}-{session.id}").exports]
        for name in ("phone", "portal")
    )
    held = trail(services, OPERATOR, f"silence-{session.id}").exports
    reached = take_back(services, OPERATOR, f"phone-{session.id}").reached

    helen, sam = runtime.actor("helen").name, runtime.actor("sam").name
    assert [each.split(", on ")[0] for each in rested] == [
        "Notes, as Word",
        "Pieces, as OpenDocument",
    ]
    assert rested[0].endswith(f"by {helen}")
    assert rested[1].endswith(f"by {sam}")
    assert [each.split(", on ")[0] for each in other] == ["Notes, as Word"]
    assert held == ()
    assert "Notes, as Word, on " in reached["Exports"]
    assert "Pieces, as OpenDocument, on " in reached["Exports"]
    assert helen not in reached["Exports"]


def test_it_waits_for_who_asked_alone_and_while_they_may_read_it(runtime: Place) -> None:
    services, ours = runtime.services, runtime.partnership.id
    session = meet(services, runtime.community.id)
    helen, sam = runtime.actor("helen"), runtime.actor("sam")
    piece = a_piece(services, helen, session)
    release(services, helen, piece.piece.id, Rung.US)
    exported(runtime, "sam", ExportOf.PIECES)
    (waiting,) = chosen_waiting(services, sam, ours)

    with pytest.raises(NotHere):
        download_chosen(services, helen, ours, waiting.id)
    release(services, helen, piece.piece.id, Rung.ME)
    with pytest.raises(NotHere):
        download_chosen(services, runtime.actor("amina"), ours, waiting.id)
    take_back(services, OPERATOR, f"portal-{session.id}")
    assert chosen_waiting(services, sam, ours) == ()


def test_nobody_downloads_what_they_may_not_read_any_more(runtime: Place) -> None:
    services, ours = runtime.services, runtime.partnership.id
    helen, amina = runtime.actor("helen"), runtime.actor("amina")
    piece = a_piece(services, helen, meet(services, runtime.community.id))
    release(services, helen, piece.piece.id, Rung.US)
    exported(runtime, "amina", ExportOf.PIECES)
    (waiting,) = chosen_waiting(services, amina, ours)

    release(services, helen, piece.piece.id, Rung.ME)

    with pytest.raises(NotHere):
        download_chosen(services, amina, ours, waiting.id)


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_kind_of_file_is_made_of_everything(
    runtime: Place, file_format: ExportFormat
) -> None:
    meet(runtime.services, runtime.community.id)

    made = [exported(runtime, "helen", of, file_format) for of in (ExportOf.NOTES, ExportOf.PIECES)]

    assert all(made)
    runtime.clock.pass_days(1)
    assert chosen_waiting(runtime.services, runtime.actor("helen"), runtime.partnership.id) == ()
