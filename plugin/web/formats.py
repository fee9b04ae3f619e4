"""Words of the pages: days, labels, roles, settings and counts as people say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, tzinfo
from functools import partial
from typing import Any

from plugin.convene.template_files import known_templates
from plugin.domain.agreement_words import ATTRIBUTION_WORDS, FURTHEST_WORDS
from plugin.domain.agreements import Setting
from plugin.domain.days import brief_day, coming_day, deadline, long_day, moment
from plugin.domain.dots import in_words as dots_in_words
from plugin.domain.labels import WORDS, Label, first_line
from plugin.domain.live_steps import in_words
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import Role, readers_in_words
from plugin.domain.pieces import RUNG_WORDS
from plugin.domain.sessions import SessionState
from plugin.domain.templates import Template
from plugin.domain.text_search import excerpt, highlight
from plugin.web.language import in_own_language

FindDesign = Callable[[str], Template | None]

STATES = {
    SessionState.PLANNED: "planned",
    SessionState.OPEN: "open",
    SessionState.CLOSED: "closed",
}
_OTHERS = {
    "rule": "Ground rule",
    "member": "Somebody who joins",
    "rhythm": "When and where",
    "role": "Who does what",
    "note": "To remember",
}
_COUNTED = (
    ("stored", "One note was here then.", "{n} notes were here then."),
    ("new", "One is new.", "{n} are new."),
    (
        "replaced",
        "One was changed on the board; its older words are forgotten.",
        "{n} were changed on the board; their older words are forgotten.",
    ),
    (
        "new_versions",
        "One was changed after Close: both wordings are kept.",
        "{n} were changed after Close: both wordings of each are kept.",
    ),
    ("moved", "One lies in another box now.", "{n} lie in another box now."),
    ("recoloured", "One has another colour.", "{n} have another colour."),
    (
        "forgotten",
        "One was deleted or moved out by its writer, and is forgotten.",
        "{n} were deleted or moved out by their writers, and are forgotten.",
    ),
    (
        "waiting_for_writer",
        "One was moved to a looser box by another hand: it waits for its writer.",
        "{n} were moved to a looser box by another hand: they wait for their writers.",
    ),
    (
        "asked_about",
        "One has the same words as a note that was taken back: it was not collected.",
        "{n} have the same words as notes that were taken back: they were not collected.",
    ),
    ("removed_from_board", "One left the board.", "{n} left the board."),
    (
        "dropped_off_record",
        "One lies in a box that stays here: it was not kept.",
        "{n} lie in boxes that stay here: they were not kept.",
    ),
    (
        "dropped_outside",
        "One lies outside every box: it was not kept.",
        "{n} lie outside every box: they were not kept.",
    ),
    ("ignored_blank", "One blank note was passed over.", "{n} blank notes were passed over."),
)


def _shipped(design_id: str) -> Template | None:
    return next((each for each in known_templates() if each.code == design_id), None)


def as_filters(find: FindDesign = _shipped, zone: tzinfo = UTC) -> dict[str, Callable[..., Any]]:
    """Return what templates may call: `{{ session.day|day }}`; `find` returns designs by id."""
    return {
        "clock": lambda at: f"{at.astimezone(zone):%H:%M}",
        "left": in_words,
        "day": in_own_language(long_day),
        "coming": in_own_language(coming_day),
        "brief": brief_day,
        "typed_day": typed_day,
        "moment": in_own_language(lambda at, language: moment(at, zone, language)),
        "deadline": in_own_language(lambda at, language: deadline(at, zone).in_language(language)),
        "label": first_line,
        "rung": RUNG_WORDS.__getitem__,
        "state": STATES.__getitem__,
        "roles": roles_in_words,
        "setting": partial(setting_words, find),
        "attribution": ATTRIBUTION_WORDS.__getitem__,
        "label_words": WORDS.__getitem__,
        "gone": gone_notes,
        "people_in_words": readers_in_words,
        "capitalize_first": capitalize_first,
        "hits": highlight,
        "dots_in_words": dots_in_words,
        "excerpt": excerpt,
    }


def typed_day(given: str | None) -> str:
    """Write the day that stands in a date field; empty where it holds none."""
    try:
        return coming_day(date.fromisoformat((given or "").strip()))
    except ValueError:
        return ""


def capitalize_first(sentence: str) -> str:
    """Return a sentence with a capital at its head; the rest stays."""
    return sentence[:1].upper() + sentence[1:]


def roles_in_words(roles: frozenset[Role]) -> str:
    """Write roles in one line, in the order of the list of roles."""
    return ", ".join(role.value for role in Role if role in roles)


def box_words(find: FindDesign, design_id: str, box: str) -> str:
    """Write a box of a design as it stands now: *Stories and doubts, 2 · Headlines*."""
    template = find(design_id)
    for zone in template.zones if template else ():
        if template and zone.agreed_as == box:
            return f"{template.meeting_kind}, {zone.frame_title}"
    return "a box that this Hedgerow does not know"


def setting_words(find: FindDesign, setting: Setting) -> str:
    """Write what a sentence changes, or would change."""
    if setting.zone is not None:
        template, code, label = setting.zone
        return f"{box_words(find, template, code)}: {WORDS[label]}"
    if setting.attribution is not None:
        return f"How names are handled: {ATTRIBUTION_WORDS[setting.attribution]}"
    if setting.take_back_days is not None:
        return f"Days in which deleting a note on the board takes it back: {setting.take_back_days}"
    if setting.furthest is not None:
        return f"A checked piece may go to: {FURTHEST_WORDS[setting.furthest]}"
    name, value = setting.other or ("note", "")
    kind = _OTHERS.get(name, name.capitalize())
    # A rule is its sentence, which stands beside this; other words for it would be another rule.
    return f"{kind}: {value}" if value and not setting.is_rule else kind


def gone_notes(
    notes: Iterable[Note], hidden: Collection[str]
) -> tuple[tuple[str, int, date | None], ...]:
    """Count notes whose words are not shown: why they are gone, how many, and when erased."""
    counted = Counter((n.state, n.erase_on, n.label is Label.H) for n in notes if n.id in hidden)
    return tuple(
        (_gone(many, state, is_held=is_held), many, day)
        for (state, day, is_held), many in counted.items()
    )


def _gone(many: int, state: NoteState, *, is_held: bool) -> str:
    notes = "One note" if many == 1 else f"{many} notes"
    if state is NoteState.LEFT_BOARD:
        return f"{notes} left the board"
    if state is NoteState.TAKEN_BACK:
        return f"{notes} {'was' if many == 1 else 'were'} taken back"
    held = "held" if is_held else "kept"
    return (
        f"A {held} note’s day has come" if many == 1 else f"The day of {many} {held} notes has come"
    )


def agreed_labels(
    labels: Mapping[str, Mapping[str, Label]], designs: Iterable[Template]
) -> tuple[tuple[str, Label], ...]:
    """Return every box whose label a group changed, in words, in the order of the boxes."""
    return tuple(
        (f"{template.meeting_kind}, {zone.frame_title}", labels[template.design_id][zone.agreed_as])
        for template in designs
        for zone in template.zones
        if zone.agreed_as in labels.get(template.design_id, {})
    )


def collected_words(counts: Mapping[str, Any]) -> tuple[str, ...]:
    """Write what a collecting did, a sentence for every count that is not nought."""
    return tuple(
        one if counts[name] == 1 else many.format(n=counts[name])
        for name, one, many in _COUNTED
        if counts.get(name)
    ) or ("Nothing lay on the board.",)
