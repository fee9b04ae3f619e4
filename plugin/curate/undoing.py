"""Undo at the desk: the last change of a person, as far as nobody else changed it since."""

from __future__ import annotations

from dataclasses import replace

from plugin.curate.clusters import clusters_to_change
from plugin.curate.desk import curated, is_usable
from plugin.domain.clusters import DeskStep, notes_in_words
from plugin.domain.communities import Community
from plugin.domain.judgements import STUDIED, Judgement
from plugin.domain.memos import MemoAbout
from plugin.domain.people import Actor
from plugin.domain.pieces import PieceWhole
from plugin.errors import BadInput
from plugin.store import clusters as stored_clusters
from plugin.store import desk_marks, desk_steps
from plugin.store import memos as stored_memos
from plugin.store import notes as stored_notes
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store import shown_as_one as stored_ones
from plugin.store import themes as stored_themes
from plugin.store.database import Tx
from plugin.store.services import Services


def undo(services: Services, actor: Actor, community_id: str) -> tuple[str, str]:
    """Undo what a person changed last; return a sentence, and the note that it was about or "".

    Raise BadInput where there is nothing to undo.
    """
    with services.db.begin() as tx:
        community, _ = curated(tx, actor, community_id)
        last = desk_steps.last_step(tx, actor.person_id, community_id)
        if last is None:
            raise BadInput("There is nothing to undo. Nothing was changed.")
        step_id, step = last
        says = _undone(tx, services, actor, community, step)
        desk_steps.forget(tx, step_id)
    return says, next(iter(step.note_ids), "")


def _undone(tx: Tx, services: Services, actor: Actor, community: Community, step: DeskStep) -> str:
    if step.judged:
        return _judged(tx, services, community, step)
    if step.reworded:
        return _reworded(tx, actor, community, step)
    known = {each.id: each for each in clusters_to_change(tx, actor, community)}
    notes = stored_notes.notes_by_id(tx, step.note_ids)
    sessions = {each.id: each for each in stored_sessions.sessions(tx, community.id)}
    back = [
        each
        for each in step.taken
        if each.cluster_id in known
        and (note := notes.get(each.note_id)) is not None
        and is_usable(note, sessions, services.today)
    ]
    stored_clusters.take(tx, (each for each in step.put if each.cluster_id in known))
    stored_clusters.put(tx, back, actor.stored_id)
    desk_marks.forget_read(tx, actor.person_id, step.read)
    stored_themes.bring_back(tx, step.aside)
    stored_ones.show_apart(tx, [note_id for note_id, _ in step.under])
    stood = {note_id: under for note_id, under in step.under if under and note_id in notes}
    stored_ones.put_under(tx, stood, actor.stored_id)
    if any(each.id == step.theme for each in stored_themes.themes(tx, community.id)):
        again = [
            each
            for each, note in notes.items()
            if each in step.unthemed and note.may_be_read(services.today)
        ]
        stored_themes.take(tx, step.theme, step.themed)
        stored_themes.give(tx, step.theme, again, actor.stored_id)
    says = f"Undone. {notes_in_words(len(step.note_ids))} as before."
    if step.made in known:
        if stored_clusters.notes_in(tx, step.made):
            return f"{says} The new cluster stays: somebody else put a note in it."
        if stored_memos.has_any(tx, MemoAbout.CLUSTER, step.made):
            return f"{says} The new cluster stays: something else is kept with it."
        stored_clusters.remove(tx, step.made)
    return says


def _judged(tx: Tx, services: Services, community: Community, step: DeskStep) -> str:
    """Say of pieces again what was judged before, where they still say what was judged then."""
    numbers = dict(step.judged)
    own = choices.is_one_of(numbers)
    back = 0
    for whole in choices.chosen(tx, community.partnership_id, community.id, own):
        number = numbers[whole.piece.id]
        then, was = _judged_by(whole, number), _judged_by(whole, number - 1)
        if any(whole.judged.says(name) != then.says(name) for name in STUDIED):
            continue
        said = {name: was.says(name) for name in STUDIED}
        stored_pieces.add_judgement(tx, whole.judged.followed(said, services.now, "here"))
        back += 1
    kept = len(step.judged) - back
    stays = "One piece stays: somebody changed it since."
    stays = stays if kept == 1 else f"{kept} pieces stay: somebody changed them since."
    if not back:
        return f"Nothing was undone. {stays}"
    undone = f"Undone for {'one piece' if back == 1 else f'{back} pieces'}."
    return f"{undone} {stays}" if kept else undone


def _judged_by(whole: PieceWhole, number: int) -> Judgement:
    """Return what was judged of a piece when it had so many judgements."""
    then = tuple(each for each in whole.judgements if each.number <= number)
    return replace(whole, judgements=then).judged


def _reworded(tx: Tx, actor: Actor, community: Community, step: DeskStep) -> str:
    for each in clusters_to_change(tx, actor, community):
        if each.id == step.reworded and each.version != step.version:
            return "Somebody else changed that sentence since. It stays as it is."
        if each.id == step.reworded:
            stored_clusters.reword(tx, each, step.before)
            return "Undone. The sentence is as before."
    return "Undone. The cluster of that sentence is not here any more."
