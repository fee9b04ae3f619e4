"""An invitation to a session: what people need to know before they decide whether to come.

It says what the meeting is about, who said that it may be held, what is written down and who reads
it, and how to take part in another way. A line that is not known is left out and named to the
facilitator: nothing unfinished goes to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plugin.domain.agreements import Attribution, Policy
from plugin.domain.days import coming_day, long_day
from plugin.domain.labels import MARKS, WORDS, Label
from plugin.domain.people import readers_in_words
from plugin.domain.templates import WELCOME, Template

LONGEST_LINE = 500
_CLOCK = "%H:%M"
_FREE = "You decide whether you come. You can leave at any time. Nobody asks why."
_NAMES = {
    Attribution.NONE: "Notes carry no names.",
    Attribution.ROLE: "Notes carry a role, never a name, and a role that only one or two people "
    "have is left out.",
    Attribution.ORIGIN: "Notes carry where people come from, never a name, and a place from which "
    "only one or two people come is left out.",
    Attribution.NAMED: "A note carries its writer’s name where the writer wants it.",
    Attribution.CHATHAM_HOUSE: "Chatham House rule: notes carry no names, no roles and no times.",
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

    @property
    def title(self) -> str:
        """Return the subject of a mail: *Going home: Stories and doubts, 13 January 2027*."""
        return f"{self.group}: {self.meeting_kind}, {long_day(self.day)}"

    @property
    def starts(self) -> datetime | None:
        """Return the start in the installation's own time zone, None before a time is set."""
        at = self.arrangements.starts_at
        return None if at is None else datetime.combine(self.day, at)

    @property
    def when(self) -> str:
        """Write the day and the hours: *Wednesday 13 January 2027, 14:00 to 16:00*."""
        if self.starts is None:
            return coming_day(self.day)
        if not self.minutes:
            return f"{coming_day(self.day)}, {self.starts:{_CLOCK}}"
        ends = self.starts + timedelta(minutes=self.minutes)
        return f"{coming_day(self.day)}, {self.starts:{_CLOCK}} to {ends:{_CLOCK}}"

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return what the invitation says, in reading order; what is not known is left out."""
        given = (f"Given by {self.sponsor.rstrip('.')}.",) if self.sponsor else ()
        permission = (*self.permission.splitlines(), *given) if self.permission else ()
        found = (
            ("When", (self.when,)),
            ("Where", self.arrangements.place.splitlines()),
            ("What it is about", (self.question,)),
            ("What should come of it", self.arrangements.outcome.splitlines()),
            ("Who gave permission", permission),
            ("What is written down, and who reads it", (*self.written_down, self.host)),
            ("Your data", (*self.arrangements.notice.splitlines(), *self.complaints)),
            ("What you may need", self.arrangements.access.splitlines()),
            ("Other ways to take part", self.arrangements.other_ways.splitlines()),
            ("Who to ask", (self.contact,)),
            ("It is up to you", (_FREE,)),
        )
        lines = ((heading, tuple(filter(None, map(str.strip, said)))) for heading, said in found)
        return tuple(Section(heading=heading, lines=said) for heading, said in lines if said)

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
        """Write the invitation as plain text, for a mail or to copy."""
        return "\n\n".join((self.title, *self._parts())) + "\n"

    def _parts(self) -> Iterator[str]:
        for section in self.sections:
            yield "\n".join((section.heading, *section.lines))


def written_down(
    template: Template, policy: Policy, day: date, readers: tuple[str, ...]
) -> tuple[str, ...]:
    """Say what happens to what people write: one sentence for each label, then about names."""
    boxes: dict[Label, list[str]] = {}
    for zone in template.zones:
        if zone.code != WELCOME:
            boxes.setdefault(policy.labels.get(zone.code, zone.label), []).append(zone.title)
    until = long_day(day + timedelta(days=policy.held_days))
    named = readers_in_words(readers) if readers else "nobody"
    says = {
        Label.X: "Hedgerow keeps nothing of it.",
        Label.H: f"only {named} can read it after the session. It is deleted on {until}.",
        Label.M: "it stays in our group. It is checked with us before anybody else reads it.",
        Label.S: "it becomes our rule if we agree it.",
    }
    told = tuple(
        f"{MARKS[label]} {WORDS[label]} ({_listed(boxes[label])}): {sentence}"
        for label, sentence in says.items()
        if label in boxes
    )
    return (
        *told,
        _NAMES[policy.attribution],
        "You can take a note back at any time.",
    )


def how_to_complain(readers: tuple[str, ...]) -> tuple[str, ...]:
    """Say where one complains about how words are handled, who reads it, and who else hears it."""
    who = readers_in_words(readers) if readers else "Whoever looks after our group"
    return (
        "You can complain about how your words are handled: on our group’s page, or without an "
        "account and without a name at the foot of each page on your phone. "
        f"{who} {'read' if len(readers) > 1 else 'reads'} it.",
        "You can also go to the Information Commissioner’s Office, ico.org.uk.",
    )


def _listed(titles: list[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)
