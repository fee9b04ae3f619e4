"""Shows a text of either dialect on a page: its few marks stay, everything else is plain text.

Nothing of what somebody wrote reaches the page as markup: known tags are written anew without
their attributes, the rest is unescaped once and escaped again.
"""

import html
import re

from markupsafe import Markup, escape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_MARKS = frozenset({"strong", "b", "em", "i", "u", "s"})


def shown(markup: str) -> Markup:
    """Return a text as safe HTML with its bold, italic and line breaks."""
    made: list[str] = []
    still_open: list[str] = []
    at = 0
    for found in _TAG.finditer(markup):
        made.append(_plain(markup[at : found.start()]))
        made.append(_tag(found[2].lower(), bool(found[1]), still_open))
        at = found.end()
    made.append(_plain(markup[at:]))
    made += [f"</{name}>" for name in reversed(still_open)]
    joined = "".join(made)
    return Markup(joined.removesuffix("<br>"))  # noqa: S704 - every piece was escaped above


def _plain(text: str) -> str:
    return str(escape(html.unescape(text))).replace("\n", "<br>")


def _tag(name: str, closes: bool, still_open: list[str]) -> str:
    """Return the tag to write; a closing mark closes only what is open innermost."""
    if name == "br":
        return "<br>"
    if name == "p":
        return "<br>" if closes else ""
    if name not in _MARKS:
        return ""
    if not closes:
        still_open.append(name)
        return f"<{name}>"
    if still_open and still_open[-1] == name:
        still_open.pop()
        return f"</{name}>"
    return ""
