"""An invitation to a session: what people need to know before they decide whether to come.

It says what the meeting is about, who said that it may be held, what is written down and who reads
it, and how to take part in another way. A line that is not known is left out and named to the
facilitator: nothing unfinished goes to anybody.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from plugin.domain.agreements import Attribution, Policy
from plugin.domain.days import coming_day, lazy_long_day
from plugin.domain.labels import MARKS, WORDS, Label
from plugin.domain.people import readers_in_words
from plugin.domain.templates import WELCOME, Template
from plugin.languages import (
    Language,
    LazyText,
    SessionLanguage,
    lazy_gettext,
    lazy_ngettext,
)

LONGEST_LINE = 500
_CLOCK = "%H:%M"
_FREE = lazy_gettext("You decide whether you come. You can leave at any time. Nobody asks why.")
_NAMES = {
    Attribution.NONE: lazy_gettext("Notes carry no names."),
    Attribution.ROLE: lazy_gettext(
        "Notes carry a role, never a name, and a role that only one or two people have is left out."
    ),
    Attribution.ORIGIN: lazy_gettext(
        "Notes carry where people come from, never a name, and a place from which only one or two "
        "people come is left out."
    ),
    Attribution.NAMED: lazy_gettext("A note carries its writer’s name where the writer wants it."),
    Attribution.CHATHAM_HOUSE: lazy_gettext(
        "Chatham House rule: notes carry no names, no roles and no times."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangements:
    """When and where a session is, and how people can take part; empty: not known yet."""

    starts_at: time | None = None
    place: str = ""
    access: str = ""
    other_ways: str = ""
    notice: str = ""
    outcome: str = ""  # what should come of it: for whom, in what form, by when

    @property
    def fields(self) -> dict[str, Any]:
        """Return what its form asks for, in the order of the form."""
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}

    @property
    def texts(self) -> tuple[str, ...]:
        """Return everything that somebody wrote."""
        return (self.place, self.access, self.other_ways, self.notice, self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of an invitation and the paragraphs below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation, whole; `host` and `contact` are the group's own sentences."""

    group: str
    session_name: str
    meeting_kind: str
    question: str
    day: date
    minutes: int  # 0 where the session has no design
    arrangements: Arrangements
    permission: str
    sponsor: str
    host: str
    contact: str
    written_down: tuple[str, ...]
    complaints: tuple[str, ...] = ()  # how one complains, and who reads it
    language: SessionLanguage = SessionLanguage.ENGLISH

    @property
    def title(self) -> str:
        """Return the subject of a mail: *Going home: Stories and doubts, 13 January 2027*."""
        return f"{self.group}: {self.meeting_kind}, {self.language.say(lazy_long_day(self.day))}"

    @property
    def starts(self) -> datetime | None:
        """Return the start in the installation's own time zone, None before a time is set."""
        at = self.arrangements.starts_at
        return None if at is None else datetime.combine(self.day, at)

    @property
    def when(self) -> LazyText:
        """Write the day and the hours: *Wednesday 13 January 2027, 14:00 to 16:00*."""
        day = LazyText(partial(coming_day, self.day))
        if self.starts is None:
            return day
        begins = f"{self.starts:{_CLOCK}}"
        if not self.minutes:
            return lazy_gettext("%(day)s, %(begins)s", day=day, begins=begins)
        ends = self.starts + timedelta(minutes=self.minutes)
        until = f"{ends:{_CLOCK}}"
        return lazy_gettext("%(day)s, %(begins)s to %(ends)s", day=day, begins=begins, ends=until)

    def sections(self, language: Language) -> tuple[Section, ...]:
        """Return what the invitation says, in reading order; what is not known is left out."""
        said = (
            (heading.in_language(language), tuple(_in(language, each) for each in lines))
            for heading, lines in self._sections()
        )
        kept = ((heading, tuple(filter(None, lines))) for heading, lines in said)
        return tuple(Section(heading=heading, lines=lines) for heading, lines in kept if lines)

    def _sections(self) -> Iterator[tuple[LazyText, tuple[str, ...]]]:
        arranged, sponsor = self.arrangements, self.sponsor.rstrip(".")
        given = (lazy_gettext("Given by %(name)s.", name=sponsor),) if sponsor else ()
        permission = (*self.permission.splitlines(), *given) if self.permission else ()
        yield lazy_gettext("When"), (self.when,)
        yield lazy_gettext("Where"), tuple(arranged.place.splitlines())
        yield lazy_gettext("What it is about"), (self.question,)
        yield lazy_gettext("What should come of it"), tuple(arranged.outcome.splitlines())
        yield lazy_gettext("Who gave permission"), permission
        written = (*self.written_down, self.host)
        yield lazy_gettext("What is written down, and who reads it"), written
        yield lazy_gettext("Your data"), (*arranged.notice.splitlines(), *self.complaints)
        yield lazy_gettext("What you may need"), tuple(arranged.access.splitlines())
        yield lazy_gettext("Other ways to take part"), tuple(arranged.other_ways.splitlines())
        yield lazy_gettext("Who to ask"), (self.contact,)
        yield lazy_gettext("It is up to you"), (_FREE,)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what people would have to ask about, as the end of *It does not say yet …*."""
        arranged = self.arrangements
        known = {
            "when it starts": arranged.starts_at is not None,
            "where it is": bool(arranged.place),
            "who gave permission": bool(self.permission),
            "who runs the server": bool(self.host),
            "what is done with people’s data": bool(arranged.notice),
            "what people can ask for to be able to come": bool(arranged.access),
            "how to take part in another way": bool(arranged.other_ways),
            "who to ask": bool(self.contact),
        }
        return tuple(words for words, is_known in known.items() if not is_known)

    def as_text(self) -> str:
        """Write the invitation as plain text, for a mail or to copy; Welsh first where it is both.

        Each language has the whole of it: nobody reads one between the lines of the other.
        """
        return "\n\n".join((self.title, *self._parts())) + "\n"

    def _parts(self) -> Iterator[str]:
        for number, language in enumerate(self.language.languages):
            if number:
                yield language.own_name.upper()
            for section in self.sections(language):
                yield "\n".join((section.heading, *section.lines))


def _in(language: Language, said: str) -> str:
    """Return a sentence of ours in a language; a group's own stays as it is."""
    return said.in_language(language) if isinstance(said, LazyText) else said.strip()


