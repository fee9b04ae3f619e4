"""Files that people send stay in memory: what stays here must be in no file.

Werkzeug writes what is longer than 500 kB to a temporary file. A form has at most 1 MB here.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    """A request whose files are never written to the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Return where a file is read into: Werkzeug's documented place to change it."""
        return BytesIO()
