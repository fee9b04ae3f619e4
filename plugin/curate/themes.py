"""Themes at the desk: named, defined, put below one another, merged, and given to notes.

Memos and what is set aside are here too: each is one transaction and answers one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.curate.clusters import remember, usable
from plugin.curate.desk import curated
from plugin.domain.clusters import DeskStep, notes_in_words, sentence_of
from plugin.domain.communities import Community, Partnership
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.presses import id_of
from plugin.domain.quotes import Span, spans_of
from plugin.domain.themes import (
    MEMO_MAX,
    Memo,
    Theme,
    definition_of,
    in_order,
    merged_here,
    name_of,
    named,
    names_of,
    require_no_circle,
)
from plugin.errors import BadInput, NotHere
from plugin.govern.private_reading import require_own_id, who_reads
from plugin.store import communities as stored_communities
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.identifier_decisions import known_in
from plugin.store.lost_refusals import is_unshared
from plugin.store.services import Services

_NOT_IN_IT = (
    "Select one note, and words as they stand in it. Nothing was changed. Copy them from the note, "
    "or leave the field empty: then the whole note has the theme."
)
_NO_THEME = "That theme is not here any more. Nothing was changed. Choose another one."


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme as its page shows it: how deep it stands, its notes, and what was merged into it."""

    theme: Theme
    depth: int
    notes: int
    merged: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The themes of a community, each below its parent."""

    community: Community
    partnership: Partnership
    lines: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class MemoView:
    """A note with what curators wrote beside it."""

    community: Community
    partnership: Partnership
    note: Note
    own: Memo | None
    others: tuple[Memo, ...]
    why_closed: str  # why the own one is neither shown nor changed; empty: it is


def themes_view(services: Services, actor: Actor, community_id: str) -> ThemesView:
    """Return the themes of a community for who curates it."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        known = stored_themes.themes(tx, community_id)
        numbers = stored_themes.numbers_with(tx, community_id)
    lines = (
        ThemeLine(
            theme=each,
            depth=depth,
            notes=numbers.get(each.id, 0),
            merged=merged_here(known, each.id),
        )
        for each, depth in in_order(known)
    )
    return ThemesView(community, partnership, tuple(lines))


def save_theme(
    services: Services,
    actor: Actor,
    community_id: str,
    theme_id: str,
    name: str,
    definition: str,
    parent_id: str,
    version: int | None = None,
    press: str | None = None,
    *,
    is_for_partners: bool = False,
) -> str:
    """Name a theme, or change one; return a sentence. Raise BadInput if it cannot be so.

    `theme_id` "" is a new one; the same `press` again makes nothing new. The name of one that is
    for partners stands beside its pieces in Notion, so nothing in it may point to a person.
    """
    wanted, means = name_of(name), definition_of(definition)
    with services.db.begin() as tx:
        known = _known(tx, actor, community_id)
        before = _one(known, theme_id) if theme_id else None
        new_id = before.id if before else id_of(community_id, press or services.new_id())
        if before is None and new_id in known:
            return f"The theme “{wanted}” is there."
        _require_own_name(known, new_id, wanted)
        parent = _one(known, parent_id).id if parent_id else None
        require_no_circle(known, new_id, parent)
        _require_for_partners(tx, community_id, wanted if is_for_partners else "")
        if before is not None and version != before.version:
            raise BadInput(
                "Somebody else changed this theme meanwhile. Nothing was stored, and nothing is "
                "lost: both texts are below. Take over what you want to keep, then save again."
            )
        theme = Theme(
            id=new_id,
            community_id=community_id,
            name=wanted,
            definition=means,
            parent_id=parent,
            version=before.version + 1 if before else 1,
            is_for_partners=is_for_partners,
        )
        stored_themes.save_theme(tx, theme, before)
    return f"The theme “{wanted}” is {'changed' if before else 'there'}."


def _require_own_name(known: Mapping[str, Theme], theme_id: str, name: str) -> None:
    same = named(tuple(known.values()), name)
    if same is not None and same.id != theme_id:
        raise BadInput(
            f"There is a theme of that name already: {same.called}. Nothing was changed. "
            "Choose another name, or merge the two."
        )


def _require_for_partners(tx: Tx, community_id: str, name: str) -> None:
    community = stored_communities.community(tx, community_id) if name else None
    known = known_in(tx, community.partnership_id) if community else None
    if known is not None and known.open_in_wording(name):
        raise BadInput(
            "The name may point to a person, so our partners cannot read it. Nothing was changed. "
            "Choose another name, or do not tick that it is for our partners."
        )
    if name and is_unshared(tx, community_id, name):
        raise BadInput(
            "Words stand in the name that somebody did not want shared, so our partners cannot "
            "read it. Nothing was changed. Choose another name, or do not tick that it is for our "
            "partners."
        )


def merge_theme(
    services: Services, actor: Actor, community_id: str, theme_id: str, into_id: str
) -> str:
    """Merge a theme into another one, which gets its notes; return a sentence."""
    with services.db.begin() as tx:
        known = _known(tx, actor, community_id)
        theme, into = _one(known, theme_id), _one(known, into_id)
        if theme.id == into.id:
            raise BadInput("Choose another theme to merge it into. Nothing was changed.")
        stored_themes.merge(tx, theme.id, into.id, services.today)
    return f"“{theme.called}” is merged into “{into.called}”. Its name and meaning stay below it."


