"""What a group agrees becomes settings: a sentence is read back, and the group says yes or not yet.

Only an agreed sentence changes anything; *not yet* stays open and comes back to the next board.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plugin.domain.agreements import (
    FURTHEST,
    Agreement,
    Attribution,
    Outcome,
    Proposal,
    Setting,
    agree,
)
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.communities import too_long
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.piece_records import Rung
from plugin.domain.presses import id_of
from plugin.domain.sessions import Session
from plugin.errors import BadInput, NotHere
from plugin.govern.rehearsal import pretend_ids
from plugin.govern.running_sessions import session_to_run
from plugin.govern.tightening import take_down_beyond, tighten_past
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a read-back: the sentence as it was read, what it changes, what the group said.

    `note_id` is the note that proposed it, None where nobody's note did. `proposal_id` is that of a
    sentence which an earlier meeting left open: its words and what it changes stay as they are.
    """

    note_id: str | None
    sentence: str
    setting: Setting
    outcome: Outcome
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands after a read-back; `differing` were recorded otherwise by somebody before."""

    standing: tuple[Proposal, ...]
    differing: tuple[tuple[Line, Proposal], ...]


def record_lines(
    services: Services, actor: Actor, session_id: str, lines: Sequence[Line], press: str | None
) -> Recorded:
    """Record everything that a group said, or nothing: one sentence for each note.

    A note's sentence that somebody has recorded already is left as it stands, and what was said
    otherwise here comes back. So is one that was open, and that somebody has agreed meanwhile. The
    same `press` again records nothing new.
    """
    standing: list[Proposal] = []
    differing: list[tuple[Line, Proposal]] = []
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        known = stored_communities.proposals(tx, session.community_id)
        before = {
            each.note_id: each
            for each in known
            if each.session_id == session_id and each.note_id is not None
        }
        for line in lines:
            found = before.get(line.note_id) if line.note_id else None
            if line.proposal_id is not None:
                found = _answered(services, tx, line, known)
            if found is None:
                standing.append(_record(services, tx, session, line, press))
            elif _is_same(line, found):
                standing.append(found)
            else:
                differing.append((line, found))
    return Recorded(tuple(standing), tuple(differing))


def record_read_back(
    services: Services,
    actor: Actor,
    session_id: str,
    note_id: str | None,
    sentence: str,
    setting: Setting,
    outcome: Outcome,
    press: str | None = None,
) -> Proposal:
    """Record what the group said to a sentence; an agreed one makes the next agreement.

    Raise BadInput for an empty sentence or a note that is not a proposal of this session. The same
    `press` again records nothing new.
    """
    with services.db.begin() as tx:
        session = session_to_run(tx, actor, session_id)
        return _record(services, tx, session, Line(note_id, sentence, setting, outcome), press)


def agree_later(services: Services, actor: Actor, community_id: str, proposal_id: str) -> None:
    """Record that a sentence which was still open has been agreed since."""
    with services.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        waiting = {
            each.id: each
            for each in stored_communities.proposals(tx, community_id)
            if each.outcome is Outcome.NOT_YET
        }
        if proposal_id not in waiting:
            raise BadInput("That sentence is not open any more. Nothing was changed.")
        stored_communities.set_outcome(tx, proposal_id, Outcome.AGREED)
        _agree(services, tx, waiting[proposal_id])


def record_rules(
    services: Services, actor: Actor, community_id: str, rules: tuple[str, ...]
) -> None:
    """Write down the ground rules that the group agreed, for its boards from now on."""
    with services.db.begin() as tx:
        community = stored_communities.community(tx, community_id)
        if community is None:
            raise NotHere("There is no group here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        kept = tuple(rule.strip() for rule in rules if not is_blank(rule))
        changed = replace(community, rules=kept)
        told = too_long(changed)
        if told is not None:
            raise BadInput(f"{told} Nothing was stored. Shorten it, then send it again.")
        stored_communities.save_community(tx, changed)


def read_setting(given: Mapping[str, object]) -> Setting:
    """Read a setting as forms and session files write it; raise BadInput for what cannot be.

    One of `{"template", "zone", "label"}`, `{"attribution"}`, `{"take_back_days"}`, `{"furthest"}`
    with the name of a rung, or one other pair such as `{"member": "portal team"}`, which is
    recorded for people and changes no label.
    """
    try:
        if "zone" in given:
            template, zone = str(given["template"]), str(given["zone"])
            return Setting(zone=(template, zone, Label(str(given["label"]))))
        if "attribution" in given:
            return Setting(attribution=Attribution(str(given["attribution"])))
        if "take_back_days" in given:
            return Setting(take_back_days=_days(given["take_back_days"]))
        if "furthest" in given:
            return Setting(furthest=_furthest(given["furthest"]))
    except (KeyError, ValueError) as error:
        raise BadInput(
            "That setting cannot be read. Nothing was stored. Choose a box and one of Stays here, "
            "Held, Kept or We decide, a way to handle names, a number of days, or how far pieces "
            "may go."
        ) from error
    name, value = next(iter(given.items()), ("note", ""))
    return Setting(other=(str(name), str(value)))


def in_force(services: Services, community_id: str) -> Agreement | None:
    """Return what the community has agreed, or None while the protective default holds."""
    with services.db.read() as tx:
        return stored_communities.agreement(tx, community_id)


def _record(
    services: Services, tx: Tx, session: Session, line: Line, press: str | None
) -> Proposal:
    proposal_id = id_of(session.id, f"{line.note_id} {press}") if press else services.new_id()
    for before in stored_communities.proposals(tx, session.community_id):
        if before.id == proposal_id:
            return before
    if is_blank(line.sentence):
        raise BadInput("Write the sentence that was read to the group. Nothing was stored.")
    _require_to_decide(services, tx, session.id, line.note_id)
    proposal = Proposal(
        id=proposal_id,
        community_id=session.community_id,
        session_id=session.id,
        note_id=line.note_id,
        sentence=one_line(line.sentence),
        setting=line.setting,
        outcome=line.outcome,
        day=session.day,
    )
    stored_communities.add_proposal(tx, proposal)
    if line.outcome is Outcome.AGREED:
        _agree(services, tx, proposal)
    return proposal


def _answered(services: Services, tx: Tx, line: Line, known: Sequence[Proposal]) -> Proposal:
    """Return an open sentence after the group was asked again; a yes agrees it."""
    for found in known:
        if found.id == line.proposal_id:
            if found.outcome is Outcome.NOT_YET and line.outcome is Outcome.AGREED:
                stored_communities.set_outcome(tx, found.id, Outcome.AGREED)
                _agree(services, tx, found)
                return replace(found, outcome=Outcome.AGREED)
            return found
    raise BadInput("There is no such open sentence in this group. Nothing was stored.")


def _agree(services: Services, tx: Tx, proposal: Proposal) -> None:
    now = stored_communities.agreement(tx, proposal.community_id)
    agreement = agree(now, proposal.setting, proposal.sentence)
    community = stored_communities.community(tx, proposal.community_id)
    if community is not None and proposal.setting.is_rule:
        rules = tuple(dict.fromkeys((*community.rules, *agreement.rules)))
        told = too_long(replace(community, rules=rules))
        if told is not None:
            raise BadInput(f"{told} Nothing was stored. Shorten it, then send it again.")
    stored_communities.add_agreement(tx, proposal.community_id, agreement, services.now)
    tighten_past(tx, services, proposal.community_id, agreement)
    if community is not None:
        take_down_beyond(tx, services, community, agreement)


def _require_to_decide(services: Services, tx: Tx, session_id: str, note_id: str | None) -> None:
    if note_id is None:
        return
    note = stored_notes.note(tx, note_id)
    if note is None or note.session_id != session_id or note.label is not Label.S:
        raise BadInput("That note is not in a We decide box of this session. Nothing changed.")
    if note_id in pretend_ids(tx, session_id):
        raise BadInput(
            "This is a pretend note of a rehearsal, and what is agreed here holds. Nothing was "
            "stored. Leave it out, or clear the pretend notes first."
        )
    if not note.may_be_read(services.today):
        raise BadInput(
            "A note left its box since you opened this page. Nothing was stored. Look at the list, "
            "then record again."
        )


def _is_same(line: Line, found: Proposal) -> bool:
    if line.proposal_id is not None:
        return line.outcome is found.outcome
    said = (one_line(line.sentence), line.setting, line.outcome)
    return said == (found.sentence, found.setting, found.outcome)


def _furthest(given: object) -> Rung:
    rung = Rung[str(given)]
    if rung not in FURTHEST:
        raise ValueError(given)
    return rung


def _days(given: object) -> int:
    days = int(str(given))
    if not 0 <= days <= 365:
        raise ValueError(days)
    return days
