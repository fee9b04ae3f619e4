"""What is left of people's answers to how a session was, once it is closed."""

from __future__ import annotations

from plugin.domain.pulse import ThingToChange, fewest_answers, spreads_of
from plugin.domain.sessions import Session
from plugin.store import pulse as stored_pulse
from plugin.store.database import Tx


def publish_pulse(tx: Tx, session: Session) -> None:
    """Make the one spread of a session that is being closed, and part words from taps for good."""
    given = stored_pulse.answers(tx, session.id)
    things = [
        ThingToChange(each.own_hash, each.change, session.held_until)
        for each in given
        if each.change
    ]
    spreads = spreads_of(given, fewest_answers(session.policy))
    stored_pulse.publish(tx, session.id, spreads, things)
