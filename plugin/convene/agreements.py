"""What a group agrees becomes settings: a sentence is read back, and the group says yes or not yet.

Only an agreed sentence changes anything; *not yet* stays open and comes back to the next board.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plugin.domain.agreements import Agreement, Attribution, Outcome, Proposal, Setting, agree
from plugin.domain.blankness import is_blank
from plugin.domain.communities import too_long
from plugin.domain.labels import Label
from plugin.domain.people import Actor, Power
from plugin.domain.presses import id_of
from plugin.errors import BadInput, NotHere
from plugin.store import communities as stored
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.ground import Ground


def record_read_back(
    ground: Ground,
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
    with ground.db.begin() as tx:
        session = stored_sessions.session(tx, session_id)
        if session is None:
            raise NotHere("There is no such session. Nothing was changed.")
        actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
        proposal_id = id_of(session_id, press) if press else ground.new_id()
        for before in stored.proposals(tx, session.community_id):
            if before.id == proposal_id:
                return before
        if is_blank(sentence):
            raise BadInput("Write the sentence that was read to the group. Nothing was stored.")
        note = stored_notes.note(tx, note_id) if note_id else None
        if note_id and (note is None or note.session_id != session_id or note.label is not Label.S):
            raise BadInput("That note is not in a We decide box of this session. Nothing changed.")
        proposal = Proposal(
            proposal_id,
            session.community_id,
            session_id,
            note_id,
            sentence.strip(),
            setting,
            outcome,
            session.day,
        )
        stored.add_proposal(tx, proposal)
        if outcome is Outcome.AGREED:
            agreement = stored.agreement(tx, session.community_id)
            stored.add_agreement(tx, session.community_id, agree(agreement, setting), ground.now)
    return proposal


def agree_later(ground: Ground, actor: Actor, community_id: str, proposal_id: str) -> None:
    """Record that a sentence which was still open has been agreed since."""
    with ground.db.begin() as tx:
        community = stored.community(tx, community_id)
        if community is None:
            raise NotHere("There is no community here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        waiting = {
            each.id: each
            for each in stored.proposals(tx, community_id)
            if each.outcome is Outcome.NOT_YET
        }
        if proposal_id not in waiting:
            raise BadInput("That sentence is not open any more. Nothing was changed.")
        agreement = agree(stored.agreement(tx, community_id), waiting[proposal_id].setting)
        stored.set_outcome(tx, proposal_id, Outcome.AGREED)
        stored.add_agreement(tx, community_id, agreement, ground.now)


def record_rules(ground: Ground, actor: Actor, community_id: str, rules: tuple[str, ...]) -> None:
    """Write down the ground rules that the group agreed, for its boards from now on."""
    with ground.db.begin() as tx:
        community = stored.community(tx, community_id)
        if community is None:
            raise NotHere("There is no community here. Nothing was changed.")
        actor.require(Power.RUN_SESSION, community.partnership_id, community.id)
        kept = tuple(rule.strip() for rule in rules if not is_blank(rule))
        changed = replace(community, rules=kept)
        told = too_long(changed)
        if told is not None:
            raise BadInput(f"{told} Nothing was stored. Shorten it, then send it again.")
        stored.save_community(tx, changed)


def read_setting(given: Mapping[str, object]) -> Setting:
    """Read a setting as forms and session files write it; raise BadInput for what cannot be.

    One of `{"template", "zone", "label"}`, `{"attribution"}`, `{"take_back_days"}`, or one other
    pair such as `{"member": "portal team"}`, which is recorded for people and changes no label.
    """
    try:
        if "zone" in given:
            template, zone = str(given["template"]), str(given["zone"])
            return Setting(zone=(template, zone, Label(str(given["label"]))))
        if "attribution" in given:
            return Setting(attribution=Attribution(str(given["attribution"])))
        if "take_back_days" in given:
            return Setting(take_back_days=_days(given["take_back_days"]))
    except (KeyError, ValueError) as error:
        raise BadInput(
            "That setting cannot be read. Nothing was stored. Choose a box and one of Stays here, "
            "Held, Kept or We decide, a way to handle names, or a number of days."
        ) from error
    name, value = next(iter(given.items()), ("note", ""))
    return Setting(other=(str(name), str(value)))


def in_force(ground: Ground, community_id: str) -> Agreement | None:
    """Return what the community has agreed, or None while the protective default holds."""
    with ground.db.read() as tx:
        return stored.agreement(tx, community_id)


def _days(given: object) -> int:
    days = int(str(given))
    if not 0 <= days <= 365:
        raise ValueError(days)
    return days
