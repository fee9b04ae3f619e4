"""What a note is, in words: its box says it, unless its writer says otherwise.

A choice is offered in boxes for what people see, tell and wonder about. A box for commitments,
rules or asks has none: what is followed up from there is what the box is for.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.languages import LazyText, lazy_gettext

NOTE_KINDS: Mapping[str, LazyText] = {
    "story": lazy_gettext("A story"),
    "observation": lazy_gettext("Something I noticed"),
    "judgement": lazy_gettext("A judgement"),
    "doubt": lazy_gettext("A doubt"),
    "question": lazy_gettext("A question"),
    "assumption": lazy_gettext("An assumption"),
    "mistake": lazy_gettext("A mistake"),
    "near miss": lazy_gettext("A near miss"),
    "tension": lazy_gettext("A tension"),
    "pattern": lazy_gettext("A pattern"),
    "idea": lazy_gettext("An idea"),
    "need": lazy_gettext("Something we need"),
    "feeling": lazy_gettext("A feeling"),
}

NEVER_COUNTED = frozenset({"doubt", "mistake", "near miss"})  # whoever searches reads them, alone


def kinds_to_choose(box_kind: str) -> Mapping[str, LazyText]:
    """Return what a note in a box of this kind can be, in the words of a form; often nothing."""
    return NOTE_KINDS if box_kind in NOTE_KINDS else {}


def chosen_kind(given: str, box_kind: str) -> str:
    """Return what a note is: what its writer chose, or else what its box is."""
    return given if given in kinds_to_choose(box_kind) else box_kind
