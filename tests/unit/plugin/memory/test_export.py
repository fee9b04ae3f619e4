"""An export holds what may leave, in forms that programs and people read safely."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from plugin.curate.judgements import judge_piece
from plugin.curate.pieces import write_wording
from plugin.domain.about_group import AboutGroup
from plugin.domain.agreements import Agreement, AgreementDetails
from plugin.domain.days import long_day
from plugin.domain.ground_rules import RuleReason
from plugin.domain.labels import Label
from plugin.domain.notes import NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.withdrawal import take_back, trail
from plugin.memory.export import export_to_file
from plugin.memory.export_files import as_plain, in_cell
from plugin.store import about_groups
from plugin.store import communities as stored_communities
from plugin.store import designs as stored_designs
from plugin.store.designs import StoredVersion
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


def exported(runtime: Place, path: Path, who: str | None = None) -> dict[str, bytes]:
    actor = runtime.actor(who) if who else OPERATOR
    export_to_file(runtime.services, actor, runtime.partnership.id, path)
    with zipfile.ZipFile(path) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def test_everything_that_is_kept_is_there_in_every_form(runtime: Place, tmp_path: Path) -> None:
    session = meet(runtime.services, runtime.community.id)
    piece = a_piece(runtime.services, runtime.actor("helen"), session)
    read_back_today(runtime.services, runtime.actor("sam"), piece)
    judge_piece(
        runtime.services, runtime.actor("helen"), piece.piece.id, {"look_again": "2027-02-01"}
    )

    files = exported(runtime, tmp_path / "all.zip")

    whole = json.loads(files["partnership.json"])
    manifest = json.loads(files["manifest.json"])
    assert {each["words"] for each in whole["notes"]} == {PHONE, PORTAL, TRUST, ""}
    assert [(each["where it stands"], each["look again on"]) for each in whole["pieces"]] == [
        ("Open", "2027-02-01")
    ]
    rests_on = {each["note"] for each in whole["sources"]}
    assert rests_on == {f"phone-{session.id}", f"trust-{session.id}"}
    assert [each["wording"] for each in whole["read_backs"]] == [1]
    assert {each["role"] for each in whole["people"]} > {"facilitator", "learning partner"}
    assert PHONE in files[f"pages/session-{session.id}.md"].decode()
    assert "outside the form" in files[f"pages/piece-{piece.piece.id}.md"].decode()
    assert manifest["rows"]["notes"] == len(whole["notes"]) == 4
    assert manifest["files"].keys() == files.keys() - {"manifest.json"}
    for name, known in manifest["files"].items():
        assert known == {"bytes": len(files[name]), "sha256": sha256(files[name]).hexdigest()}
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o600


def test_what_may_not_leave_is_in_no_file(runtime: Place, tmp_path: Path) -> None:
    session = meet(runtime.services, runtime.community.id)
    still_open = meet(runtime.services, runtime.community.id, SessionState.OPEN)
    change_note(runtime.services, f"trust-{still_open.id}", text="Still on the board.")
    helen = runtime.actor("helen")
    piece = a_piece(runtime.services, helen, session)
    change_note(runtime.services, f"portal-{session.id}", state=NoteState.LEFT_BOARD)
    change_note(runtime.services, f"portal-{still_open.id}", text="Another one.")
    change_note(runtime.services, f"phone-{still_open.id}", text="A third one.")
    said = ("Phone", "Told", f"One said: {PHONE}")
    write_wording(runtime.services, helen, piece.piece.id, *said)
    take_back(runtime.services, OPERATOR, f"phone-{session.id}")

    files = exported(runtime, tmp_path / "all.zip")

    everything = b"\n".join(files.values()).decode()
    for words in (HELD, PORTAL, PHONE, "Still on the board"):
        assert words not in everything
    assert TRUST in everything
    for reason in ("taken back by the administrator", "Held: read by", "so it is not exported"):
        assert reason in everything
    assert "helen@northside" not in everything


def test_no_text_of_a_group_in_which_words_came_to_stand_is_in_a_file(
    runtime: Place, tmp_path: Path
) -> None:
    services, community_id = runtime.services, runtime.community.id
    with services.db.begin() as tx:
        group = stored_communities.community(tx, community_id)
        assert group is not None
        stored_communities.save_community(tx, replace(group, name=HELD, question=PHONE))
        agreed = Agreement(1, rules=(PHONE, "We listen."))
        stored_communities.add_agreement(tx, community_id, agreed, services.now)
        document = {"title": "Ours", "zones": [{"title": HELD}]}
        own = StoredVersion(
            design_id="G1",
            community_id=community_id,
            base="T3",
            version=1,
            document=document,
            boxes=(),
            made_at=services.now,
        )
        stored_designs.add_version(tx, own)
    session = meet(services, community_id)
    helen = runtime.actor("helen")
    piece = a_piece(services, helen, session)
    write_wording(services, helen, piece.piece.id, "Phone", "Told", PHONE)
    take_back(services, OPERATOR, f"phone-{session.id}")

    files = exported(runtime, tmp_path / "all.zip")

    everything = b"\n".join(files.values()).decode()
    assert PHONE not in everything
    assert HELD not in everything
    whole = json.loads(files["partnership.json"])
    assert whole["groups"][0]["question"].startswith("Not exported: words that are held")
    assert whole["agreements"][0]["rules"][1] == "We listen."
    assert whole["designs"][0]["document"]["title"] == "Ours"


def test_agreements_and_designs_are_there_in_every_version(runtime: Place, tmp_path: Path) -> None:
    services, community_id = runtime.services, runtime.community.id
    reason = RuleReason("Doubt teaches.")
    details = AgreementDetails(
        kinds={"story": Label.H}, reasons={"Doubt aloud.": reason}, furthest=Rung.LANDSCAPE
    )
    with services.db.begin() as tx:
        for number in (1, 2):
            agreed = Agreement(number, rules=("Doubt aloud.",), details=details)
            stored_communities.add_agreement(tx, community_id, agreed, services.now)
            own = StoredVersion(
                design_id="G1",
                community_id=community_id,
                base="T3",
                version=number,
                document={"title": "Ours, '=1+1'"},
                boxes=(),
                made_at=services.now,
            )
            stored_designs.add_version(tx, own)
        missing = AboutGroup(missing="Somebody from the portal team", next_on=date(2027, 2, 3))
        about_groups.save(tx, community_id, missing)

    files = exported(runtime, tmp_path / "all.zip")

    whole = json.loads(files["partnership.json"])
    assert [each["version"] for each in whole["agreements"]] == [1, 2]
    assert {each["version"] for each in whole["designs"]} == {1, 2}
    assert whole["designs"][0]["document"] == {"title": "Ours, '=1+1'"}
    assert whole["agreements"][1]["boxes"] == ["story: Held"]
    assert whole["agreements"][1]["checked pieces may go to"] == "places like ours"
    assert whole["agreements"][1]["a role shows from"] == 3
    page = files[f"pages/group-{community_id}.md"].decode()
    assert "What the group agreed (version 2)" in page
    assert "Doubt aloud. Doubt teaches." in page
    assert "- A checked piece may go to: places like ours" in page
    assert "Somebody from the portal team" in page
    assert whole["groups"][0]["next date"] == "2027-02-03"


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 7700", "'+44 7700"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        (True, "yes"),
        (["=1", "b"], "'=1\nb"),
    ],
)
def test_no_cell_is_a_formula(words: object, cell: str) -> None:
    assert in_cell(words) == cell


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("# Not a title", "\\# Not a title"),
        ("- no list", "\\- no list"),
        ("1. no number", "1\\. no number"),
        ("<b>a</b> & [x](y)", "\\<b\\>a\\</b\\> \\& \\[x\\]\\(y\\)"),
        ("one\n\n# two", "one \\# two"),
        ("2026 was a year", "2026 was a year"),
    ],
)
def test_words_mean_nothing_in_markdown(words: str, shown: str) -> None:
    assert as_plain(words) == shown


def test_cells_come_back_as_they_were_written(runtime: Place, tmp_path: Path) -> None:
    session = meet(runtime.services, runtime.community.id)
    change_note(runtime.services, f"phone-{session.id}", text='=HYPERLINK("x")\n"two", lines')

    files = exported(runtime, tmp_path / "all.zip")

    rows = list(csv.DictReader(io.StringIO(files["csv/notes.csv"].decode("utf-8-sig"), newline="")))
    assert '\'=HYPERLINK("x")\n"two", lines' in [each["words"] for each in rows]
    assert files["csv/releases.csv"].decode("utf-8-sig") == "\r\n"


def test_a_note_lists_the_exports_that_have_it(runtime: Place, tmp_path: Path) -> None:
    before = meet(runtime.services, runtime.community.id)
    exported(runtime, tmp_path / "one.zip")
    runtime.clock.pass_days(1)
    after = meet(runtime.services, runtime.community.id)
    day = runtime.services.today

    listed = trail(runtime.services, OPERATOR, f"phone-{before.id}").exports
    taken = take_back(runtime.services, OPERATOR, f"phone-{before.id}").reached
    held = take_back(runtime.services, OPERATOR, f"silence-{before.id}").reached
    later = take_back(runtime.services, OPERATOR, f"phone-{after.id}").reached

    assert [((day - each.day).days, each.by) for each in listed] == [(1, "the administrator")]
    assert taken["Exports"].startswith("Not reached: ")
    assert f"Everything of this partnership, on {long_day(listed[0].day)}" in taken["Exports"]
    assert "Exports" not in held
    assert "Exports" not in later


@pytest.mark.parametrize(
    ("who", "error"), [("amina", Refused), ("grace", Refused), ("stranger", NotHere)]
)
def test_who_does_not_look_after_all_of_it_exports_nothing(
    runtime: Place, tmp_path: Path, who: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        exported(runtime, tmp_path / "all.zip", who)

    assert list(tmp_path.glob("*all*")) == []


def test_a_file_that_is_there_is_not_written_over(runtime: Place, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_text("mine")

    with pytest.raises(BadInput, match="already"):
        exported(runtime, tmp_path / "all.zip")

    assert (tmp_path / "all.zip").read_text() == "mine"
