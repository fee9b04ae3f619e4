"""A form over one stored text: who saves second sees what the first wrote, and overwrites nothing.

The form carries a mark of the texts that it was filled with. Where others stand there by the time
that it is sent, somebody else was faster.
"""

from __future__ import annotations

import hashlib
import json

from plugin.errors import ChangedMeanwhile

_OVERTAKEN = (
    "Somebody else saved this while you wrote. Nothing of yours was stored, and nothing is lost: "
    "it stands below, beside what they saved. Save again to keep yours."
)


def shown_mark(*texts: object) -> str:
    """Return the mark of texts as a form shows them."""
    written = json.dumps([str(each) for each in texts])
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def require_not_overtaken(shown: str | None, *texts: object) -> None:
    """Return if a form showed these texts, or none was used; raise ChangedMeanwhile otherwise."""
    if shown is not None and shown != shown_mark(*texts):
        raise ChangedMeanwhile(_OVERTAKEN)
