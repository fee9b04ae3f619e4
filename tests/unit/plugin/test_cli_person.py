import json
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin.cli import main, startup
from plugin.cli.person import _ROLES
from plugin.convene.communities import add_person
from plugin.convene.sign_in import cast
from plugin.domain.people import Role

TOM = ("Tom Brennan", "--email", "tom@north.example")


@pytest.fixture(autouse=True)
def _begun(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SANDBOX", "DEMO", "MIRO_TOKEN", "NOTION_TOKEN", "NOTION_PARENT", "DATABASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    copy(tables, tmp_path / "data" / "hedgerow.db")
    words = ("--partnership", "North", "--community", "Discharge", "--question", "How?")
    assert run("start", *words, "--facilitator", "Sam", "--email", "sam@n.example").exit_code == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def person(*words: str) -> Any:
    result = run("person", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def community() -> str:
    found = person("list")["people"]
    return str(found[0]["places"][0]["community"])


def roles(given: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(each["role"], each["community"] is None) for each in given["person"]["places"]]


def test_the_command_knows_every_role() -> None:
    assert list(_ROLES) == [role.value for role in Role]


def test_people_are_added_changed_and_removed() -> None:
    group = ("--community", community())

    added = person("add", *TOM, "--role", "participant", *group)
    moved = person("change", "tom@north.example", "--role", "facilitator", *group)
    named = person("change", "tom@north.example", "--name", "Tom B.", "--email", "t@n.example")
    gone = person("remove", "t@n.example")

    assert roles(added) == [("participant", False)]
    assert roles(moved) == [("facilitator", False)]
    assert (named["person"]["name"], named["person"]["email"]) == ("Tom B.", "t@n.example")
    assert (gone["person"]["places"], gone["person"]["email"]) == ([], None)
    assert [each["name"] for each in person("list")["people"]] == ["Sam"]


@pytest.mark.parametrize("role", ["sponsor", "convenor", "supervisor", "learning partner"])
def test_roles_in_the_whole_partnership_are_given(role: str) -> None:
    assert roles(person("add", *TOM, "--role", role)) == [(role, True)]


def test_a_role_that_does_not_fit_its_place_is_refused_in_words() -> None:
    group = ("--community", community())

    outside = run("person", "add", *TOM, "--role", "sponsor", *group)
    nowhere = run("person", "add", *TOM, "--role", "participant")

    assert (outside.exit_code, nowhere.exit_code) == (1, 1)
    assert "outside every group" in outside.output
    assert "belongs to a group" in nowhere.output


def test_one_role_of_two_ends_alone() -> None:
    group = ("--community", community())
    person("add", *TOM, "--role", "facilitator", *group)
    person("add", *TOM, "--role", "learning partner", *group)

    unclear = run("person", "change", "tom@north.example", "--role", "participant", *group)
    left = person("remove", "tom@north.example", "--role", "facilitator", *group)

    assert unclear.exit_code == 1
    assert "which role" in unclear.output
    assert roles(left) == [("learning partner", False)]


def test_nobody_of_that_name_is_a_sentence() -> None:
    result = run("person", "remove", "nobody@n.example")

    assert result.exit_code == 1
    assert "Nobody here has that id or address." in result.output


def test_a_group_is_called_by_its_name_on_the_terminal() -> None:
    group = ("--community", community())
    added = run("person", "add", *TOM, "--role", "participant", *group).stdout

    for told in (added, run("person", "list").stdout):
        assert "participant in Discharge" in told
        assert community() not in told


@pytest.mark.parametrize(
    "words", [("remove", "sam@n.example"), ("change", "sam@n.example", "--role", "participant")]
)
def test_whoever_takes_the_last_facilitator_from_a_group_is_warned(words: tuple[str, ...]) -> None:
    group = ("--community", community())
    person("add", *TOM, "--role", "participant", *group)

    result = run("person", *words, *group)

    assert result.exit_code == 0
    assert "Nobody looks after Discharge any more" in result.stderr
    assert "Nobody" not in run("person", "remove", "tom@north.example").stderr


def test_nobody_is_warned_while_another_facilitator_is_there() -> None:
    group = ("--community", community())
    person("add", *TOM, "--role", "facilitator", *group)

    assert run("person", "remove", "sam@n.example").stderr == ""


def test_a_person_whom_a_facilitator_added_is_confirmed() -> None:
    runtime = startup.runtime()
    (sam,) = (each for each in cast(runtime.services) if each.name == "Sam")
    place = sam.memberships[0]
    here = (place.partnership_id, place.community_id)
    email = "helen@n.example"
    add_person(runtime.services, sam, *here, "Helen", email, Role.LEARNING_PARTNER)

    assert person("confirm", email)["person"]["name"] == "Helen"

    again = run("person", "confirm", email)
    assert (again.exit_code, "counts as nobody else" in again.output) == (1, True)
