"""The page of components keeps nobody out, so that what is made of them begins well."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import barriers, is_wider_than_screen
from tests.repo.components import PAGE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_components_keep_nobody_out(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.goto(PAGE.as_uri())

    found, is_wide = barriers(page), is_wider_than_screen(page)

    context.close()
    assert found == []
    assert not is_wide
