"""Styles and scripts, which a browser keeps until they change: their address names their content.

A phone on a slow line asks for them once a session, and not again with every page. What is asked
for without that name, or by the name of another version, is compared each time, as before.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_KEPT = "public, max-age=31536000, immutable"
_VERSION = "v"


def keep_static_files(app: Flask) -> None:
    """Name static files by what is in them, and let browsers keep what is named so."""
    folder = Path(app.static_folder or "")

    @cache
    def version(name: str) -> str:
        file = folder / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""

    @app.url_defaults
    def keep(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (found := version(values.get("filename", ""))):
            values.setdefault(_VERSION, found)

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            given = request.args.get(_VERSION)
            if given and given == version((request.view_args or {}).get("filename", "")):
                response.headers["Cache-Control"] = _KEPT
        return response
