"""A group's own design, however it was changed, is a board like every other."""

from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.sandbox.miro.models import User
from connectors.sandbox.people.miro_edits import NotePosition, add_note, typed
from plugin.capture import run as capture
from plugin.convene.design_documents import document_of
from plugin.convene.group_designs import make_ours, save_new
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import board_templates, faults_of, read_template, template_of
from plugin.domain.agreements import Agreement, policy_for
from plugin.domain.design_drafts import (
    Draft,
    box_moved,
    draft_of,
    template_of_draft,
    with_new_box,
    without_box,
)
from plugin.domain.labels import STRICTEST_FIRST, Label
from plugin.domain.templates import Template
from plugin.scaffold import run
from plugin.scaffold.layout import lay_out
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from tests.unit.plugin.scaffold.room import DAY, make_room
from tests.unit.plugin.scaffold.test_layout import WORDS, assert_readable

WRITER = User("3074457350000000107", "A writer")
MOST_CHANGES = 12


def as_own(template: Template) -> Template:
    zones = tuple(replace(each, key=each.code, at_most=each.label) for each in template.zones)
    return replace(template, code="Gown.1", base=template.code, zones=zones)


def changed(draft: Draft, kind: str, at: int) -> Draft:
    inner = [box.key for box in draft.boxes if not box.is_fixed]
    key = inner[at % len(inner)]
    if kind == "add" and len(draft.boxes) < 20:
        more = with_new_box(draft, (), Label.H)
        boxes = (
            box if box.title else replace(box, title=f"Ours {at}", questions="What else?\nWhy?")
            for box in more.boxes
        )
        return replace(more, boxes=tuple(boxes))
    if kind == "out" and len(inner) > 1:
        return without_box(draft, key)
    return box_moved(draft, key, -1 if kind == "up" else 1)


@example(read_template("T8"), [("out", 1)], {})  # the only box of a step with dots
@settings(max_examples=15)
@given(
    template=st.sampled_from(board_templates()),
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "out", "up", "down"]), st.integers(0, 20)),
        max_size=MOST_CHANGES,
    ),
    agreed=st.dictionaries(st.sampled_from([f"Z{n}" for n in range(1, 8)]), st.sampled_from(Label)),
)
def test_a_changed_design_works_and_is_never_looser_than_agreed(
    template: Template, changes: list[tuple[str, int]], agreed: dict[str, Label]
) -> None:
    like = as_own(template)
    draft = draft_of(like)
    for kind, at in changes:
        draft = changed(draft, kind, at)
    own = template_of_draft(draft, like, {zone.key: zone for zone in like.zones})
    policy = policy_for(own, Agreement(1, {template.code: agreed}))

    assert faults_of(document_of(own)) == []
    again = template_of(document_of(own))
    assert [zone.title for zone in again.zones] == [zone.title for zone in own.zones]
    assert_readable(lay_out(own, policy, WORDS))
    assert_readable(lay_out(own.in_short, policy_for(own.in_short, None), WORDS))
    shipped = policy_for(template, Agreement(1, {template.code: agreed})).labels
    for zone in own.zones:
        most = shipped.get(zone.key, Label.H)
        assert STRICTEST_FIRST.index(policy.labels[zone.code]) <= STRICTEST_FIRST.index(most)


def test_its_boxes_are_collected_by_their_labels_and_building_again_adds_nothing(
    tmp_path: Path,
) -> None:
    room = make_room(tmp_path)
    with room.services.db.begin() as tx:
        stored_communities.add_agreement(tx, room.community.id, Agreement(1), room.services.now)
    here = (room.services, room.sam, room.community.id)
    draft = changed(draft_of(make_ours(*here, "T3", "one").like), "add", 1)
    for kind, at in (("up", 8), ("down", 0), ("out", 3)):
        draft = changed(draft, kind, at)
    own = save_new(*here, "T3", "one", draft)
    session = plan_session(*here, DAY, own)
    build = (room.services, room.sam, room.miro, session.id, own)

    run.build(*build, web_notes_name="Hedgerow")
    made = set(room.boards()[0].items)
    assert run.build(*build, web_notes_name="Hedgerow").made == 0
    board = room.boards()[0]
    assert set(board.items) == made
    state = room.sandbox.extensions["hedgerow_sandbox"].miro
    for frame in board.frames():
        words = typed(f"Said in {frame.data['title']}.")
        add_note(state, board, WRITER, words, "yellow", NotePosition(frame.id, 600, 1200))
    capture.collect(*build)

    with room.services.db.read() as tx:
        labels = {note.zone_code: note.label for note in stored_notes.notes(tx, session.id)}
    assert labels == {z.code: z.label for z in own.zones if z.label is not Label.X}
    assert {zone.title: zone.label for zone in own.zones}["Ours 1"] is Label.H
