"""What *Sort* shows of themes, memos, what is set aside and what is shown as one, on one page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from plugin.curate.desk import ShownNotes
from plugin.domain.memos import MemoAbout, ThingMemo
from plugin.domain.notes import Note
from plugin.domain.quotes import joined, words_at
from plugin.domain.themes import Memo, Theme, in_order
from plugin.errors import NotHere
from plugin.govern.private_reading import MayRead
from plugin.store import memos as stored_memos
from plugin.store import shown_as_one as stored_ones
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.themes import Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMarks:
    """The themes of a community, and what the notes of a page carry."""

    themes: tuple[tuple[Theme, int], ...]  # with how many notes each has
    theme: Theme | None  # the one that is shown, instead of a session
    of_note: Mapping[str, tuple[Theme, ...]]
    memos: Mapping[str, tuple[Memo, ...]]  # by note
    aside: Mapping[str, str]  # notes of the session that were set aside, with why
    under: Mapping[str, str]  # notes that are shown as one: which of them stands for which
    words_with: Mapping[
        tuple[str, str], tuple[int, Spans]
    ]  # by note and theme, where not all has it
    cluster_memos: tuple[ThingMemo, ...]  # beside the cluster that is shown

    def words_of(self, note: Note, theme: Theme) -> str:
        """Return the words for which a note has a theme; none where all of it has, or had then."""
        version, spans = self.words_with.get((note.id, theme.id), (0, ()))
        is_now = version == note.version and note.text is not None
        return joined(words_at(note.text or "", spans)) if is_now else ""


def theme_marks(
    tx: Tx, reads: MayRead, community_id: str, shown: ShownNotes, note_ids: Collection[str]
) -> ThemeMarks:
    """Return the marks of a page's notes, with the memos of whoever reads and those shared."""
    known = stored_themes.themes(tx, community_id)
    numbers = stored_themes.numbers_with(tx, community_id)
    by_id = {each.id: each for each in known}
    of_note = stored_themes.themes_of(tx, note_ids)
    memos: dict[str, tuple[Memo, ...]] = {}
    for memo in stored_themes.memos_of(tx, reads.own_id, note_ids):
        memos[memo.note_id] = (*memos.get(memo.note_id, ()), memo)
    return ThemeMarks(
        themes=tuple((each, numbers.get(each.id, 0)) for each, _ in in_order(known)),
        theme=by_id.get(shown.theme_id),
        of_note={note: tuple(by_id[each] for each in those) for note, those in of_note.items()},
        memos=memos,
        aside=stored_themes.aside(tx, shown.session_id),
        words_with=stored_themes.spans_with(tx, note_ids),
        under=stored_ones.of_notes(tx, note_ids),
        cluster_memos=_beside_cluster(tx, reads, community_id, shown.cluster_id),
    )


def _beside_cluster(
    tx: Tx, reads: MayRead, community_id: str, cluster_id: str
) -> tuple[ThingMemo, ...]:
    if not cluster_id:
        return ()
    here = (tx, community_id, reads.own_id, MemoAbout.CLUSTER, [cluster_id])
    return stored_memos.memos_about(*here).get(cluster_id, ())


def notes_of_theme(tx: Tx, community_id: str, theme_id: str) -> tuple[str, ...]:
    """Return the notes with a theme of this community; raise NotHere for any other."""
    if all(each.id != theme_id for each in stored_themes.themes(tx, community_id)):
        raise NotHere("That theme is not here any more. Choose another one on the desk.")
    return stored_themes.notes_with(tx, theme_id)
