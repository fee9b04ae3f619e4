"""Whether Hedgerow's account at Miro can open a board on which a session is to be built.

Miro is asked by a job, before anything is planned: whoever builds then hears first what to press.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from plugin import use_cases
from plugin.domain.connections import Vendor
from plugin.domain.jobs import JobState
from plugin.domain.people import Actor, Power
from plugin.jobs import asking
from plugin.jobs.panel_jobs import BELIEVED_FOR, BOARD, GROUP, LOOK, SEEN, about_new_board
from plugin.use_cases import Runtime

_ASK_AGAIN = timedelta(seconds=5)  # after a no, which somebody is about to change


class BoardSeen(Enum):
    """What Miro said of a board to our account."""

    YES = "yes"
    NO = "no"
    ASKED = "asked"  # Miro is being asked
    UNKNOWN = "unknown"  # building says what is the matter


def board_seen(runtime: Runtime, actor: Actor, community_id: str, miro_board_id: str) -> BoardSeen:
    """Return what is known of a board for a group's account, and ask Miro where that is nothing.

    Of an account that several partnerships share nothing is told: it may see another's board.
    """
    partnership_id = use_cases.partnership_of(runtime, community_id)
    actor.require(Power.RUN_SESSION, partnership_id, community_id)
    if runtime.accounts.is_shared(Vendor.MIRO) and not actor.is_operator:
        return BoardSeen.UNKNOWN
    about = about_new_board(partnership_id, miro_board_id)
    job, now = asking.newest(runtime, about, (LOOK,)), runtime.services.now
    if job is not None and job.ended_at is not None:
        age = now - job.ended_at
        if job.state is JobState.FAILED and age < _ASK_AGAIN:
            return BoardSeen.UNKNOWN
        is_seen = job.found.get(SEEN) is True
        if job.state is JobState.DONE and age < (BELIEVED_FOR if is_seen else _ASK_AGAIN):
            return BoardSeen.YES if is_seen else BoardSeen.NO
    asking.ask(runtime, actor, LOOK, about, {GROUP: community_id, BOARD: miro_board_id})
    return BoardSeen.ASKED
