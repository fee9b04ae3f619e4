"""Dots by phone: which notes one can put them on, putting them, and showing them to everybody.

People put dots while their step is the current one. Until whoever runs the session shows them,
nobody sees a number. What is on the board by other hands, such as Miro's own stickers, counts
nowhere here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from plugin.converse.dots_told import dots_told, keep_dots_told
from plugin.converse.joining import TemplateOf
from plugin.converse.own_page import CLOSED, holder
from plugin.domain.dots import DOTS_ON, Dot, DotNote, in_own_order, too_many
from plugin.domain.live_steps import current_step, timed
from plugin.domain.people import Actor
from plugin.domain.pulse import fewest_answers
from plugin.domain.returns import NOTE, can_be_card, note_card
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import LAYS_OUT_NOTES, Step, Template, Zone
from plugin.errors import BadInput
from plugin.govern.dots_at_close import publish_dots
from plugin.govern.open_identifiers import words_that_leave
from plugin.govern.running_sessions import session_to_run
from plugin.languages import lazy_gettext
from plugin.store import boards as stored_boards
from plugin.store import dots as stored_dots
from plugin.store import identifier_decisions
from plugin.store import live_steps as stored_live_steps
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.sign_ins import hash_of

_NO_DOTS_NOW = lazy_gettext(
    "There are no dots to put just now: the group is at another step, or has not begun. Nothing "
    "was changed."
)
_SHOWN = lazy_gettext(
    "The dots are shown already, and nobody can change them any more. Nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDots:
    """What the holder of a link can put dots on now, and where they put them."""

    number: int | None  # of the step; None: the group is at none with dots
    most: int  # that each person has
    title: str  # of the step
    notes: tuple[DotNote, ...]  # in an order of one's own
    chosen: frozenset[str]
    counts: Mapping[str, int]  # once they are shown, and nothing before

    @property
    def left(self) -> int:
        """Return how many dots are not put anywhere yet."""
        return self.most - len(self.chosen)

    @property
    def in_order(self) -> tuple[tuple[DotNote, int], ...]:
        """Return the notes that have dots, those with most first, once they are shown."""
        return _in_order(self.notes, self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDots:
    """Dots of one step of a session that has begun, for whoever runs it."""

    number: int
    title: str
    most: int
    is_current: bool
    is_shown: bool
    has_box: bool  # whose notes are kept, as the group agreed
    readiness: str  # of the current one until it is shown, in words; "" where too few take part
    fewest: int  # people whose dots are counted
    notes: tuple[tuple[DotNote, int], ...]  # with dots, once they are shown: most first


def own_dots(services: Services, session_id: str, token: str, template_of: TemplateOf) -> OwnDots:
    """Return what one can put dots on; raise NotHere for a link that leads nowhere."""
    with services.db.read() as tx:
        session, _ = holder(tx, session_id, token)
        return _own(services, tx, session, token, template_of)


def put_dots(
    services: Services,
    session_id: str,
    token: str,
    listed: Collection[str],
    chosen: Collection[str],
    template_of: TemplateOf,
) -> None:
    """Put dots on the chosen ones of the notes that a page listed; those of other pages stay.

    The same again changes nothing. Raise NotHere, BadInput where none can be put just now, or more
    than one has.
    """
    with services.db.begin() as tx:
        session, _ = holder(tx, session_id, token)
        if session.state is SessionState.CLOSED:
            raise BadInput(CLOSED)
        now = _own(services, tx, session, token, template_of)
        number = now.number
        if number is None:
            raise BadInput(_NO_DOTS_NOW)
        if now.counts:
            raise BadInput(_SHOWN)
        wanted = (now.chosen - set(listed)) | {e.id for e in now.notes if e.id in chosen}
        if len(wanted) > now.most:
            raise BadInput(too_many(now.most, len(wanted)))
        own = _own_hash(tx, session_id, token)
        keep_dots_told(services, tx, session)
        there = [each for each in stored_dots.dots(tx, session_id) if each.step == number]
        others = [each for each in there if each.own_hash != own]
        mine = [Dot(number, note_id, own) for note_id in wanted]
        stored_dots.save_dots(tx, session_id, number, [*others, *mine])


def dots_of(
    services: Services, actor: Actor, session_id: str, template_of: TemplateOf
) -> tuple[StepDots, ...]:
    """Return the steps of a session that have begun and have dots; raise NotHere, Refused."""
    with services.db.read() as tx:
        session = session_to_run(tx, actor, session_id)
        template = session.form_of(template_of(session.template_code or ""))
        steps = timed(
            template.steps, stored_live_steps.live_steps(tx, session_id), None, services.now
        )
        counts = stored_dots.counts(tx, session_id)
        return tuple(
            StepDots(
                number=each.number,
                title=each.step.title,
                most=each.step.dots,
                is_current=each.is_current,
                is_shown=each.number in counts,
                has_box=bool(_boxes(session, template, each.step)),
                readiness=dots_told(services, tx, session)
                if each.is_current and each.number not in counts
                else "",
                fewest=fewest_answers(session.policy),
                notes=_in_order(
                    tuple(_notes(services, tx, session, template, each.step)),
                    counts.get(each.number, {}),
                ),
            )
            for each in steps
            if each.step.dots and (each.is_past or each.is_current)
        )


def dots_state(services: Services, actor: Actor, session_id: str, template_of: TemplateOf) -> str:
    """Return what open pages follow of the dots of the current step; "" for a step without dots."""
    with services.db.read() as tx:
        session = session_to_run(tx, actor, session_id)
        number, step, _ = _now(services, tx, session, template_of)
        if number is None or step is None or not step.dots:
            return ""
        is_shown = number in stored_dots.counts(tx, session_id)
        return "shown" if is_shown else f"dots: {dots_told(services, tx, session)}"


def show_dots(services: Services, actor: Actor, session_id: str, step: int) -> str:
    """Show the dots of a step to everybody, once; return a sentence on what was done."""
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        if session.state is not SessionState.OPEN:
            raise BadInput("This session is not open. Nothing was changed.")
        if step in stored_dots.counts(tx, session_id):
            return "The dots are shown already."
        if publish_dots(tx, session, step):
            return "The dots are shown, on the phones too. Nobody can change them any more."
        fewest = fewest_answers(session.policy)
    return (
        f"Fewer than {fewest} people have put dots, so no number is shown, and people can still "
        "put some. Or go on without: what counts is what people say."
    )


def _own(
    services: Services, tx: Tx, session: Session, token: str, template_of: TemplateOf
) -> OwnDots:
    number, step, template = _now(services, tx, session, template_of)
    if number is None or step is None or not step.dots:
        return OwnDots(number=None, most=0, title="", notes=(), chosen=frozenset(), counts={})
    own = _own_hash(tx, session.id, token)
    given = stored_dots.dots(tx, session.id)
    notes = tuple(in_own_order(_notes(services, tx, session, template, step), own))
    here = {each.id for each in notes}
    mine = {e.note_id for e in given if e.step == number and e.own_hash == own}
    return OwnDots(
        number=number,
        most=step.dots,
        title=step.title,
        notes=notes,
        chosen=frozenset(mine & here),
        counts=stored_dots.counts(tx, session.id).get(number, {}),
    )


def _now(
    services: Services, tx: Tx, session: Session, template_of: TemplateOf
) -> tuple[int | None, Step | None, Template]:
    """Return the number of the current step, the step, and the design in its form."""
    template = session.form_of(template_of(session.template_code or ""))
    begun = stored_live_steps.live_steps(tx, session.id)
    now = current_step(timed(template.steps, begun, None, services.now))
    if now is None or session.state is not SessionState.OPEN:
        return None, None, template
    return now.number, now.step, template


def _notes(
    services: Services, tx: Tx, session: Session, template: Template, step: Step
) -> Iterator[DotNote]:
    """Yield the kept notes of a step's boxes, and those of earlier sessions that lie there."""
    for zone in _boxes(session, template, step):
        for note in stored_notes.notes(tx, session.id, zone_code=zone.code):
            if can_be_card(note, services.today):
                yield DotNote(note.id, note.text or "", zone.title)
        if template.box_that_lays_out(LAYS_OUT_NOTES) == zone.code:
            yield from _cards(services, tx, session, zone.title)


