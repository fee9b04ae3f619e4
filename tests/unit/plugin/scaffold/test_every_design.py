"""Every design in both forms: laid out, built twice, and collected box by box."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox.miro.models import User
from connectors.sandbox.people.miro_edits import NotePosition, add_note, typed
from plugin.capture import run as capture
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import board_templates
from plugin.domain.agreements import Agreement, policy_for
from plugin.domain.labels import Label, first_line, strictest
from plugin.domain.returns import ReturnCard, box_of
from plugin.domain.sessions import Session
from plugin.domain.templates import Template
from plugin.scaffold import run
from plugin.scaffold.layout import lay_out, note_area
from plugin.store import communities as stored_communities
from plugin.store import notes as stored_notes
from tests.unit.plugin.scaffold.room import DAY, Room, make_room
from tests.unit.plugin.scaffold.test_layout import UNTIL, WORDS, assert_readable

FORMS = [
    pytest.param(template, is_short, id=f"{template.code}{' short' if is_short else ''}")
    for template in board_templates()
    for is_short in (False, True)
]
CARD_TEXTS = st.lists(st.text(min_size=1, max_size=400), max_size=9)
WRITER = User("3074457350000000107", "A writer")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = make_room(tmp_path)
    with made.services.db.begin() as tx:
        stored_communities.add_agreement(tx, made.community.id, Agreement(1), made.services.now)
    return made


def _form(template: Template, *, is_short: bool) -> Template:
    return template.in_short if is_short else template


@pytest.mark.parametrize(("template", "is_short"), FORMS)
@settings(max_examples=12)
@given(
    titles=CARD_TEXTS,
    kind=st.sampled_from(["note:", "piece:", "open:"]),
    labels=st.lists(st.sampled_from([None, *Label]), min_size=12, max_size=12),
)
def test_nothing_overlaps_and_every_label_is_seen(
    template: Template, is_short: bool, titles: list[str], kind: str, labels: list[Label | None]
) -> None:
    form = _form(template, is_short=is_short)
    own = {zone.code: label for zone, label in zip(form.zones, labels, strict=False) if label}
    policy = policy_for(form, Agreement(1, {form.code: own}))
    cards = [ReturnCard(f"{kind}{n}", title, title * 2) for n, title in enumerate(titles)]

    board = lay_out(form, policy, WORDS, cards)

    assert_readable(board)
    for zone in form.zones:
        agreed = own.get(zone.code, zone.label)
        label = strictest((Label.X, agreed)) if zone.label is Label.X else agreed
        said = next(each for each in board.items if each.key == f"{zone.code}/label")
        assert said.content == (first_line(label, UNTIL),)
        area = note_area(board, zone.code)
        assert area.height >= 1100 or zone.code == "Z0"
    laid = [each.zone for each in board.items if "/return/" in each.key]
    assert laid == [box_of(card, form) for card in cards]


def _session(room: Room, template: Template, *, is_short: bool) -> Session:
    given = (room.services, room.sam, room.community.id, DAY, template)
    return plan_session(*given, is_short=is_short)


def _build(room: Room, session: Session, form: Template) -> run.Built:
    given = (room.services, room.sam, room.miro, session.id, form)
    return run.build(*given, web_notes_name="Hedgerow")


@pytest.mark.parametrize(("template", "is_short"), FORMS)
def test_every_box_is_collected_as_its_label_says_and_building_again_adds_nothing(
    room: Room, template: Template, is_short: bool
) -> None:
    form = _form(template, is_short=is_short)
    session = _session(room, template, is_short=is_short)
    built = _build(room, session, form)
    board = room.boards()[0]
    made = set(board.items)

    assert _build(room, session, form).made == 0
    assert set(board.items) == made
    assert built.frames == len(form.zones) == len(board.frames())
    state = room.sandbox.extensions["hedgerow_sandbox"].miro
    for frame in board.frames():
        words = typed(f"Said in {frame.data['title']}.")
        add_note(state, board, WRITER, words, "yellow", NotePosition(frame.id, 600, 1200))
    captured = capture.collect(room.services, room.sam, room.miro, session.id, form)

    with room.services.db.read() as tx:
        notes = {note.zone_code: note for note in stored_notes.notes(tx, session.id)}
    kept = {zone.code: zone.label for zone in form.zones if zone.label is not Label.X}
    assert {code: note.label for code, note in notes.items()} == kept
    for zone in form.zones:
        if zone.code in kept:
            assert notes[zone.code].text == f"Said in {zone.frame_title}."
    assert captured.new == len(kept)
    assert captured.dropped_off_record == len(form.zones) - len(kept)
