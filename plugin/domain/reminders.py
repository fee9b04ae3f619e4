"""Reminders by e-mail to people without an account, and when their addresses are forgotten.

An address stands beside a session alone, never beside a link or a note: so a mail cannot lead to
somebody's own notes, and says to open the address that they kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plugin.domain.days import lazy_long_day
from plugin.languages import LazyText, SessionLanguage, lazy_gettext

REMINDED_BEFORE = timedelta(days=1)  # the end of the days for writing
ONCE_MORE_BEFORE = timedelta(days=3)  # a question closes
CHECKING_IS_KEPT = timedelta(days=180)
LONGEST_ADDRESS = 254
MOST_ADDRESSES = 500  # of one kind in one session
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class RemindedOf(StrEnum):
    """What somebody wants to be reminded of."""

    WRITING = "writing"  # the last days for writing
    CHECKING = "checking"  # something to check


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One address of a session; `is_told` says that the first of two mails was sent."""

    id: str
    session_id: str
    address: str
    of: RemindedOf
    forget_on: date
    is_told: bool = False


def is_address(given: str) -> bool:
    """Say whether something can be an e-mail address to be reminded at."""
    return len(given) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(given))


def writing_mail(day: date, until: date, address: str) -> tuple[LazyText, LazyText]:
    """Return subject and words of the mail before the days for writing end."""
    return (
        lazy_gettext("You can still write"),
        lazy_gettext(
            "You asked to be reminded once.\n\n"
            "You can write for the session of %(day)s until the end of %(until)s:\n\n"
            "%(address)s\n\n"
            "Did you write before? Open the address that you kept: it leads to your own notes.\n\n"
            "Hedgerow has forgotten your address now, and sends nothing more.\n",
            day=lazy_long_day(day),
            until=lazy_long_day(until),
            address=address,
        ),
    )


def checking_mail(day: date, closes: date, *, is_last: bool) -> tuple[LazyText, LazyText]:
    """Return subject and words of a mail about something to check."""
    after = (
        lazy_gettext("Hedgerow has forgotten your address now, and sends nothing more.")
        if is_last
        else lazy_gettext(
            "Hedgerow reminds you once more before that day, and then forgets your address."
        )
    )
    return (
        lazy_gettext("Something is ready for you to check"),
        lazy_gettext(
            "Something that was written in the session of %(day)s is ready to be checked by the "
            "people who wrote it. It takes two minutes.\n\n"
            "Open the address of your notes that you kept. If it is about yours, you find it there "
            "under “to check”. Hedgerow cannot send you that address: it does not know which notes "
            "are yours.\n\n"
            "You can answer until %(closes)s. %(after)s\n",
            day=lazy_long_day(day),
            closes=lazy_long_day(closes),
            after=after,
        ),
    )


def own_link_mail(address: str) -> tuple[LazyText, LazyText]:
    """Return subject and words of the mail with the address of somebody's own notes."""
    return (
        lazy_gettext("The link to your notes"),
        lazy_gettext(
            "You asked for the address of your notes:\n\n"
            "%(address)s\n\n"
            "Whoever has it can see your notes and take them back. Did you not ask for it? Then "
            "delete this mail.\n\n"
            "Hedgerow has forgotten your address now, and sends nothing more.\n",
            address=address,
        ),
    )


def in_each(spoken: SessionLanguage, subject: LazyText, words: LazyText) -> tuple[str, str]:
    """Return subject and words in the language of a session; in both, each is whole."""
    said = []
    for number, language in enumerate(spoken.languages):
        said += [f"{language.own_name.upper()}\n"] if number else []
        said.append(words.in_language(language))
    return spoken.say(subject), "\n".join(said)


def is_last_mail(reminder: Reminder, closes_at: datetime, now: datetime) -> bool | None:
    """Return whether a mail about checking is the last one; None where none is due now."""
    is_near = now >= closes_at - ONCE_MORE_BEFORE
    if reminder.is_told:
        return True if is_near else None
    return is_near
