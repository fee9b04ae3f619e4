"""Every reference to a document leads to a heading of a document that is in the repository."""

import re
from pathlib import Path

_TOP = Path(__file__).parents[2]
_SOURCES = ("plugin", "connectors", "schemas", "tests")
_REFERENCE = re.compile(r"(?<![\w/.])((?:\w+/)?[\w-]+\.md)(?:#([\w-]+))?")
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([\w-]+))?\)")
# Written by commands into folders of their users, or named as examples.
_NOT_OURS = frozenset({"report.md"})


def _anchor(heading: str) -> str:
    """Return the anchor under which code hosts serve a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _headings(path: Path) -> set[str]:
    lines = path.read_text().splitlines()
    return {_anchor(line.lstrip("#").strip()) for line in lines if re.match(r"#+ ", line)}


def _documents() -> list[Path]:
    return [
        *(each for each in _TOP.glob("*.md") if each.stem != "CHANGELOG"),
        *(_TOP / "docs").glob("*.md"),
    ]


def _leads_nowhere(base: Path, target: str, anchor: str | None) -> bool:
    path = base / target
    if not path.exists():
        return True
    return anchor is not None and path.suffix == ".md" and anchor not in _headings(path)


def test_references_in_code_lead_to_a_heading() -> None:
    lost = []
    for top in _SOURCES:
        for path in (_TOP / top).rglob("*.py"):
            if "node_modules" in path.parts or path == Path(__file__):
                continue
            for target, anchor in _REFERENCE.findall(path.read_text()):
                if target not in _NOT_OURS and _leads_nowhere(_TOP, target, anchor or None):
                    lost.append(f"{path.relative_to(_TOP)}: {target}#{anchor}")

    assert lost == []


def test_files_that_documents_name_are_there() -> None:
    named = {
        path
        for document in _documents()
        for path in re.findall(
            r"`((?:plugin|connectors|schemas|tests|docs)/[\w./-]*)`", document.read_text()
        )
    }

    assert (len(named) > 40, sorted(each for each in named if not (_TOP / each).exists())) == (
        True,
        [],
    )


def test_links_of_documents_lead_to_a_heading() -> None:
    lost = [
        f"{path.name}: {target}#{anchor}"
        for path in _documents()
        for target, anchor in _LINK.findall(path.read_text())
        if not target.startswith(("http", "mailto"))
        if _leads_nowhere(path.parent, target or path.name, anchor or None)
    ]

    assert lost == []