def give_theme(
    services: Services,
    actor: Actor,
    community_id: str,
    note_ids: Sequence[str],
    name: str,
    words: str = "",
) -> str:
    """Give notes themes by their names, new ones if there are none of them; return a sentence.

    Commas part several names. With `words` one note has them for these words alone; raise BadInput
    where they do not stand in it.
    """
    said, new = list[str](), list[str]()
    with services.db.begin() as tx:
        known = _known(tx, actor, community_id)
        notes = usable(tx, services, community_id, note_ids)
        spans = _spans(notes, words)
        for wanted in names_of(tuple(known.values()), name):
            theme = named(tuple(known.values()), wanted)
            is_new = theme is None
            if theme is None:
                theme = Theme(id=services.new_id(), community_id=community_id, name=wanted)
                stored_themes.save_theme(tx, theme, None)
                known[theme.id] = theme
            if spans is None:
                ids = [each.id for each in notes]
                themed = stored_themes.give(tx, theme.id, ids, actor.stored_id)
            else:
                themed = stored_themes.give_words(tx, theme.id, notes[0], spans, actor.stored_id)
            remember(tx, services, actor, community_id, DeskStep(theme=theme.id, themed=themed))
            said.append(theme.called)
            new += [theme.called] if is_new else []
    whose = notes_in_words(len(notes)) if spans is None else "These words"
    which = "the theme" if len(said) == 1 else "the themes"
    told = f"{whose} given {which} {', '.join(said)}."
    if not new:
        return told
    which = "It is new" if new == said and len(new) == 1 else f"New: {', '.join(new)}"
    return f"{told} {which}: say on Themes what it means."


def _spans(notes: Sequence[Note], words: str) -> tuple[Span, ...] | None:
    """Return where the words stand in the one note that is chosen; None for all of each note."""
    if not words.strip():
        return None
    found = spans_of(notes[0].text or "", words) if len(notes) == 1 else None
    if found is None:
        raise BadInput(_NOT_IN_IT)
    return found


def take_theme(
    services: Services, actor: Actor, community_id: str, note_ids: Sequence[str], name: str
) -> str:
    """Take a theme from notes by its name; return a sentence."""
    with services.db.begin() as tx:
        known = _known(tx, actor, community_id)
        notes = usable(tx, services, community_id, note_ids)
        theme = named(tuple(known.values()), name)
        if theme is None:
            raise BadInput(_NO_THEME)
        had = stored_themes.take(tx, theme.id, [each.id for each in notes])
        remember(tx, services, actor, community_id, DeskStep(theme=theme.id, unthemed=had))
    return f"The theme {theme.called} is taken from {notes_in_words(len(had)).lower()}."


def set_aside(
    services: Services, actor: Actor, community_id: str, note_ids: Sequence[str], because: str
) -> str:
    """Take notes off the lists of *Sort*, with a reason or none; return a sentence."""
    why = sentence_of(because)
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        ids = tuple(each.id for each in usable(tx, services, community_id, note_ids))
        stored_themes.put_aside(tx, community_id, ids, why, actor.stored_id)
        remember(tx, services, actor, community_id, DeskStep(aside=ids))
    return f"{notes_in_words(len(ids))} set aside. Nothing is erased."


def bring_back(services: Services, actor: Actor, community_id: str, note_ids: Sequence[str]) -> str:
    """Put notes that were set aside on the lists again; return a sentence."""
    with services.db.begin() as tx:
        curated(tx, actor, community_id)
        ids = [each.id for each in usable(tx, services, community_id, note_ids)]
        stored_themes.bring_back(tx, ids)
    return f"{notes_in_words(len(ids))} back on the lists."


def memo_view(services: Services, actor: Actor, community_id: str, note_id: str) -> MemoView:
    """Return a kept note with the memos that this person may read; raise NotHere for others."""
    with services.db.read() as tx:
        community, partnership = curated(tx, actor, community_id)
        note = _kept(tx, services, community_id, note_id)
        reads = who_reads(tx, actor, partnership.id)
        memos = stored_themes.memos_of(tx, reads.own_id, [note_id])
    own = next((each for each in memos if each.is_own), None)
    others = tuple(each for each in memos if not each.is_own)
    return MemoView(community, partnership, note, own, others, reads.why_closed)


def write_memo(
    services: Services,
    actor: Actor,
    community_id: str,
    note_id: str,
    words: str,
    *,
    is_shared: bool,
    shown: str | None = None,
) -> str:
    """Store a memo beside a note, or forget it if nothing is written; return a sentence.

    `shown` is the mark of what a form showed of it, where one was used. Raise BadInput where it
    says something else by now.
    """
    if len(words) > MEMO_MAX:
        raise BadInput(
            f"The memo has {len(words)} characters; {MEMO_MAX} fit. Nothing was stored. Shorten it."
        )
    with services.db.begin() as tx:
        _, partnership = curated(tx, actor, community_id)
        _kept(tx, services, community_id, note_id)
        memo = Memo(note_id=note_id, words=words.strip(), is_shared=is_shared)
        person_id = require_own_id(tx, actor, partnership.id)
        stored_themes.save_memo(tx, community_id, person_id, memo, shown)
    if not memo.words:
        return "The memo is gone."
    return "Saved for every curator of this group." if is_shared else "Saved for you alone."


def _kept(tx: Tx, services: Services, community_id: str, note_id: str) -> Note:
    try:
        return usable(tx, services, community_id, [note_id])[0]
    except BadInput as error:
        raise NotHere("This note is not here any more. Nothing was stored.") from error


def _known(tx: Tx, actor: Actor, community_id: str) -> dict[str, Theme]:
    curated(tx, actor, community_id)
    found = stored_themes.themes(tx, community_id)
    return {each.id: each for each in found if each.merged_into is None}


def _one(known: dict[str, Theme], theme_id: str) -> Theme:
    if theme_id not in known:
        raise BadInput(_NO_THEME)
    return known[theme_id]
