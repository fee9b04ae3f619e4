"""A page that asks once more before something is erased for good: it names what goes, and stays.

It sends the same form again, with a yes. It works as a plain page, and nothing was done before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

_SURE = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFirst:
    """What a press would do, in sentences, and the words of both ways on."""

    title: str
    says: tuple[str, ...]
    button: str
    keep: str  # the link that leaves everything as it is
    back: str  # the address to which it leads


def is_sure() -> bool:
    """Say whether somebody read what goes and pressed again."""
    return request.form.get(_SURE) == "yes"


def ask_first(question: AskedFirst, **shown: Any) -> str:
    """Return the page that asks; `shown` is what the frame of the page needs."""
    fields = [each for each in request.form.items(multi=True) if each[0] != _SURE]
    return render_template(
        "asked_first.html", question=question, fields=fields, sure=_SURE, **shown
    )
