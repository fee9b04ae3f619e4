"""A certified OpenID provider (oidc-provider for Node) as a process of its own on the loopback."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from urllib.parse import urljoin

import requests

from tests.shared import absent

NODE = Path(__file__).parent / "node"
CLIENT_ID, CLIENT_SECRET = "hedgerow", "a secret/of+hedgerow"


@contextmanager
def provider(redirect_uri: str, after_logout: str, where: str = "id_token") -> Iterator[str]:
    """Run a provider that knows one client, and give its issuer."""
    node = which("node")
    if node is None or not (NODE / "node_modules" / "oidc-provider").is_dir():
        absent("The OpenID provider for Node is not installed; single sign-on is not tried.")
    command = [node or "", "openid.mjs", redirect_uri, after_logout, where]
    with subprocess.Popen(
        command, cwd=NODE, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()  # its sign to end
            process.wait(10)


def sign_in_there(address: str, person: str) -> str:
    """Sign in at the provider as a browser does; return the address that it sends back to."""
    browser = requests.Session()
    answer = browser.get(address, timeout=10)
    for form in ({"login": person, "password": "x"}, {}):  # who it is, and: may Hedgerow know
        wanted = re.search(r'action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)
        assert wanted, answer.text[-600:]
        assert prompt, answer.text[-600:]
        page = urljoin(answer.url, wanted.group(1))
        answer = browser.post(
            page, data={"prompt": prompt.group(1), **form}, timeout=10, allow_redirects=False
        )
        while answer.is_redirect:
            onwards = urljoin(answer.url, answer.headers["Location"])
            if "/single-sign-on/return" in onwards:
                return onwards
            answer = browser.get(onwards, timeout=10, allow_redirects=False)
    raise AssertionError(answer.text)
