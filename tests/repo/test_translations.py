"""Everything that people who take part read is said in Welsh too, with the same values."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from plugin.languages import DOMAIN, Language, catalogue, path_of
from tests.repo.translations import marked
from tests.shared import REPOSITORY

_VALUE = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z]+[^>]*>")
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_NOT_TRANSLATED = {"<!doctype html>", "Hedgerow", "· Hedgerow"}


@pytest.fixture(scope="module")
def welsh() -> Catalog:
    with path_of(Language.WELSH).open("rb") as file:
        return read_po(file, locale="cy", domain=DOMAIN)


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_the_welsh_file_says_all_that_is_marked_and_no_more(welsh: Catalog) -> None:
    found = {each if isinstance(each, str) else each[0] for each in marked()}
    said = {sources(each)[0] for each in welsh if each.id}

    assert found - said == set(), "make translations, then write the Welsh (docs/welsh.md)"
    assert said - found == set(), "make translations"


def test_nothing_is_missing_or_guessed(welsh: Catalog) -> None:
    poor = [each.id for each in welsh if each.id and (each.fuzzy or not all(forms(each)))]

    assert poor == []


def test_every_translation_has_the_values_and_tags_of_its_source(welsh: Catalog) -> None:
    for each in welsh:
        if not each.id:
            continue
        wanted = sources(each)[-1]
        for form in forms(each):
            values = set(_VALUE.findall(form))
            assert values <= set(_VALUE.findall(wanted)), each.id
            assert values | {"num"} >= set(_VALUE.findall(wanted)), each.id
            assert sorted(_TAG.findall(form)) == sorted(_TAG.findall(wanted)), each.id
            assert form.count("%") == len(_VALUE.findall(form)), each.id


def test_welsh_has_six_plurals() -> None:
    said = catalogue(Language.WELSH)
    one, many = "%(num)s to check", "%(num)s to check"

    assert said.ngettext(one, many, 1) != said.ngettext(one, many, 2)
    with path_of(Language.WELSH).open("rb") as file:
        assert read_po(file, locale="cy").num_plurals == 6


def test_no_participant_page_says_anything_that_is_not_marked() -> None:
    templates = REPOSITORY / "plugin/web/templates"
    pages = sorted({*templates.glob("phone*.html"), *templates.glob("_phone*.html")})
    for path in (*pages, templates / "join.html", templates / "join_code.html"):
        words = _TAG.sub("\n", _JINJA.sub("\n", path.read_text(encoding="utf-8")))
        bare = {line.strip() for line in words.splitlines() if re.search(r"[A-Za-z]{2}", line)}
        assert bare <= _NOT_TRANSLATED, path.name


def test_only_what_stands_in_a_template_is_taken_as_safe() -> None:
    # Jinja takes the text that _() is given for HTML: it must be ours, never a value.
    for path in (REPOSITORY / "plugin/web/templates").rglob("*.html"):
        for called in re.findall(r"\bn?_\((.)|gettext\((.)", path.read_text(encoding="utf-8")):
            assert set(called) <= {"'", ""}, path.name
