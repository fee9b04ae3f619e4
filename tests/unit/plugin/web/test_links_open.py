"""No page offers who reads it a way that is closed to them: a link, or a form that looks."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from tests.unit.plugin.web.everything import ask, everything, requests
from tests.unit.plugin.web.house import PEOPLE, make_house

_WAYS = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
_ELSEWHERE = ("/static/", "/sign-out", "/jobs/")


def test_no_page_leads_anybody_to_a_page_that_refuses_them(tmp_path: Path) -> None:
    made = make_house(tmp_path)
    whole = everything(made)
    closed = {}
    for name in PEOPLE:
        client = made.as_(name)
        tried: dict[str, int] = {}
        for endpoint, method, path in (("homes.show", "GET", "/"), *requests(whole)):
            if method != "GET" or endpoint in {"jobs.events", "sign_in.out"}:
                continue
            answer = ask(client, method, path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for way in ways(answer.text):
                if way not in tried:
                    tried[way] = client.get(way, follow_redirects=True).status_code
                if tried[way] >= 400:
                    closed[name, endpoint, way] = tried[way]

    assert closed == {}


def ways(page: str) -> set[str]:
    """Return the addresses of this Hedgerow that a page links to."""
    found = map(urlsplit, map(unescape, _WAYS.findall(page)))
    ours = (each._replace(fragment="") for each in found if not each.netloc and each.path)
    return {each.geturl() for each in ours if not each.path.startswith(_ELSEWHERE)}
