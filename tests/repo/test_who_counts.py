"""Two people are told apart, and one is known, by everybody whom a sign-in counts as.

Whoever made the link by which somebody is signed in could be the one that acts. So a decision asks
`Actor.counts_as`, `Actor.is_among`, `WhoActed.counts_as` or `private_reading`. A bare id of the
acting person, or a comparison of stored ids, has to say here why it decides nothing.
"""

import ast
from collections.abc import Iterator

from plugin.store import tables
from tests.repo.test_shape import modules

DID = "is stored beside what they did; who let them in is stored too where two are counted"
MARKS = "their working marks on the desk, which no sentence calls private"
SAYS = "chooses a sentence or a name, and decides nothing"
ASKED = "what they asked for under this sign-in, or a limit on it"
NAMED = "compares people whom a page names, neither of whom acts"
STORED = {"person_id", "stored_id", "by"}
DECIDED = {
    "convene.agreement_settings.save_agreement": DID,
    "convene.api_tokens.make_token": ASKED,
    "convene.api_tokens.revoke_token": ASKED,
    "convene.api_tokens.tokens_of": ASKED,
    "convene.communities.add_person": NAMED,
    "convene.communities.address_of": ASKED,
    "convene.communities.start_community": DID,
    "convene.corrections._one_of": NAMED,
    "convene.corrections._require_free": NAMED,
    "convene.linked_names.link_by_code": DID,
    "convene.passed_on_links._tell": DID,
    "convene.passed_on_links.link_for": "a link for oneself is told to nobody",
    "convene.passed_on_links.links_made_for": "who made links for a person is told to that person",
    "convene.people._seen": NAMED,
    "convene.permissions._name": NAMED,
    "convene.permissions.ask_for_permission": DID,
    "curate.changing_sources._half": DID,
    "curate.changing_sources.add_step": DID,
    "curate.changing_sources.next_on_new_basis": DID,
    "curate.clusters._move": MARKS,
    "curate.clusters.became_a_piece": MARKS,
    "curate.clusters.fill_tray": MARKS,
    "curate.clusters.remember": MARKS,
    "curate.edition_answers.record_second_reader": "whoever runs the server is no second person",
    "curate.editions.write_edition": DID,
    "curate.evidence.put_figure": DID,
    "curate.evidence.put_observation": DID,
    "curate.noticing.notice": DID,
    "curate.own_sortings.share": DID,
    "curate.own_yes._for": "whoever runs the server is no second person",
    "curate.own_yes.confirm_own_yes": SAYS,
    "curate.own_yes.record_own_yes": DID,
    "curate.pictures.put_box_picture": DID,
    "curate.pictures.put_image": DID,
    "curate.pieces.restore_wording": DID,
    "curate.pieces.wording_by": DID,
    "curate.quoting.quote_note": DID,
    "curate.read_backs.record_piece_read_back": DID,
    "curate.reading.mark_read": MARKS,
    "curate.reading.read_view": MARKS,
    "curate.reading.unread_in": MARKS,
    "curate.readings.say_how_it_reads": DID,
    "curate.readings.take_reading_off": "takes off less than a learning partner may anyway",
    "curate.recorders._authorship": SAYS,
    "curate.recorders._recorders": SAYS,
    "curate.sorting._tray": MARKS,
    "curate.sorting.sort_view": MARKS,
    "curate.shown_as_one.show_as_one": DID,
    "curate.studying.save_rows": MARKS,
    "curate.studying.study_view": MARKS,
    "curate.themes.give_theme": DID,
    "curate.themes.set_aside": DID,
    "curate.undoing._undone": MARKS,
    "curate.undoing.undo": MARKS,
    "curate.writers.writers": SAYS,
    "curate.waiting._signed_and_gone": "asks whoever could be its signer to say it again",
    "govern.access_log._maker": SAYS,
    "govern.access_log.note_opening": DID,
    "govern.complaint_log.complain": DID,
    "govern.complaint_log.complaints_page": SAYS,
    "govern.exported._by": SAYS,
    "govern.legal_holds.place_hold": DID,
    "govern.passed_on_rights.those_to_be_let_in": NAMED,
    "govern.subject_requests.bundle": DID,
    "jobs.asking.ask": DID,
    "jobs.export_jobs.payload_of": DID,
    "memory.chosen_export.chosen_waiting": ASKED,
    "memory.chosen_export.export_chosen": DID,
    "memory.export._noted": DID,
    "mirror.answer_links.make_answer_link": DID,
    "sync.here.resolve._write": DID,
    "sync.here.resolve.resolve": DID,
    "web.answer_link.routes": ASKED,
    "web.api.sync_jobs._key": ASKED,
    "web.chosen_exports._page": ASKED,
    "web.guidance._name": "what their own page says, kept in their own browser",
    "web.objections.routes": ASKED,
    "web.panel.views._job": SAYS,
    "web.panel.views.whose": SAYS,
    "web.person._back": SAYS,
    "web.person._is_self": SAYS,
    "web.who_opened.keep_access_log": DID,
}
_READ_BY_OTHERS = ("plugin/store/", "plugin/demo/")  # who may is asked before
# Of these nothing is compared with a person: they are ids of Miro's and Notion's accounts.
_OF_VENDORS = {"created_by", "last_edited_by", "modified_by"}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inside if isinstance(each, ast.FunctionDef))


def _is_of_actor(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr not in ("person_id", "stored_id"):
        return False
    return ast.unparse(node.value).split(".")[-1] == "actor"


def _is_stored_id(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and (
        (node.attr in STORED or node.attr.endswith("_by")) and node.attr not in _OF_VENDORS
    )


def _compares_ids(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    is_none = any(isinstance(each, ast.Constant) and each.value is None for each in sides)
    return not is_none and any(_is_stored_id(each) for each in sides)


def test_nobody_is_told_apart_by_a_bare_id() -> None:
    found = {
        f"{module[7:-3].replace('/', '.')}.{function.name}"
        for module, path in modules()
        if module.startswith("plugin/") and not module.startswith(_READ_BY_OTHERS)
        for function in _functions(ast.parse(path.read_text(encoding="utf-8")))
        if any(_is_of_actor(node) or _compares_ids(node) for node in ast.walk(function))
    }

    assert found == set(DECIDED)


def test_who_let_somebody_in_is_stored_wherever_two_people_are_counted() -> None:
    counted = {
        ("wording", "made_by"): "let_in_by",
        ("own_yes", "recorded_by"): "let_in_by",
        ("own_yes", "confirmed_by"): "confirmed_let_in_by",
        ("edition", "made_by"): "let_in_by",
        ("edition", "agreed_by"): "agreed_let_in_by",
        ("edition", "read_by"): "read_let_in_by",
    }
    # Beside these nobody gives a second answer: a meeting, a name or the trail is shown.
    alone = {
        ("read_back", "recorded_by"),
        ("piece_step", "made_by"),
        ("piece_reading", "made_by"),
        ("piece_evidence", "made_by"),
        ("conflict", "settled_by"),
        ("conflict", "theirs_by"),
    }
    of_pieces = {
        (table.name, column.name)
        for table in tables.metadata.sorted_tables
        if "piece_id" in table.c
        for column in table.columns
        if column.name.endswith("_by") and not column.name.endswith("let_in_by")
    }

    assert of_pieces == alone | set(counted)
    assert all(beside in tables.metadata.tables[of].c for (of, _), beside in counted.items())
