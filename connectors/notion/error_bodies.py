"""Reads Notion's error bodies (`docs/notion.md#errors` and `docs/notion.md#writes-in-doubt`)."""

import re

from connectors.replies import ErrorDetails
from schemas.notion import read_error_body
from schemas.reading import Mismatch

IN_TRASH, A_DATABASE, A_PAGE = "in_trash", "is_a_database", "is_a_page"

# Sentences of Notion that say more than their code, `validation_error`; the first that fits holds.
_HINTS = (
    (re.compile(r"\barchived ancestor\b|\bthat is (?:archived|in (?:the )?trash)\b"), IN_TRASH),
    (re.compile(r"\bis a database, not a (?:page|block)\b"), A_DATABASE),
    (re.compile(r"\bis a page, not a database\b"), A_PAGE),
)
_READ_OF_MESSAGE = 500  # a sentence that quotes what was sent may be long


def read_error_details(body: object) -> ErrorDetails | None:
    """Return what Notion complains about, None if the body is not one of its complaints.

    The reason is the word that decides what to do beside the code: why a rate is limited, or which
    block limit was met. The hint is our word for a sentence that we know.
    """
    try:
        said = read_error_body(body)
    except Mismatch:
        return None
    return ErrorDetails(
        code=said.code,
        message=said.message,
        reason=said.rate_limit_reason or said.block_limit,
        hint=_hint(said.code, said.message[:_READ_OF_MESSAGE]),
        request_id=said.request_id,
        asked_wait_s=said.retry_after,
        committed_resource_id=said.committed_resource_id,
        committed_child_ids=said.committed_child_ids,
    )


def _hint(code: str, message: str) -> str:
    if code != "validation_error":
        return ""
    return next((word for known, word in _HINTS if known.search(message)), "")
