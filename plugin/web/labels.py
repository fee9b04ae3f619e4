"""Labels that pages give to words: whose they are."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.domain.pieces import Wording


def whose(wording: Wording, writers: Mapping[str, str]) -> str:
    """Return whose words these are; nothing where they were written here by nobody known.

    `writers` are names by the ids of wordings. The words that a group agreed are the group's,
    whoever wrote them down.
    """
    name = writers.get(wording.id)
    if wording.made_in == "notion":
        return "written in Notion"
    if wording.made_in == "read back":
        agreed = "as the group agreed it"
        return f"{agreed}, written down by {name}" if name else agreed
    return f"by {name}" if name else ""
