"""The page of components shows what pages are made of today, and every value there is."""

import re

from tests.repo.components import PAGE, WEB, page


def test_the_page_of_components_is_built_from_what_is_here() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: make components"


def test_the_page_of_components_shows_every_colour() -> None:
    light = (WEB / "static" / "tokens.css").read_text().partition("@media")[0]
    colours = re.findall(r"^  --([\w-]+): #", light, re.MULTILINE)

    assert len(colours) > 20
    assert [name for name in colours if f"<code>--{name}</code>" not in page()] == []
