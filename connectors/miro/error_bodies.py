"""Reads Miro's error bodies, in every shape that was seen (`docs/miro.md#errors`)."""

from connectors.replies import NO_SUCH_ROUTE, ErrorDetails


def read_error_details(body: object) -> ErrorDetails | None:
    """Return what Miro complains about, None if the body is not one of its complaints.

    `code` may be a word or a number, `status` a number or a string, `context` anything: it is not
    read at all, for it repeats rejected values. The router's own 404 speaks about the address, not
    about the thing asked for.
    """
    if not isinstance(body, dict):
        return None
    message = body.get("message")
    text = message if isinstance(message, str) else ""
    if "servlet" in body or text.startswith("No endpoint "):
        return ErrorDetails(code=NO_SUCH_ROUTE)
    if body.get("type") != "error" and not body.keys() & {"code", "message", "error"}:
        return None
    code = body.get("code", body.get("error"))
    return ErrorDetails(code=str(code) if isinstance(code, str | int | float) else "", message=text)
