import json
from pathlib import Path
from typing import Any

import pytest

from plugin.demo.demo_file import DATA
from plugin.demo.session_file import Add, CloseSession, Collect, ReadBackEvent, Spot
from plugin.demo.session_reading import read_session_file
from plugin.domain.agreements import Attribution, Outcome
from plugin.domain.labels import Label
from plugin.errors import BadInput
from tests.shared import shared_folder

GOING_HOME = "session-going-home.json"
MAKE_IT_SAFE = "session-make-it-safe.json"


def shipped(name: str) -> Path:
    return Path(str(DATA / name))


@pytest.fixture
def document() -> dict[str, Any]:
    """A session of three people's worth of events, correct as it stands."""
    return {
        "partnership": {"name": "P", "parties": ["practice"]},
        "community": {"name": "C", "question": "Why?"},
        "template": "T3",
        "cast": [{"id": "P01", "name": "Amina", "party": "practice", "role": "nurse"}],
        "events": [
            {"t": 1, "do": "add", "note": "n1", "by": "P01", "zone": "Z1", "text": "canary",
             "colour": "cyan", "x": 1, "y": 2},
            {"t": 2, "do": "edit", "note": "n1", "by": "P01", "text": "canary two"},
            {"t": 3, "do": "capture", "label": "first"},
        ],
    }  # fmt: skip


def written(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "session-x.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def refusal(tmp_path: Path, document: object) -> str:
    with pytest.raises(BadInput) as refused:
        read_session_file(written(tmp_path, document))
    return refused.value.sentence


@pytest.mark.parametrize("name", [GOING_HOME, MAKE_IT_SAFE])
def test_shipped_files_are_those_that_were_given(name: str) -> None:
    assert shipped(name).read_bytes() == (shared_folder() / "data" / name).read_bytes()


def test_the_story_is_read_whole() -> None:
    session = read_session_file(shipped(GOING_HOME))

    adds = [event for event in session.events if isinstance(event, Add)]
    assert (session.name, session.template, len(session.cast)) == ("session-going-home", "T3", 9)
    assert (len(session.events), len(adds)) == (79, 60)
    assert adds[0].spot == Spot("Z1", 130, 150)
    collected = [event for event in session.events if isinstance(event, Collect | CloseSession)]
    assert [type(event) for event in collected] == [Collect, CloseSession, Collect]
    assert session.expect["close"]["stored"] == 48


def test_sentences_become_settings() -> None:
    session = read_session_file(shipped(MAKE_IT_SAFE))

    read_backs = [event for event in session.events if isinstance(event, ReadBackEvent)]
    assert read_backs[0].setting.zone == ("T3", "Z2", Label.X)
    assert read_backs[1].setting.attribution is Attribution.ROLE
    assert read_backs[2].setting.take_back_days == 14
    assert read_backs[3].setting.other == ("member", "portal team")
    assert [event.outcome for event in read_backs] == [Outcome.AGREED] * 3 + [Outcome.NOT_YET]


def test_first_and_last_words_of_a_note_are_known() -> None:
    session = read_session_file(shipped(GOING_HOME))

    assert session.text("n24", first=True).endswith("do not know anybody.")
    assert session.text("n24").endswith("most people.")
    with pytest.raises(KeyError):
        session.text("n99")


def test_unknown_words_about_the_file_are_left_alone(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    session = read_session_file(written(tmp_path, document | {"about": "x", "policy": {}}))

    assert len(session.events) == 3


WRONG: list[tuple[int, dict[str, Any], str]] = [
    (0, {"zone": "Zone 1"}, "event 1, zone: must be Z0, Z1 to Z99, ZX or ZC"),
    (0, {"zone": 5}, "event 1, zone: not a valid string"),
    (0, {"colour": "mauve"}, "event 1, colour: must be one of Miro's sixteen colours of notes"),
    (0, {"color": "cyan"}, "event 1, color: this key is not known here"),
    (0, {"x": "left"}, "event 1, x: not a valid number"),
    (0, {"text": None}, "event 1, text: it may not be null"),
    (0, {"text": "x" * 6000}, "event 1, text: must be shorter than 6000 characters"),
    (0, {"by": "P77"}, "event 1, by: nobody of the cast has this id"),
    (1, {"do": "shout"}, "event 2, do: must be one of: add, edit, move, recolour"),
    (1, {"do": ["edit"]}, "event 2, do: must be one of"),
    (1, {"note": "n9"}, "event 2, note: no such note is on the board at that time"),
    (1, {"t": 0}, "event 2, t: it is earlier than the event before"),
    (1, {"t": "2"}, "event 2, t: not a valid integer"),
    (2, {"label": ""}, "event 3, label: length must be between 1 and 40"),
]


@pytest.mark.parametrize(("number", "change", "said"), WRONG)
def test_a_wrong_event_is_named_with_entry_and_reason(
    tmp_path: Path, document: dict[str, Any], number: int, change: dict[str, Any], said: str
) -> None:
    document["events"][number] |= change

    sentence = refusal(tmp_path, document)

    assert sentence.startswith(
        "The session file session-x.json was refused, and nothing was played"
    )
    assert said in sentence
    assert "canary" not in sentence


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": []}, "events: there are none"),
        ({"events": [5]}, "event 1: it must be an object"),
        ({"events": {}}, "events: not a valid list"),
        ({"template": "3"}, "template: must be like T3"),
        ({"cast": [{"id": "P01"}]}, "cast, number 1, name: it is missing"),
        ({"community": None}, "community: it may not be null"),
    ],
)
def test_a_wrong_file_is_named_with_entry_and_reason(
    tmp_path: Path, document: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    assert said in refusal(tmp_path, document | change)


def test_a_missing_key_is_named(tmp_path: Path, document: dict[str, Any]) -> None:
    del document["events"][0]["zone"]

    assert "event 1, zone: it is missing" in refusal(tmp_path, document)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"zone": "Z2"}, "event 3, setting: it cannot be read"),
        ({"take_back_days": "soon"}, "event 3, setting: it cannot be read"),
        ({}, "event 3, setting"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    tmp_path: Path, document: dict[str, Any], setting: dict[str, str], said: str
) -> None:
    document["events"][2] = {
        "t": 3, "do": "read_back", "setting": setting, "from_note": "n1",
        "sentence": "We do.", "outcome": "agreed",
    }  # fmt: skip

    assert said in refusal(tmp_path, document)


def test_a_note_cannot_be_put_up_twice(tmp_path: Path, document: dict[str, Any]) -> None:
    document["events"].insert(1, document["events"][0])

    assert "event 2, note: there is a note of this name already" in refusal(tmp_path, document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"events": [\n  canary\n]}', "line 2: this is not JSON"),
        (b"[]", "the file must hold one JSON object"),
        (b"\xff\xfe", "the file is not text in UTF-8"),
        (b"", "line 1: this is not JSON"),
        (b"[" * 100_000, "the file"),
    ],
)
def test_what_is_no_session_at_all_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "session-x.json"
    path.write_bytes(content)

    with pytest.raises(BadInput) as refused:
        read_session_file(path)

    assert said in refused.value.sentence
    assert "canary" not in refused.value.sentence


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_session_file(tmp_path / "nowhere.json")


def test_many_faults_are_counted(tmp_path: Path, document: dict[str, Any]) -> None:
    document["events"] = [{"do": "shout"}] * 9

    assert "and 4 more" in refusal(tmp_path, document)
