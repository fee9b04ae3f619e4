"""ETags: an answer is sent to who does not have it already, and 304 to who does."""

from __future__ import annotations

from flask import Response, make_response, request

_OK = 200


def unless_known(response: Response) -> Response:
    """Return an answer with its ETag, or 304 to somebody who sent that ETag; others as they are."""
    if request.method not in ("GET", "HEAD") or response.status_code != _OK:
        return response
    response.add_etag()
    return make_response(response.make_conditional(request))
