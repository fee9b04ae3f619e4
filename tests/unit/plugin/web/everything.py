"""A partnership with one of everything, and every route of the application with its ids filled.

Routes come from the application's own map: one that is added later is tried too, and fails until
its ids are known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from plugin.convene.agreements import record_read_back
from plugin.convene.group_designs import make_ours, save_new
from plugin.convene.template_files import read_template
from plugin.curate.pictures import put_image
from plugin.curate.pieces import whole_piece, write_wording
from plugin.curate.releasing import release
from plugin.domain.agreements import Outcome, Setting
from plugin.domain.design_drafts import draft_of
from plugin.domain.exports import ExportChoice, ExportFormat, ExportOf
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.jobs import SYNC, Job
from plugin.domain.links import Conflict, Link
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import Rung
from plugin.memory.chosen_export import chosen_waiting, export_chosen
from plugin.memory.export import export_to_wait, exports_waiting
from plugin.store import jobs as stored_jobs
from plugin.store import links as stored_links
from plugin.store import tables
from tests.unit.plugin.curate.meeting import HELD, PHONE, PORTAL, a_piece, meet, read_back_today
from tests.unit.plugin.web.filled import PROPOSAL, a_session, ask_brake
from tests.unit.plugin.web.house import TestHouse

UNCHECKED = "Words that nobody has checked"
DRAFT = "A draft about the portal"
NOTE_WORDS = (PHONE, PORTAL, HELD, PROPOSAL, "The flat had no heating")
OF_MACHINES = frozenset({"health.lives", "health.is_ready", "metrics.show"})
OF_ONESELF = frozenset({"programs.show", "programs.make", "programs.revoke"})
PUBLIC = frozenset({"static", "homes.show", "connections.choose"}) | OF_MACHINES | OF_ONESELF
BY_LINK = (
    "sign_in.",
    "single_sign_on.",
    "operator.",
    "objections.show",
    "objections.send",
    "permission.show",
    "permission.give",
    "answer_link.show",
    "answer_link.send",
    "public.",
    "take_part.",
    "panel.",
    "own_notes.",
    "own_words.",
    "may_stay.",
    "check_piece.",
    "how_was_it.",
    "phone_dots.",
    "check_quotes.",
    "complain.by_",
    "complain.send_",
    "write_until.remind",
    "panel.",
    "panel_api.",
    "api.",
)  # their token lets people in; the panel's is Miro's
FORM = {
    **{
        "title": UNCHECKED,
        "line": UNCHECKED,
        "narrative": UNCHECKED,
        "note": "phone",
        "fits": "yes",
    },
    **{"name": "Tom", "question": "Whose?", "role": "participant", "email": "tom@x.example"},
    **{"sentence.new": "A sentence", "what.new": "days", "days.new": "3"},
    **{"outcome.new": "agreed"},
    **{"answer": "tidied", "kind": "doubt", "family": "story", "person": "1", "day": "2026-12-16"},
    **{"was": "participant"},
    **{"rung": "US", "text": UNCHECKED, "take": "ours", "shown": "", "board": "", "page": ""},
}
QUERY = {"kind": "T3", "day": "2026-12-16", "like": "T3"}


@dataclass(frozen=True)
class Everything:
    """The house and the ids that its routes take."""

    made: TestHouse
    ids: dict[str, str]
    checked_piece_id: str
    words: tuple[str, ...] = field(default=NOTE_WORDS)


def everything(made: TestHouse) -> Everything:
    """Fill a house: a released piece with a later wording, a draft, a conflict, open questions."""
    services, helen, sam = made.services, made.actor("helen"), made.actor("sam")
    met = meet(services, made.community.id)
    checked = a_piece(services, helen, met)
    read_back_today(services, sam, checked)
    made.clock.pass_days(8)
    release(services, helen, checked.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    write_wording(services, helen, checked.piece.id, UNCHECKED, UNCHECKED, UNCHECKED)
    draft = a_piece(services, helen, met, "portal", "trust")
    write_wording(services, helen, draft.piece.id, DRAFT, DRAFT, DRAFT)
    filled = a_session(made)
    days = Setting(take_back_days=14)
    proposal = record_read_back(
        services, sam, filled.session.id, None, "Two weeks.", days, Outcome.NOT_YET
    )
    ids = {
        "partnership_id": made.partnership.id,
        "community_id": made.community.id,
        "session_id": filled.session.id,
        "brake_id": ask_brake(made, filled),
        "proposal_id": proposal.id,
        "piece_id": draft.piece.id,
        "note_id": f"phone-{met.id}",
        "vendor": "miro",
        "item_hash": "no-such-copy",
        "conflict_id": _conflict(made, checked.piece.id),
        "handle": made.page_of(made.people["amina"]).rpartition("/")[2],
        "job_id": _job(made),
        "export_id": _export(made),
        "chosen_export_id": _chosen_export(made),
        "design_id": an_own_design(made),
        "webhook_id": "no-such-webhook",
        "evidence_id": _picture(made, draft.piece.id),
        "part": "posters",
        "code": "Z2",
        "audience": "anyone",
        "what": "piece",
        "about_id": draft.piece.id,
    }
    return Everything(made, ids, checked.piece.id)


def _conflict(made: TestHouse, piece_id: str) -> str:
    services = made.services
    link = Link(
        id=services.new_id(),
        partnership_id=made.partnership.id,
        kind="piece",
        our_id=piece_id,
        key="key",
        notion_page_id="page",
    )
    conflict = Conflict(
        id=services.new_id(),
        link_id=link.id,
        piece_id=piece_id,
        field="line",
        agreed="agreed before",
        ours=UNCHECKED,
        theirs="theirs in Notion",
        seen_at=services.now,
    )
    with services.db.begin() as tx:
        stored_links.save_link(tx, link)
        stored_links.save_conflict(tx, conflict)
    return conflict.id


def _picture(made: TestHouse, piece_id: str) -> str:
    """Put a picture under a piece; return its id."""
    sent, said = BytesIO(), ("A line from the ward to the flat.", "the flip chart", "Nobody")
    Image.new("RGB", (20, 20)).save(sent, "PNG")
    given = (made.services, made.actor("helen"), piece_id)
    put_image(*given, sent.getvalue(), said, "", read_template)
    return whole_piece(made.services, piece_id).evidence[0].id


def _export(made: TestHouse) -> str:
    export_to_wait(made.services, OPERATOR, made.partnership.id)
    return exports_waiting(made.services, OPERATOR, made.partnership.id)[0].id


def _chosen_export(made: TestHouse) -> str:
    given = (made.services, made.actor("sam"), made.partnership.id)
    choice = ExportChoice(ExportOf.PIECES, ExportFormat.MARKDOWN)
    export_chosen(*given, choice, lambda _session, code: code)
    return chosen_waiting(*given)[0].id


def _job(made: TestHouse) -> str:
    job = Job(
        id=made.services.new_id(),
        kind=SYNC,
        subject=made.partnership.id,
        asked_by=None,
        asked_at=made.services.now,
    )
    with made.services.db.begin() as tx:
        return stored_jobs.ask(tx, job).id


def an_own_design(made: TestHouse) -> str:
    """Make a design the group's own; return its id."""
    sam, community_id = made.actor("sam"), made.community.id
    editing = make_ours(made.services, sam, community_id, "T3", "press")
    draft = draft_of(editing.like)
    return save_new(made.services, sam, community_id, "T3", "press", draft).design_id