def _boxes(session: Session, template: Template, step: Step) -> tuple[Zone, ...]:
    """Return the boxes of a step whose notes are kept, under the policy of the session."""
    labels = session.policy.labels if session.policy else {}
    own = (zone for zone in template.zones if zone.code in step.zones)
    return tuple(zone for zone in own if labels.get(zone.code, zone.label) in DOTS_ON)


def _cards(services: Services, tx: Tx, session: Session, box: str) -> Iterator[DotNote]:
    """Yield the notes that the board lays out as cards, with the words that stand on these.

    A card of a note keeps no words, so that they are read from the note each time.
    """
    keys = (key for key, _, _ in stored_boards.returned(tx, session.id))
    ids = [key.removeprefix(NOTE) for key in keys if key.startswith(NOTE)]
    known = identifier_decisions.known_in(tx, session.partnership_id)
    for note in stored_notes.notes_by_id(tx, ids).values():
        words = words_that_leave(known, note) if can_be_card(note, services.today) else None
        if words is not None:
            yield DotNote(note.id, note_card(note, words, "").title, box)


def _in_order(
    notes: Collection[DotNote], counts: Mapping[str, int]
) -> tuple[tuple[DotNote, int], ...]:
    found = [(each, counts[each.id]) for each in notes if each.id in counts]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0].words)))


def _own_hash(tx: Tx, session_id: str, token: str) -> str:
    """Return by what a dot knows whose it is: keyed, so that no hash of another table is it."""
    secret = stored_sessions.session_secret(tx, session_id)
    if secret is None:
        raise BadInput(CLOSED)
    return SessionKey(secret).of_dots(hash_of(token))
