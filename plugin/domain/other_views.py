"""What does not fit: words at the end of a story that say it otherwise, under their own heading.

They are part of the wording, so they travel wherever it goes: to the people who are asked, into
Notion, onto boards, into exports. Who takes them away makes the next wording.
"""

from __future__ import annotations

from plugin.languages import lazy_gettext

HEADING = "What does not fit"
KEPT = lazy_gettext(", with a different view kept")


def keeps_other_view(story: str) -> bool:
    """Say whether a story says what does not fit."""
    return bool(parted(story)[1])


def parted(story: str) -> tuple[str, str]:
    """Return a story before what does not fit, and what stands under that heading."""
    found = [each.strip() for each in story.split("\n\n") if each.strip()]
    if HEADING not in found[:-1]:
        return story, ""
    at = found.index(HEADING)
    return "\n\n".join(found[:at]), "\n\n".join(found[at + 1 :])


def with_other_view(story: str, words: str) -> str:
    """Return a story with words of somebody who sees it otherwise, at its end."""
    heading = () if keeps_other_view(story) else (HEADING,)
    return "\n\n".join((story.rstrip(), *heading, words.strip())).lstrip()