def requests(whole: Everything) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and path of every route that names something of the partnership."""
    app = whole.made.app
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or rule.endpoint.startswith(BY_LINK):
            continue
        path = adapter.build(rule.endpoint, _values(rule, whole), method=_methods(rule)[0])
        for method in _methods(rule):
            yield rule.endpoint, method, path


def ask(client: FlaskClient, method: str, path: str) -> TestResponse:
    """Open an address as a browser would, or send a form that names things that are there."""
    if method == "GET":
        with patch("plugin.web.event_streams._LASTS_S", 0.0):  # a stream shows one step, and ends
            return client.get(path, query_string=QUERY, follow_redirects=True, buffered=True)
    return client.post(path, data=FORM)


def words_in(answer: TestResponse) -> str:
    """Return all words of an answer, of the files in an archive too; a picture has none."""
    if answer.mimetype == "image/jpeg":
        return ""
    if answer.mimetype != "application/zip":
        return answer.text
    with ZipFile(BytesIO(answer.data)) as archive:
        return "\n".join(
            archive.read(name).decode() for name in archive.namelist() if name[-4:] != ".jpg"
        )


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST"})


def _values(rule: Rule, whole: Everything) -> dict[str, str]:
    return {name: whole.ids[name] for name in rule.arguments}


def contents(made: TestHouse) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that is stored, to see whether something changed."""
    with made.services.db.read() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(sa.select(table))]
            for table in tables.metadata.sorted_tables
        }
