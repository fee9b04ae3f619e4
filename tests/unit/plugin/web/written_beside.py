"""What people write beside notes and pieces: on the desk, between sessions, about their group."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from plugin.domain.sessions import Session
from plugin.store import sessions as stored_sessions
from plugin.store import tables
from tests.unit.plugin.mirror.between import agreed_ask, promise
from tests.unit.plugin.web import test_about_group, test_agreement, test_between, test_invitation
from tests.unit.plugin.web.everything import Everything
from tests.unit.plugin.web.test_desk_sort import sort

TABLES = (
    *("about_group", "agreement", "arrangements", "cluster", "complaint", "follow_up"),
    *("legal_hold", "memo", "piece_reading", "private_line", "set_aside", "theme"),
)


def write_beside(whole: Everything, words: str) -> None:
    """Let everybody write these words wherever a form beside notes and pieces takes some."""
    made, met = whole.made, _met(whole)
    sam, here = made.as_("sam"), f"/c/{made.community.id}"
    rules = [(f"{words} {number}", words, words) for number in range(2)]
    sam.post(f"{here}/agreement", data=test_agreement.form(rules, shown="1"))
    _on_the_desk(whole, met, words)
    _between_sessions(whole, met, words)
    texts = ("parties", "missing", "intentions", "interests", "cadence")
    sam.post(f"{here}/about", data={**test_about_group.TYPED, **dict.fromkeys(texts, words)})
    until = (made.services.today + timedelta(days=90)).isoformat()
    sam.post(f"{here}/kept", data={"reason": words, "until": until, "press": "hold"})
    arranged = {name: words for name in test_invitation.FORM if name != "starts_at"}
    sam.post(f"/s/{whole.ids['session_id']}/invite", data={**arranged, "notice": ""})
    made.as_("amina").post(f"{here}/complaints", data={"words": words, "press": "complaint"})
    with made.services.db.read() as tx:
        complaint = tx.execute(sa.select(tables.complaint.c.id)).scalar_one()
    answer = {"do": "answer", "complaint": complaint, "answer": words}
    made.as_("connie").post(f"{here}/complaints", data=answer)


def not_written(whole: Everything, words: str) -> list[str]:
    """Return the tables in which these words stand nowhere."""
    with whole.made.services.db.read() as tx:
        rows = {
            name: str(tx.execute(sa.select(tables.metadata.tables[name])).all()) for name in TABLES
        }
    return [name for name, stored in rows.items() if words.strip() not in stored]


def _met(whole: Everything) -> Session:
    session_id = whole.ids["note_id"].removeprefix("phone-")
    with whole.made.services.db.read() as tx:
        session = stored_sessions.session(tx, session_id)
    assert session is not None
    return session


def _on_the_desk(whole: Everything, met: Session, words: str) -> None:
    made = whole.made
    helen, desk = made.as_("helen"), f"/c/{made.community.id}/desk"
    phone, trust = f"phone-{met.id}", f"trust-{met.id}"
    sort(made, "new", phone, because=words)
    sort(made, "theme", phone, theme=words)
    with made.services.db.read() as tx:
        theme = tx.execute(sa.select(tables.theme.c.id)).scalars().first()
    told = {"name": words, "definition": words, "theme": theme, "version": "1"}
    helen.post(f"{desk}/themes", data=told)
    helen.post(f"{desk}/memo/{phone}", data={"words": words, "shared": "yes"})
    sort(made, "aside", trust, reason=words)
    reading = {"origin": words, "words": words, "how": "understood", "three": "yes"}
    for piece_id in (whole.checked_piece_id, whole.ids["piece_id"]):
        helen.post(f"/pieces/{piece_id}/reading", data=reading)


def _between_sessions(whole: Everything, met: Session, words: str) -> None:
    made = whole.made
    said = {"do": "say", "key": f"note:{promise(made, met, words)}", "state": "done"}
    made.as_("helen").post(test_between.between(made), data={**said, "words": words})
    ask = agreed_ask(made, met, words)
    made.as_("sam").post(test_between.between(made), data={"do": "sponsor", "key": ask})
    reply = {"key": ask, "reply": "declined", "words": words}
    made.as_("grace").post(test_between.of_sponsor(made), data=reply)
    line = {"do": "add", "verb": "mend", "words": words, "press": "line"}
    made.as_("sam").post(f"{test_between.between(made)}/mine", data=line)
