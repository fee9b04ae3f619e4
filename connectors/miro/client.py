"""Miro's calls that the product needs: boards, people, items, tags, token.

One method is one call or one walk over slices; each names the paragraph of `docs/miro.md` it
rests on. Every method may raise what `connectors.errors` draws; docstrings name an error only
where the caller has to act on it in a special way.
"""

from connectors.account import Account, TokenSource, signed_by
from connectors.http import HTTP, Service
from connectors.miro.boards import PRIVATE, BoardCalls
from connectors.miro.calls import SLICE
from connectors.miro.error_bodies import read_error_details
from connectors.miro.items import BULK, ItemCalls
from connectors.miro.tags import MOST_TAGS, TagCalls

__all__ = ["BASE_URL", "BULK", "MOST_TAGS", "PRIVATE", "SLICE", "MiroClient"]

BASE_URL = "https://api.miro.com"


class MiroClient(BoardCalls, ItemCalls, TagCalls):
    """Miro as one token sees it; safe to share between threads."""

    def __init__(self, http: HTTP, token: str | TokenSource, base_url: str = BASE_URL) -> None:
        super().__init__(
            Account(
                http,
                Service(
                    vendor="miro",
                    base_url=base_url,
                    auth=signed_by(token, "miro"),
                    error_details=read_error_details,
                    request_id_header="X-Request-Id",
                ),
            )
        )
