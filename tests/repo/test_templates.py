"""Pages are made of the parts in the stylesheets, and bring no style or script of their own."""

import re

from tests.shared import REPOSITORY

TEMPLATES = sorted((REPOSITORY / "plugin/web/templates").glob("*.html"))
STATIC = REPOSITORY / "plugin/web/static"
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
# A script is a file of ours, and a page must work before it has run.
OWN_SCRIPT = re.compile(
    r"<script src=\"\{\{ url_for\('static', filename='[a-z_]+\.js'\) \}\}\" defer></script>"
)
# Named for tests and for people who read the source; they have no look of their own.
UNSTYLED = {"words", "pieces", "permission"}


def styled() -> set[str]:
    """Return every class that a stylesheet of ours names."""
    sheets = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", sheets))


def classes_of(text: str) -> set[str]:
    """Return the classes of a template, those that an expression chooses too."""
    found: set[str] = set()
    for value in re.findall(r'class="((?:\{\{.*?\}\}|[^"])*)"', text):
        chosen = re.findall(r"\{\{\s*'([a-z0-9 -]+)'", value)
        found |= {word for each in (JINJA.sub("", value), *chosen) for word in each.split()}
    return {word for word in found if not word.endswith("-")}  # the rest of it is a value


def test_every_class_of_a_template_has_a_style() -> None:
    known = styled() | UNSTYLED

    unknown = {
        f"{path.name}: {word}"
        for path in TEMPLATES
        for word in classes_of(path.read_text(encoding="utf-8")) - known
    }

    assert unknown == set(), "take a part from _parts.html, components.css or places.css"


def test_no_template_brings_style_or_script_of_its_own() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), path.name
        assert text.count("<script") == len(OWN_SCRIPT.findall(text)), path.name


def test_every_file_that_a_template_names_is_there() -> None:
    for path in TEMPLATES:
        for name in re.findall(r"filename='([^']+)'", path.read_text(encoding="utf-8")):
            assert (STATIC / name).is_file(), f"{path.name}: {name}"


def test_colours_are_named_in_the_tokens_alone() -> None:
    # Paper and a board's picture are white in either scheme.
    for name in ("components.css", "places.css"):
        colours = re.findall(r"#[0-9A-Fa-f]{3,6}\b", (STATIC / name).read_text(encoding="utf-8"))
        assert set(colours) <= {"#FFFFFF", "#999999"}, name


def test_days_are_written_in_one_place() -> None:
    pages = [
        path
        for path in TEMPLATES
        if re.search(
            r"strftime|%[dBbYmA]|\.(month|year|weekday)\b", path.read_text(encoding="utf-8")
        )
    ]
    modules = [
        path
        for path in (REPOSITORY / "plugin").rglob("*.py")
        if re.search(r":%[^}\"]*[Bb]|%-?[dm] %[Bb]", path.read_text(encoding="utf-8"))
    ]

    assert pages == []
    assert modules == [REPOSITORY / "plugin/domain/days.py"]


def test_every_field_for_words_finds_the_direction_of_what_is_typed() -> None:
    other = r'type="(hidden|radio|checkbox|date|number|email|url|file|\{\{)'
    for path in TEMPLATES:
        for field in re.findall(
            r"<(?:input|textarea)\b[^>]*>", JINJA.sub("§", path.read_text("utf-8"))
        ):
            is_for_words = not re.search(other, field) and 'type="§"' not in field
            assert not is_for_words or 'dir="auto"' in field, f"{path.name}: {field}"
