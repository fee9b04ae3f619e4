"""What a sync changes on our side: new wordings, agreed values, conflicts; one transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plugin import intents
from plugin.domain.links import Conflict, Link
from plugin.domain.pieces import KINDS, PieceWhole, Wording
from plugin.domain.row_states import Phase, RowState, Sent
from plugin.errors import NotNow
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.actions import (
    Action,
    AdoptRow,
    Agree,
    CloseConflict,
    FinishStory,
    KeepBoth,
    KeepBoxed,
    LearnBody,
    NoteAdded,
    NoteSaid,
    NoteWhere,
    StartEmptying,
    StartStory,
    TakePairs,
    TakeTheirs,
)
from plugin.sync.pieces.values import WORDS, words_of

CODE_OF_KIND = {word: code for code, word in KINDS.items()}


def change_here(services: Services, partnership_id: str, action: Action) -> None:
    """Carry out an action that writes nothing to Notion; raise NotNow if ours changed meanwhile."""
    with intents.writing_alone(services) as tx:
        if isinstance(action, AdoptRow):
            stored_links.save_link(tx, _adopted(services, partnership_id, action))
            return
        if isinstance(action, TakePairs):
            _take_pairs(tx, action)
            return
        if isinstance(action, CloseConflict):
            stored_links.resolve_conflict(tx, action.conflict_id, services.now)
            return
        link = stored_links.link_of(tx, action.about.our_id)
        if link is not None:
            _change(tx, services, link, action)


def _take_pairs(tx: Tx, action: TakePairs) -> None:
    for other in action.made:
        stored_pieces.join(tx, action.about.our_id, other)
    for other in action.undone:
        stored_pieces.part(tx, action.about.our_id, other)


def keep_both(services: Services, action: KeepBoth, edited_by: str) -> None:
    """Keep three texts of a field; `edited_by` is the name of whoever edited the page last."""
    with intents.writing_alone(services) as tx:
        link = stored_links.link_of(tx, action.about.our_id)
        if link is not None:
            _keep_both(tx, services, link, action, edited_by)


def _change(tx: Tx, services: Services, link: Link, action: Action) -> None:
    if isinstance(action, TakeTheirs):
        _take(tx, services, link, action)
    elif isinstance(action, Agree):
        stored_links.save_link(tx, replace(link, agreed={**link.agreed, **action.values}))
    elif isinstance(action, LearnBody):
        state = link.state.learnt(action.callout, joins=action.joins)
        stored_links.save_link(tx, replace(link, blocks=action.blocks, state=state))
    elif isinstance(action, StartStory):
        stored_links.save_link(tx, replace(link, state=link.state.started(action.wording)))
    elif isinstance(action, FinishStory):
        stored_links.save_link(tx, _story_agreed(link, action))
    elif isinstance(action, StartEmptying):
        _keep_words(tx, services, link, action)
        stored_links.save_link(tx, replace(link, state=link.state.emptying()))
    elif isinstance(action, NoteAdded):
        stored_links.save_link(tx, _noted(link, added=action.blocks))
    elif isinstance(action, KeepBoxed):
        boxed = tuple(dict.fromkeys((*link.state.boxed, action.text)))
        stored_links.save_link(tx, _noted(link, boxed=boxed))
    elif isinstance(action, NoteSaid):
        stored_links.save_link(tx, _noted(link, said=action.said))
    elif isinstance(action, NoteWhere):
        stored_links.save_link(tx, replace(link, state=link.state.absent(action.where)))


def _story_agreed(link: Link, action: FinishStory) -> Link:
    state = link.state.finished(is_reordered=action.is_order_left)
    return replace(link, agreed={**link.agreed, "narrative": action.narrative}, state=state)


def _noted(link: Link, **known: Any) -> Link:
    return replace(link, state=replace(link.state, **known))


def _take(tx: Tx, services: Services, link: Link, action: TakeTheirs) -> None:
    whole, theirs = stored_pieces.piece(tx, link.our_id), action.values
    if whole is None:
        return
    ours = words_of(whole.newest)
    if any(ours[name] != text for name, text in action.instead_of.items()):
        raise NotNow("Somebody wrote here meanwhile. Nothing was taken; the next run compares.")
    state = link.state
    if action.is_below:
        _keep_below(tx, services, whole, theirs)
    elif set(theirs) & set(WORDS):
        wording = next_wording(services, whole, theirs, "notion")
        stored_pieces.add_wording(tx, wording)
        is_shown = all(theirs[name] == text for name, text in action.agreed.items())
        number = wording.number if is_shown else whole.newest.number
        state = replace(state, revision=number)
    stored_links.save_link(tx, replace(link, agreed={**link.agreed, **action.agreed}, state=state))


def _keep_below(tx: Tx, services: Services, whole: PieceWhole, theirs: Mapping[str, str]) -> None:
    """Keep words of theirs as a wording, and ours as the newest again."""
    suggested = next_wording(services, whole, theirs, "notion")
    stored_pieces.add_wording(tx, suggested)
    again = next_wording(services, whole, {}, whole.newest.made_in)
    stored_pieces.add_wording(tx, replace(again, number=suggested.number + 1))


def _keep_words(tx: Tx, services: Services, link: Link, action: StartEmptying) -> None:
    """Keep words of people in Notion; where ours changed or are more, ours are the newest again."""
    whole, theirs = stored_pieces.piece(tx, link.our_id), action.kept
    if whole is None or not theirs:
        return
    ours = words_of(whole.newest)
    stored_pieces.add_wording(tx, next_wording(services, whole, theirs, "notion"))
    if action.is_part or any(ours[name] != link.agreed.get(name) for name in theirs):
        again = next_wording(services, whole, {}, whole.newest.made_in, whole.newest.made_by)
        stored_pieces.add_wording(tx, replace(again, number=again.number + 1))


def next_wording(
    services: Services,
    whole: PieceWhole,
    words: Mapping[str, str],
    made_in: str,
    made_by: str | None = None,
) -> Wording:
    """Return the wording that follows the newest one, with some of its words replaced."""
    newest = whole.newest
    return Wording(
        services.new_id(),
        whole.piece.id,
        newest.number + 1,
        words.get("title", newest.title),
        words.get("line", newest.line),
        words.get("narrative", newest.narrative),
        CODE_OF_KIND[words["kind"]] if "kind" in words else newest.kind,
        newest.family,
        newest.person,
        services.now,
        made_in,
        made_by,
    )


def _keep_both(tx: Tx, services: Services, link: Link, action: KeepBoth, edited_by: str) -> None:
    same = [
        each
        for each in stored_links.open_conflicts(tx, link.partnership_id)
        if each.link_id == link.id and each.field == action.field
    ]
    conflict = Conflict(
        id=same[0].id if same else services.new_id(),
        link_id=link.id,
        piece_id=link.our_id,
        field=action.field,
        agreed=action.agreed,
        ours=action.ours,
        theirs=action.theirs,
        seen_at=services.now,
        theirs_by=edited_by,
        theirs_at=action.edited.at if action.edited else None,
    )
    stored_links.save_conflict(tx, conflict)


def _adopted(services: Services, partnership_id: str, action: AdoptRow) -> Link:
    """A row of ours without a link: nothing is agreed yet, and its whole body was sent."""
    has_body = action.about.kind == "piece"
    return Link(
        services.new_id(),
        partnership_id,
        action.about.kind,
        action.about.our_id,
        action.key,
        action.page_id,
        state=RowState(phase=Phase.ARRIVING, sent=Sent()) if has_body else RowState(),
    )
