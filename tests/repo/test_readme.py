"""Every command that the README tells people to type exists."""

import re
from collections.abc import Iterator

import click
import pytest

from connectors.sandbox.faults.catalogue import KINDS
from plugin.cli import main
from plugin.sync.columns import COLUMNS, COMMUNITIES, KEY, SESSIONS
from tests.shared import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", README, re.DOTALL))
MAKE_TARGETS = set(
    re.findall(r"^([a-z][\w-]*):(?!=)", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
)


def lines_after(program: str) -> Iterator[list[str]]:
    """Yield the words typed after `program`, up to the first option or argument in capitals."""
    for rest in re.findall(rf"(?:^|[\s`/]){program} +([^\n`#|&;]+)", CODE):
        yield rest.split()


def resolve(words: list[str]) -> str | None:
    """Return the first word that is no command of ours, or None where all are."""
    command: click.Command = main
    for word in words:
        if not isinstance(command, click.Group) or not re.fullmatch(r"[a-z][a-z-]*", word):
            return None
        found = command.commands.get(word)
        if found is None:
            return word
        command = found
    return None


@pytest.mark.parametrize("words", list(lines_after("hedgerow")), ids=" ".join)
def test_readme_names_only_our_commands(words: list[str]) -> None:
    assert resolve(words) is None


@pytest.mark.parametrize("words", list(lines_after("make")), ids=" ".join)
def test_readme_names_only_our_targets(words: list[str]) -> None:
    targets = [word for word in words if "=" not in word and not word.startswith("-")]

    assert set(targets[:1]) <= MAKE_TARGETS


def test_readme_shows_the_two_commands() -> None:
    assert "make demo" in README
    assert "make test" in README


def test_readme_pictures_are_in_repository() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", README)

    missing = [name for name in pictures if not (REPOSITORY / name).is_file()]

    assert missing == []


# What goes to Notion of a group and of its sessions without having been checked, in its words.
_SAID = {
    COMMUNITIES: {
        "name": "a group's name",
        "question": "question",
        "permission": "permission note",
        "next_meeting": "next session",
    },
    SESSIONS: {"name": "names", "day": "days", "meeting_kind": "kinds", "question": "questions"},
}
_LINKS = {KEY, "community"}


def test_readme_names_every_kind_of_fault() -> None:
    named = README.partition("\nKinds are ")[2].partition(";")[0]

    assert set(re.findall(r"`(\w+)`", named)) == KINDS.keys()


def test_readme_names_what_goes_to_notion_unchecked() -> None:
    promise = " ".join(README.partition("before it was checked and released (")[2].split())
    of_group, of_sessions = promise.partition(", do go there)")[0].split(", and the ")

    for table, said in ((COMMUNITIES, of_group), (SESSIONS, of_sessions)):
        assert {column.field for column in COLUMNS[table]} - _LINKS == _SAID[table].keys()
        assert [words for words in _SAID[table].values() if words not in said] == []
    assert "themes marked for partners" in of_sessions  # beside pieces, in a column of theirs
    assert "ground rules" in of_group  # they stand on its page
