"""A person settles a conflict: the chosen text becomes the next wording, and nothing is lost.

What Notion showed becomes the agreed text: an edit made there since is seen as an edit, and the
chosen text travels there once it is checked.
"""

from __future__ import annotations

from dataclasses import replace

from connectors.notion.client import NotionClient
from plugin import intents
from plugin.domain.blankness import one_line
from plugin.domain.judgements import JUDGED, is_known
from plugin.domain.links import Absence, Conflict, Link, Take, seen
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import LINE_MAX, TITLE_MAX, PieceWhole, open_reviews
from plugin.errors import BadInput, ChangedMeanwhile, NotHere, Refused
from plugin.govern import gone_words
from plugin.store import gone_words as stored_gone_words
from plugin.store import held_words as stored_held_words
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.sync.here.write import CODE_OF_KIND, judge, next_wording
from plugin.sync.pieces.release_guard import why_not_restored
from plugin.sync.pieces.values import words_of
from plugin.sync.target import lease_of

RESTORE = "restore_page"
_LONGEST = {"title": TITLE_MAX, "line": LINE_MAX}
_CHANGED = (
    "One of the two texts was changed after you opened this page. Nothing was stored, and nothing "
    "is lost: both texts are below as they are now, and so is what you typed. Choose again."
)

_TELLS_GONE = (
    "Words that were taken back, or erased on their day, stand in the text from Notion, or did "
    "before. Nothing was stored. Choose what stands here, or write a text without them."
)


def resolve(
    services: Services, actor: Actor, conflict_id: str, take: Take, seen_then: str, text: str = ""
) -> None:
    """Settle a conflict: take the newest words here, those from Notion, or `text`, a third.

    `seen_then` is the sign of the two texts that were looked at (`links.seen`); raise
    ChangedMeanwhile if one is another by now, NotHere for a conflict that is settled, BadInput for
    no text. What is new here makes the next wording, which is not checked. Where other words than
    Notion's are chosen, Notion's become a wording below them, so that nobody's are lost. Words
    that already stand on one side may be longer than new ones. While the piece is looked at again
    a third text is for who curates, and raises Refused for others: new words end that.
    """
    with services.db.begin() as tx:
        conflict = stored_links.conflict(tx, conflict_id)
        whole = stored_pieces.piece(tx, conflict.piece_id) if conflict else None
        link = stored_links.link(tx, conflict.link_id) if conflict else None
        if conflict is None or whole is None or link is None or conflict.resolved_at is not None:
            raise NotHere("This difference is settled already, or was never here.")
        actor.require(Power.SYNC, whole.piece.partnership_id, whole.piece.community_id)
        if take is Take.WRITTEN:
            _require_writer(actor, whole)
        if seen_then != seen(whole.says(conflict.field), conflict.theirs):
            raise ChangedMeanwhile(_CHANGED)
        if take is Take.OURS:
            _write(tx, services, actor, conflict, whole, None)
        else:
            chosen = conflict.theirs if take is Take.THEIRS else text
            if conflict.tells_gone and chosen.strip() == conflict.theirs.strip():
                raise BadInput(_TELLS_GONE)
            _write(tx, services, actor, conflict, whole, _usable(conflict, whole, chosen))
        _agree(tx, link, conflict)
        stored_links.resolve_conflict(tx, conflict_id, services.now, actor.stored_id, take)


def partnership_of(services: Services, actor: Actor, piece_id: str) -> str:
    """Return whose piece it is; raise NotHere or Refused for whoever may not carry it."""
    with services.db.read() as tx:
        whole = stored_pieces.piece(tx, piece_id)
    if whole is None:
        raise NotHere("There is no such piece here. Nothing was changed.")
    actor.require(Power.SYNC, whole.piece.partnership_id, whole.piece.community_id)
    return whole.piece.partnership_id


def put_back(services: Services, actor: Actor, notion: NotionClient, piece_id: str) -> str:
    """Take a piece's page out of Notion's trash; return what came of it in a sentence.

    It is alone with the memory meanwhile, as a run is: a run takes what is unfinished for left.
    Raise BadInput where the page would show words that may not be read there now: until the next
    sync everybody who can open it would read them.
    """
    partnership_id = partnership_of(services, actor, piece_id)
    with intents.alone_with(services, lease_of(partnership_id)):
        link = _restorable(services, piece_id)
        _drop_earlier_try(services, partnership_id, link)
        intents.write(
            services,
            kind=RESTORE,
            subject=partnership_id,
            key=f"row:{link.key}",
            payload={},
            send=lambda: notion.restore_page(link.notion_page_id),
            settle=lambda tx, _: _is_back(tx, link.id),
        )
    return "Its page is back in Notion. The next sync compares it again."


def why_it_stays(services: Services, piece_id: str) -> str | None:
    """Return why a piece's page has to stay in Notion's trash, in a clause, or None."""
    with services.db.read() as tx:
        return _why_it_stays(tx, services, piece_id)


def _restorable(services: Services, piece_id: str) -> Link:
    with services.db.read() as tx:
        link = stored_links.link_of(tx, piece_id)
        if link is None:
            raise NotHere("This piece has no page in Notion. Nothing was changed.")
        why = _why_it_stays(tx, services, piece_id)
    if why is not None:
        raise BadInput(
            f"Hedgerow did not put the page back into Notion: {why}. Nothing was changed. Its "
            "words are still in Notion’s trash: delete the page there for good."
        )
    return link


