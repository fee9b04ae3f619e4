"""What the page says that asks before a place of a person ends, or a role that reads notes.

Of what they keep for themselves it is said that it goes, and never whether there is any.
"""

from __future__ import annotations

from plugin.convene.people import PlacesEnd
from plugin.domain.people import Role, readers_in_words
from plugin.web.asked_first import AskedFirst

_OTHERS = "What {they} wrote for others stays, as the group agreed."


def before_role(name: str, role: Role, ends: PlacesEnd, back: str, *, is_self: bool) -> AskedFirst:
    """Ask before a person gets a role that reads no notes where theirs did."""
    they = "you" if is_self else "they"
    groups = readers_in_words(ends.closed)
    return AskedFirst(
        title=f"Make {'yourself' if is_self else name} a {role.value}?",
        says=(
            f"From now on {they} read no notes of {groups}.",
            _private(ends, is_self=is_self),
            _OTHERS.format(they=they),
        ),
        button="Save the role",
        keep="Keep the role as it is",
        back=back,
    )


def before_removing(
    name: str, what: str, ends: PlacesEnd, back: str, *, is_self: bool
) -> AskedFirst:
    """Ask before places of a person end; `what` says which, after their name."""
    they, are = ("you", "You are") if is_self else ("they", "They are")
    stays = "Your other places here stay." if is_self else "Their other places here stay."
    gone = f"{'Your' if is_self else 'Their'} e-mail address is forgotten here."
    again = "Only somebody else can add you" if is_self else "You can add the person"
    erased = (_private(ends, is_self=is_self),) if ends.closed else ()
    return AskedFirst(
        title=f"Remove {'yourself' if is_self else name}{what}?",
        says=(
            f"{are} signed out at once, everywhere, and sign-in links stop working.",
            stays if ends.stays else f"{gone} {again} again later.",
            *erased,
            _OTHERS.format(they=they),
        ),
        button=f"Remove {'myself' if is_self else name}{what}",
        keep="Keep everything as it is",
        back=back,
    )


def _private(ends: PlacesEnd, *, is_self: bool) -> str:
    they, their = ("you", "your") if is_self else ("they", "their")
    return (
        f"What {they} keep for {'yourself' if is_self else 'themselves'} in "
        f"{readers_in_words(ends.closed)} is erased: {their} private list, drafts that are not "
        f"saved, and memos that {they} shared with nobody. Nothing brings these back."
    )
