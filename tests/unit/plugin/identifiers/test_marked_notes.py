"""On 200 notes, half of them traps, nearly all is found that points to a person."""

import re
from pathlib import Path

from plugin.identifiers import Identifier, IdentifierKind, Names, find

NAMES = Names(
    frozenset(
        {
            "Carys Llewellyn",
            "Sam O'Brien",
            "Will Green",
            "May Fisher",
            "Grace Okafor",
            "Mark Penhaligon-Jones",
            "Siân ap Rhys",
            "Helen Shaw",
            "Amina Yusuf",
            "Rose Baker",
            "Hope Adeyemi",
            "Dafydd Prosser",
            "Zoë Müller",
            "Bill King",
            "Connie Marsh",
        }
    ),
    frozenset({("Bevan", "[a neighbour]"), ("Tomasz", "[a resident]")}),
)
KINDS = {
    "phone": IdentifierKind.PHONE,
    "nhs": IdentifierKind.NHS,
    "insurance": IdentifierKind.INSURANCE,
    "postcode": IdentifierKind.POSTCODE,
    "birth": IdentifierKind.BIRTH_DATE,
    "email": IdentifierKind.EMAIL,
    "link": IdentifierKind.LINK,
    "name": IdentifierKind.NAME,
}
_MARK = re.compile(r"\[\[(?P<kind>\w+)\|(?P<words>.*?)\]\](?!\])")

Words = set[tuple[IdentifierKind, int, int]]


def marked_notes() -> list[tuple[str, Words]]:
    """Return each note without its marks, and what is marked in it."""
    lines = Path(__file__).with_name("marked_notes.txt").read_text(encoding="utf-8").splitlines()
    return [_unmarked(line) for line in lines if line and not line.startswith("# ")]


def _unmarked(line: str) -> tuple[str, Words]:
    text, marked, last = "", set(), 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        marked.add((KINDS[match["kind"]], len(text), len(text) + len(match["words"])))
        text += match["words"]
        last = match.end()
    return text + line[last:], marked


def _missed(found: tuple[Identifier, ...], marked: Words) -> Words:
    """Return what was marked and is not found in all its letters, by its kind."""
    return {
        (kind, start, end)
        for kind, start, end in marked
        if not any(
            each.kind is kind and each.start <= start and end <= each.end + 2 for each in found
        )
    }


def _is_marked(found: Identifier, marked: Words) -> bool:
    return any(found.start < end and start < found.end for _, start, end in marked)


def test_finds_nearly_all_and_little_else_in_200_notes() -> None:
    wanted = hit = said = right = 0
    misses = []
    notes = marked_notes()
    for text, marked in notes:
        found = find(text, NAMES)
        missed = _missed(found, marked)
        wrong = [each for each in found if not _is_marked(each, marked)]
        wanted, hit = wanted + len(marked), hit + len(marked) - len(missed)
        said, right = said + len(found), right + len(found) - len(wrong)
        misses += [f"missed {text[start:end]!r} in {text!r}" for _, start, end in missed]
        misses += [f"wrong {each.words(text)!r} ({each.kind.name}) in {text!r}" for each in wrong]
    shown = "\n".join(misses)

    assert len(notes) == 200
    assert hit / wanted >= 0.95, shown
    assert right / said >= 0.9, shown