def _why_it_stays(tx: Tx, services: Services, piece_id: str) -> str | None:
    whole, link = stored_pieces.piece(tx, piece_id), stored_links.link_of(tx, piece_id)
    if whole is None or link is None:
        return None
    community_id = whole.piece.community_id
    held = stored_held_words.phrases_held(tx, [community_id]).get(community_id)
    waiting = stored_links.open_conflicts(tx, link.partnership_id)
    edits = [each.theirs for each in waiting if each.link_id == link.id]
    gone = stored_gone_words.phrases_gone(tx, community_id)
    return why_not_restored(whole, link, edits, held, gone, services.now)


def keep_here(services: Services, actor: Actor, piece_id: str) -> str:
    """Let go of a row that a person made and trashed; return what came of it in a sentence."""
    partnership_of(services, actor, piece_id)
    with services.db.begin() as tx:
        link = stored_links.link_of(tx, piece_id)
        if link is None or not link.stands_alone or link.state.where is not Absence.TRASHED:
            raise NotHere("Its row is not in Notion's trash, or not theirs. Nothing was changed.")
        stored_links.save_link(tx, link.taken_down(copies=link.state.copies))
    return "It is only here now. What lies in Notion's trash was left as it is."


def _drop_earlier_try(services: Services, partnership_id: str, link: Link) -> None:
    """Forget an earlier press of the same button: putting a page back twice does no harm."""
    for intent in intents.unfinished(services, partnership_id):
        if (intent.kind, intent.key) == (RESTORE, f"row:{link.key}"):
            intents.drop(services, intent)


def _is_back(tx: Tx, link_id: str) -> dict[str, object]:
    link = stored_links.link(tx, link_id)
    if link is not None and link.is_followed:
        stored_links.save_link(tx, replace(link, state=replace(link.state, where=None)))
    return {}


def _require_writer(actor: Actor, whole: PieceWhole) -> None:
    here = (whole.piece.partnership_id, whole.piece.community_id)
    if open_reviews(whole) and not actor.may(Power.CURATE, *here):
        raise Refused(
            "Words this piece rested on were taken back, so only its learning partner writes new "
            "ones. Nothing was changed. Choose one of the two texts, or ask the learning partner."
        )


def _usable(conflict: Conflict, whole: PieceWhole, text: str) -> str:
    if conflict.field == "narrative":
        return text.replace("\0", "").replace("\r\n", "\n").strip()
    text = one_line(text.replace("\0", ""))
    if conflict.field in JUDGED:
        if not is_known(conflict.field, text):
            raise BadInput("There is no such option. Nothing was changed. Choose one of the two.")
        return text
    if conflict.field == "kind" and text not in CODE_OF_KIND:
        raise BadInput("There is no such kind of piece. Nothing was changed.")
    if not text:
        raise BadInput("A piece needs a title and one line. Nothing was changed.")
    longest = _LONGEST.get(conflict.field, len(text))
    sides = (one_line(whole.says(conflict.field)), conflict.theirs)
    if len(text) > longest and text not in sides:
        raise BadInput(
            f"Here is room for {longest} characters; yours are {len(text)}. Nothing was changed."
        )
    return text


def _write(
    tx: Tx,
    services: Services,
    actor: Actor,
    conflict: Conflict,
    whole: PieceWhole,
    text: str | None,
) -> None:
    """Store what was chosen; None is what stands here already."""
    field = conflict.field
    said = {} if text is None else {field: text}
    if field in JUDGED:
        judge(tx, services, whole, said, "notion" if text == conflict.theirs else "here")
        return
    whose = ("notion", None) if text == conflict.theirs else ("here", actor.stored_id)
    if text is None and open_reviews(whole):  # choosing what stands here ends no review
        whose = (whole.newest.made_in, actor.stored_id)
    chosen = next_wording(services, whole, said, *whose)
    if text is not None:
        gone_words.require_none_new(tx, whole, chosen)
    if chosen.made_by is not None:
        chosen = replace(chosen, let_in_by=actor.let_in_by)
    is_kept = conflict.tells_gone or _is_known(whole, field, conflict.theirs)
    if text != conflict.theirs and not is_kept:
        theirs = next_wording(services, whole, {field: conflict.theirs}, "notion")
        stored_pieces.add_wording(tx, theirs)
        stored_pieces.add_wording(tx, replace(chosen, number=theirs.number + 1))
    elif words_of(chosen) != words_of(whole.newest):
        stored_pieces.add_wording(tx, chosen)


def _is_known(whole: PieceWhole, field: str, text: str) -> bool:
    """Say whether a text is nothing, or stands in a wording already."""
    return not text or any(words_of(each)[field] == text for each in whole.wordings)


def _agree(tx: Tx, link: Link, conflict: Conflict) -> None:
    if not link.is_followed:
        return  # what stands there is nobody's concern any more, and its link keeps no words
    agreed = {**link.agreed, conflict.field: conflict.theirs}
    stored_links.save_link(tx, replace(link, agreed=agreed))