def written_down(
    template: Template, policy: Policy, day: date, readers: tuple[str, ...]
) -> tuple[str, ...]:
    """Say what happens to what people write: one sentence for each label, then about names."""
    boxes: dict[Label, list[str]] = {}
    for zone in template.zones:
        if zone.code != WELCOME:
            boxes.setdefault(policy.labels.get(zone.code, zone.label), []).append(zone.title)
    until = lazy_long_day(day + timedelta(days=policy.held_days))
    says = {
        Label.X: lazy_gettext("Hedgerow keeps nothing of it."),
        Label.H: _of_held(readers, until),
        Label.M: lazy_gettext(
            "it stays in our group. It is checked with us before anybody else reads it."
        ),
        Label.S: lazy_gettext("it becomes our rule if we agree it."),
    }
    told = tuple(
        _of_label(label, boxes[label], sentence)
        for label, sentence in says.items()
        if label in boxes
    )
    return (
        *told,
        _NAMES[policy.attribution],
        lazy_gettext("You can take a note back at any time."),
    )


def _of_held(readers: tuple[str, ...], until: LazyText) -> LazyText:
    if not readers:
        return lazy_gettext(
            "nobody can read it after the session. It is deleted on %(day)s.", day=until
        )
    return lazy_gettext(
        "only %(readers)s can read it after the session. It is deleted on %(day)s.",
        readers=readers_in_words(readers),
        day=until,
    )


def _of_label(label: Label, boxes: list[str], sentence: LazyText) -> LazyText:
    begins, listed = f"{MARKS[label]} ", ", ".join(f"“{title}”" for title in boxes)

    def said_in(language: Language) -> str:
        words = WORDS[label].in_language(language)
        return f"{begins}{words} ({listed}): {sentence.in_language(language)}"

    return LazyText(said_in)


def how_to_complain(readers: tuple[str, ...]) -> tuple[str, ...]:
    """Say where one complains about how words are handled, who reads it, and who else hears it."""
    who: str = readers_in_words(readers)
    if not readers:
        who = lazy_gettext("Whoever looks after our group")
    return (
        lazy_ngettext(
            "You can complain about how your words are handled: on our group’s page, or without an "
            "account and without a name at the foot of each page on your phone. %(readers)s reads "
            "it.",
            "You can complain about how your words are handled: on our group’s page, or without an "
            "account and without a name at the foot of each page on your phone. %(readers)s read "
            "it.",
            max(len(readers), 1),
            readers=who,
        ),
        lazy_gettext("You can also go to the Information Commissioner’s Office, ico.org.uk."),
    )
