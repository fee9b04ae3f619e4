"""What some buttons of *Sort* do: each gets the form that was sent, and answers a sentence.

With it comes the note that has focus next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugin.curate import clusters, themes
from plugin.curate.shown_as_one import show_apart, show_as_one
from plugin.domain.people import Actor
from plugin.web.desk_places import Form, named_by_button, next_note

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def show_under(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    """Show a note under another one; the button names both."""
    note_id, under_id = (*named_by_button(form), "", "")[:2]
    says = show_as_one(runtime.services, actor, community_id, note_id, under_id)
    clusters.fill_tray(runtime.services, actor, community_id, form.getlist("note"))
    return says, under_id


def apart_again(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    """Show a note by itself again; the button names it."""
    note_id = next(iter(named_by_button(form)), "")
    says = show_apart(runtime.services, actor, community_id, note_id)
    clusters.fill_tray(runtime.services, actor, community_id, form.getlist("note"))
    return says, note_id


def give_theme(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, str]:
    """Give the selected notes the themes that were typed, or some words of one note."""
    ids, name, words = form.getlist("note"), form.get("theme", ""), form.get("words", "")
    says = themes.give_theme(runtime.services, actor, community_id, ids, name, words)
    return says, next_note(form)


def gone_with(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> tuple[str, ...]:
    """Return the fields of a form that name a cluster which a button took away."""
    cluster_id = form.get("cluster", "")
    may_go = cluster_id and form["do"] in ("remove", "undo")
    if not may_go or clusters.is_here(runtime.services, actor, community_id, cluster_id):
        return ()
    return ("cluster", "version")
