from pathlib import Path

import pytest

from plugin.convene.template_files import read_template, read_template_file
from plugin.domain.labels import Label
from plugin.errors import BadInput

GOOD = """
code = "T9"
title = "A try"
meeting_kind = "Try it"
phase = "other"
use = "tell"
version = 1
purpose = "Try it."
who = "Anybody."
minutes = 10

[[zone]]
code = "Z0"
title = "Welcome"
prompts = []
label = "X"

[[zone]]
code = "Z1"
title = "One"
prompts = ["What?"]
label = "M"

[[zone]]
code = "ZX"
title = "Off the record"
prompts = ["Better said?"]
label = "X"

[[zone]]
code = "ZC"
title = "Close"
prompts = ["One thing…"]
label = "H"

[[step]]
title = "Write"
minutes = 10
zones = ["Z1"]
happens = "We write."
say = "Please write."
"""


def _file(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_is_read(tmp_path: Path) -> None:
    template = read_template_file(_file(tmp_path, GOOD))

    assert [zone.code for zone in template.zones] == ["Z0", "Z1", "ZX", "ZC"]
    assert template.zones[1].label is Label.M


@pytest.mark.parametrize(
    ("change", "into", "entry"),
    [
        ('label = "M"', 'label = "K"', "zone Z1, label"),
        ('label = "M"', 'lable = "M"', "zone Z1, lable: this key is not known here"),
        ('label = "M"\n', "", "zone Z1, label: it is missing"),
        ('prompts = ["What?"]', "prompts = []", "zone Z1, prompts: a box needs a question"),
        ('prompts = ["What?"]', 'prompts = "What?"', "zone Z1, prompts"),
        ('code = "Z1"', 'code = "Z3"', "zone, order"),
        ('code = "Z1"', 'code = "Q1"', "zone Q1, code"),
        ('code = "Z1"', 'code = "ZX"', "zone ZX, code: it is there more than once"),
        ('prompts = []\nlabel = "X"', 'prompts = []\nlabel = "M"', "zone Z0, label: it must be X"),
        ('zones = ["Z1"]', 'zones = ["Z8"]', "step Write, zones: no box is called Z8"),
        ("minutes = 10\n\n", "minutes = 11\n\n", "minutes: it says 11, and the steps add up to 10"),
        ("version = 1", 'version = "1"', "version"),
        ('code = "T9"', 'code = "../T9"', "code: must be like T3"),
        ('title = "One"', "title = 1", "zone Z1, title"),
        ('phase = "other"', 'phase = "party"', "phase"),
        ('use = "tell"', 'use = "party"', "use"),
        ('purpose = "Try it."\n', "", "purpose: it is missing"),
        ('say = "Please write."\n', "", "step Write, say: it is missing"),
        ('say = "Please write."', 'say = "Please write."\ndots = 11', "step Write, dots"),
        ('zones = ["Z1"]', 'zones = ["ZC"]\ndots = 3', "step Write, dots: it uses no box whose"),
        ("version = 1", "version = 1\nmost_people = 0", "most_people"),
        (
            "version = 1",
            "version = 1\nleast_people = 3\nmost_people = 2",
            "most_people: it is less",
        ),
        ("version = 1", "version = 1\nhas_board = false", "has_board: a design without a board"),
    ],
)
def test_a_bad_entry_is_named_with_its_reason(
    tmp_path: Path, change: str, into: str, entry: str
) -> None:
    assert change in GOOD
    with pytest.raises(BadInput) as caught:
        read_template_file(_file(tmp_path, GOOD.replace(change, into, 1)))

    assert "mine.toml" in caught.value.sentence
    assert entry in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code = "T9"\ntitle = "A try\n', "line 2"),
        ('code = "T9"\n\n[[zone]\n', "line 3"),
        ('code = "T9"\ncode = "T9"\n', "line 2"),
        ("a = [1,", "the last line"),
    ],
)
def test_broken_toml_is_refused_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(BadInput, match=f"mine.toml.*{line}: this is not TOML"):
        read_template_file(_file(tmp_path, text))


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace('label = "M"', 'label = "K"').replace('phase = "other"', 'phase = "p"')
    with pytest.raises(BadInput, match=r"(?s)phase.*zone Z1, label|zone Z1, label.*phase"):
        read_template_file(_file(tmp_path, bad))


def test_what_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not text in UTF-8"):
        read_template_file(tmp_path / "mine.toml")
    with pytest.raises(BadInput, match="cannot be read"):
        read_template_file(tmp_path / "none.toml")


def test_an_unknown_design_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"T1, T2, T3, .*T6, T6b, T7, .*T16"):
        read_template("T99")


@pytest.mark.parametrize(("code", "minutes", "left_out"), [("T2", 75, {"Z5"}), ("T3", 75, set())])
def test_the_short_form_leaves_out_steps_and_the_boxes_that_only_they_need(
    code: str, minutes: int, left_out: set[str]
) -> None:
    template = read_template(code)

    short = template.in_short

    assert (template.short_minutes, short.minutes) == (minutes, minutes)
    assert {zone.code for zone in template.zones} - {zone.code for zone in short.zones} == left_out


@pytest.mark.parametrize(("code", "box"), [("T2", "Z0"), ("T3", "Z1"), ("T5", "Z1"), ("T16", "Z1")])
def test_what_comes_back_lies_in_a_box_that_is_meant_for_it(code: str, box: str) -> None:
    assert read_template(code).returns_zone == box
