"""What else Helen does at her desk: a memo, an observation, two notes as one, a second pass.

Nothing of it is counted by the report, and nothing of it leaves the desk.
"""

from __future__ import annotations

from plugin.curate.memos import write_thing_memo
from plugin.curate.noticing import notice, put_under
from plugin.curate.shown_as_one import show_as_one
from plugin.curate.studying import save_rows
from plugin.demo.context import DemoContext
from plugin.domain.judgements import LOOP
from plugin.domain.memos import MemoAbout, ThingMemo
from plugin.store import notes as stored_notes
from plugin.store import noticed as stored_noticed

_MEMO = "The same three people ring. Ask the others next time."
_SEEN = "When the cat was mentioned, everybody laughed, and then nobody spoke for a while."
_NEARLY_THE_SAME = ("n08", "n10")
_STORY, _TRIED = "cold_until_monday", "who_is_waiting"


def look_closer(demo_context: DemoContext, clusters: dict[str, str]) -> None:
    """Write a memo, keep what was noticed with the session, and show two notes as one."""
    services, narrator = demo_context.services, demo_context.narrator
    helen, community_id = demo_context.company.learning_partner, demo_context.company.community.id
    about, cluster_id = MemoAbout.CLUSTER, clusters["who_gets_the_call"]
    memo = ThingMemo(about=about, about_id=cluster_id, words=_MEMO, is_shared=True)
    write_thing_memo(services, helen, community_id, memo)
    one, other = (demo_context.notes[name] for name in _NEARLY_THE_SAME)
    show_as_one(services, helen, community_id, one, other)
    narrator.say("She writes a memo beside one of them for the other curators, and has two notes")
    narrator.say("that say nearly the same shown as one. Both stay what pieces rest on.")
    notice(services, helen, community_id, _session_of(demo_context, one), _SEEN)
    narrator.say(
        "What she noticed herself stands with the session, marked as hers: it is no voice."
    )


def look_again(demo_context: DemoContext) -> None:
    """Put what was noticed under a piece, and set the same for two pieces on the study table."""
    services, pieces = demo_context.services, demo_context.pieces
    helen, community_id = demo_context.company.learning_partner, demo_context.company.community.id
    session_id = _session_of(demo_context, demo_context.notes[_NEARLY_THE_SAME[0]])
    with services.db.read() as tx:
        (seen,) = stored_noticed.noticed_in(tx, community_id, [session_id])
    put_under(services, helen, pieces[_STORY], seen.id)
    asked = {"loop": LOOP["second"]}
    rows = {pieces[key]: asked for key in (_STORY, _TRIED)}
    done = save_rows(services, helen, community_id, rows, {})
    demo_context.narrator.say("What she noticed comes under the piece. On the study table she says")
    demo_context.narrator.say(f"of two pieces which question they ask. {done.says}")


def _session_of(demo_context: DemoContext, note_id: str) -> str:
    with demo_context.services.db.read() as tx:
        note = stored_notes.note(tx, note_id)
    if note is None:
        raise LookupError("The note is not here any more.")
    return note.session_id
