"""Reads Notion's error bodies (`facts/notion.md` 5.1 and 5.3)."""

from connectors.replies import Complaint
from schemas.notion import read_error_body
from schemas.reading import Mismatch


def read_complaint(body: object) -> Complaint | None:
    """Return what Notion complains about, None if the body is not one of its complaints.

    The reason is the word that decides what to do beside the code: why a rate is limited, or which
    block limit was met.
    """
    try:
        said = read_error_body(body)
    except Mismatch:
        return None
    return Complaint(
        code=said.code,
        message=said.message,
        reason=said.rate_limit_reason or said.block_limit,
        request_id=said.request_id,
        asked_wait_s=said.retry_after,
        committed_resource_id=said.committed_resource_id,
        committed_child_ids=said.committed_child_ids,
    )
