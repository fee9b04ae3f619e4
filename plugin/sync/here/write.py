"""What a sync changes on our side: new wordings, agreed values, conflicts; one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from plugin import intents
from plugin.domain.judgements import JUDGED, THEMES
from plugin.domain.line_digests import was_agreed
from plugin.domain.links import Conflict, Link, Phase, RowState, Sent
from plugin.domain.overlap import phrases_of
from plugin.domain.pieces import KINDS, Piece, PieceWhole, Wording, open_reviews
from plugin.domain.quotes import as_plain
from plugin.domain.themes import Theme, holding, name_of
from plugin.errors import BadInput, NotNow
from plugin.store import gone_words as stored_gone_words
from plugin.store import links as stored_links
from plugin.store import lost_refusals, sync_runs
from plugin.store import pieces as stored_pieces
from plugin.store import themes as stored_themes
from plugin.store.database import Tx, key_of
from plugin.store.services import Services
from plugin.sync.actions import Action
from plugin.sync.local_actions import (
    AdoptRow,
    CloseConflict,
    KeepBoth,
    LinkAction,
    StartEmptying,
    TakePairs,
    TakeTheirs,
)
from plugin.sync.pieces.fields import revision_once_taken
from plugin.sync.pieces.values import WORDS, kept_of, option, words_of

CODE_OF_KIND = {word: code for code, word in KINDS.items()}


def change_link(services: Services, action: LinkAction) -> None:
    """Change what a link remembers."""
    with _link_of(services, action) as (tx, link):
        if link is not None:
            stored_links.save_link(tx, action.after(link))


def adopt_row(services: Services, partnership_id: str, action: AdoptRow) -> None:
    """Link a row of ours that had no link."""
    with intents.writing_alone(services) as tx:
        stored_links.save_link(tx, _adopted(services, partnership_id, action))


def take_pairs(services: Services, action: TakePairs) -> None:
    """Join pieces, and part them."""
    with intents.writing_alone(services) as tx:
        for other in action.made:
            stored_pieces.join(tx, action.about.our_id, other)
        for other in action.undone:
            stored_pieces.part(tx, action.about.our_id, other)


def close_conflict(services: Services, action: CloseConflict) -> None:
    """Close a conflict that nobody had to resolve."""
    with intents.writing_alone(services) as tx:
        stored_links.resolve_conflict(tx, action.conflict_id, services.now)


def take_theirs(services: Services, action: TakeTheirs) -> bool:
    """Take what was changed in Notion; say whether a theme's name could not be taken.

    Raise NotNow if ours changed meanwhile.
    """
    with _link_of(services, action) as (tx, link):
        return link is not None and _take(tx, services, link, action)


def start_emptying(services: Services, action: StartEmptying) -> None:
    """Keep words of people in Notion, and mark that the row is being taken down."""
    with _link_of(services, action) as (tx, link):
        if link is not None:
            _keep_words(tx, services, link, action)
            stored_links.save_link(tx, replace(link, state=link.state.emptying()))


def keep_both(services: Services, action: KeepBoth, edited_by: str) -> None:
    """Keep three texts of a field; `edited_by` is the name of whoever edited the page last."""
    with _link_of(services, action) as (tx, link):
        if link is not None:
            _keep_both(tx, services, link, action, edited_by)


@contextmanager
def _link_of(services: Services, action: Action) -> Iterator[tuple[Tx, Link | None]]:
    """Write alone, and yield the link of the row that an action is about."""
    with intents.writing_alone(services) as tx:
        yield tx, stored_links.link_of(tx, action.about.our_id)


def _take(tx: Tx, services: Services, link: Link, action: TakeTheirs) -> bool:
    whole, theirs = stored_pieces.piece(tx, link.our_id), action.values
    if whole is None:
        return False
    ours = kept_of(whole)
    if any(ours[name] != text for name, text in action.instead_of.items()):
        raise NotNow("Somebody wrote here meanwhile. Nothing was taken; the next run compares.")
    state = link.state
    if action.is_below:
        _keep_below(tx, services, whole, theirs)
    elif words := {name: text for name, text in theirs.items() if name in WORDS}:
        _add_theirs(tx, whole, next_wording(services, whole, theirs, "notion"))
        is_shown = all(text == action.agreed[name] for name, text in words.items())
        state = replace(state, revision=revision_once_taken(whole, is_shown=is_shown))
    judge(tx, services, whole, theirs, "notion")
    stored_links.save_link(tx, replace(link, agreed={**link.agreed, **action.agreed}, state=state))
    return THEMES in theirs and not take_themes(
        tx, services, whole, link.agreed.get(THEMES, ""), theirs[THEMES]
    )


def take_themes(
    tx: Tx,
    services: Services,
    whole: PieceWhole,
    before: str,
    now: str,
    made_at: datetime | None = None,
) -> bool:
    """Give a piece the themes that were typed, and take off those that were taken off.

    Say whether all could be given; the name of one that is new is a proposal. `made_at` is when a
    row of theirs was made that was not taken before.
    """
    piece, typed = whole.piece, {each.casefold(): each for each in now.split("\n") if each}
    key = key_of(tx)
    known = {each.id: each for each in stored_themes.themes(tx, piece.community_id)}
    by_name = {option(each.name).casefold(): holding(known, each) for each in known.values()}
    for each in whole.themes:
        name = option(each.name)
        is_off = was_agreed(before, name, key) and name.casefold() not in typed
        if is_off and (each.goes_out or each.is_proposed):
            stored_themes.take_off_piece(tx, piece.id, each.theme_id)
    given = [
        _given(tx, services, piece, by_name.get(folded), name, made_at)
        for folded, name in typed.items()
        if not was_agreed(before, name, key)
    ]
    for theme in given:
        if theme is not None:
            stored_themes.put_on_piece(tx, piece.id, theme.id)
    return None not in given


def _given(
    tx: Tx,
    services: Services,
    piece: Piece,
    theme: Theme | None,
    name: str,
    made_at: datetime | None,
) -> Theme | None:
    """Return the theme of a name that was typed; None where its name may stand nowhere."""
    community_id, its = piece.community_id, (piece.partnership_id, piece.id)
    if theme is not None and theme.is_for_partners:
        return theme
    if lost_refusals.is_unshared(tx, community_id, name):
        return None
    is_new_and_long = theme is None and bool(phrases_of([name]).by_anchor)  # five words or more
    if is_new_and_long and sync_runs.may_tell_what_went(tx, *its, made_at):
        return None
    if theme is None:
        try:
            theme = Theme(id=services.new_id(), community_id=community_id, name=name_of(name))
            stored_themes.save_theme(tx, theme, None)
        except BadInput:
            return None
    stored_themes.propose(tx, theme.id, services.today)
    return theme


def judge(
    tx: Tx, services: Services, whole: PieceWhole, said: Mapping[str, str], made_in: str
) -> None:
    """Store what is said of a piece beside its words, if that is news."""
    judged = {name: text for name, text in said.items() if name in JUDGED}
    if any(whole.judged.says(name) != text for name, text in judged.items()):
        stored_pieces.add_judgement(tx, whole.judged.followed(judged, services.now, made_in))


def _keep_below(tx: Tx, services: Services, whole: PieceWhole, theirs: Mapping[str, str]) -> None:
    """Keep words of theirs as a wording, and ours as the newest again."""
    suggested = next_wording(services, whole, theirs, "notion")
    _add_theirs(tx, whole, suggested)
    again = next_wording(services, whole, {}, whole.newest.made_in)
    stored_pieces.add_wording(tx, replace(again, number=suggested.number + 1))


def _keep_words(tx: Tx, services: Services, link: Link, action: StartEmptying) -> None:
    """Keep words of people in Notion; where ours changed or are more, ours are the newest again."""
    whole, theirs = stored_pieces.piece(tx, link.our_id), action.kept
    if whole is None or not theirs:
        return
    ours = words_of(whole.newest)
    _add_theirs(tx, whole, next_wording(services, whole, theirs, "notion"))
    if action.is_part or any(ours[name] != link.agreed.get(name) for name in theirs):
        again = next_wording(services, whole, {}, whole.newest.made_in, whole.newest.made_by)
        stored_pieces.add_wording(tx, replace(again, number=again.number + 1))


def _add_theirs(tx: Tx, whole: PieceWhole, theirs: Wording) -> None:
    """Store a wording of people in Notion.

    Where a note went and nobody has looked at the piece again since, it may have been written
    before that, by somebody who read the note: its page stands there until the next sync. So it
    may in any piece where a note went since a run took all that its page said.
    """
    stored_pieces.add_wording(tx, theirs)
    if waiting := open_reviews(whole):
        stored_gone_words.suspect(tx, theirs, waiting[-1].note_id, whole.wordings)
    elif sync_runs.may_tell_what_went(tx, whole.piece.partnership_id, whole.piece.id):
        stored_gone_words.suspect_unseen(tx, theirs, whole.piece.community_id)


def next_wording(
    services: Services,
    whole: PieceWhole,
    words: Mapping[str, str],
    made_in: str,
    made_by: str | None = None,
) -> Wording:
    """Return the wording that follows the newest one, with some of its words replaced."""
    newest = whole.newest
    story = words.get("narrative", newest.narrative)
    told = newest.stored_story
    if story != newest.narrative:
        told = whole.with_tokens(as_plain(story))
    return Wording(
        id=services.new_id(),
        piece_id=whole.piece.id,
        number=newest.number + 1,
        title=words.get("title", newest.title),
        line=words.get("line", newest.line),
        narrative=told,
        kind=CODE_OF_KIND[words["kind"]] if "kind" in words else newest.kind,
        family=newest.family,
        person=newest.person,
        made_at=services.now,
        made_in=made_in,
        made_by=made_by,
        basis=newest.basis,
    )


def _keep_both(tx: Tx, services: Services, link: Link, action: KeepBoth, edited_by: str) -> None:
    same = [
        each
        for each in stored_links.open_conflicts(tx, link.partnership_id)
        if each.link_id == link.id and each.field == action.field
    ]
    tells_gone = _may_tell_gone(tx, link.partnership_id, action)
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
        tells_gone=tells_gone or (bool(same) and same[0].tells_gone),
    )
    stored_links.save_conflict(tx, conflict)


def telling_gone(
    tx: Tx, partnership_id: str, actions: Iterable[Action], conflicts: Iterable[Conflict]
) -> Mapping[str, frozenset[str]]:
    """Return the pieces of which both sides changed words, where theirs may tell what went.

    With the fields in which an edit waits that tells it: nobody may choose it any more.
    """
    asked = [each for each in actions if isinstance(each, KeepBoth)]
    found = {
        each.about.our_id: frozenset[str]()
        for each in asked
        if _may_tell_gone(tx, partnership_id, each)
    }
    for each in conflicts:
        if each.tells_gone and each.field in WORDS:
            found[each.piece_id] = found.get(each.piece_id, frozenset()) | {each.field}
    return found


def _may_tell_gone(tx: Tx, partnership_id: str, action: KeepBoth) -> bool:
    """Say whether what was written in Notion tells words that went, or may as it was not read."""
    piece_id = action.about.our_id
    whole = stored_pieces.piece(tx, piece_id) if action.field in WORDS else None
    return whole is not None and bool(
        open_reviews(whole)
        or sync_runs.may_tell_what_went(tx, partnership_id, piece_id)
        or stored_gone_words.stand_in(tx, whole.piece.community_id, [action.theirs])
    )


def _adopted(services: Services, partnership_id: str, action: AdoptRow) -> Link:
    """A row of ours without a link: nothing is agreed yet, and its whole body was sent."""
    has_body = action.about.kind == "piece"
    return Link(
        id=services.new_id(),
        partnership_id=partnership_id,
        kind=action.about.kind,
        our_id=action.about.our_id,
        key=action.key,
        notion_page_id=action.page_id,
        state=RowState(phase=Phase.ARRIVING, sent=Sent()) if has_body else RowState(),
    )
