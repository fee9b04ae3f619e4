"""Chapter three begins at the desk: Helen reads every note, and sorts them into clusters."""

from __future__ import annotations

from plugin.curate.clusters import became_a_piece, gather, put_nowhere
from plugin.curate.deciding_names import add_name
from plugin.curate.reading import mark_read
from plugin.curate.themes import give_theme, save_theme, themes_view
from plugin.demo.context import DemoContext
from plugin.identifiers.decisions import DecidedAs
from plugin.store import clusters as stored_clusters
from plugin.store import identifier_decisions


def sort_notes(demo_context: DemoContext) -> dict[str, str]:
    """Read and sort the notes; return the cluster of each piece that is made next, by its key."""
    services, narrator = demo_context.services, demo_context.narrator
    helen, community_id = demo_context.company.learning_partner, demo_context.company.community.id
    planned = demo_context.demo.sorting
    narrator.say(f"Helen: {mark_read(services, helen, community_id, [*_all(demo_context)])}")
    clusters = {}
    for piece in demo_context.demo.pieces:
        notes = _ids(demo_context, piece.notes)
        made = gather(services, helen, community_id, notes, piece.line, {}).cluster
        clusters[piece.key] = made.id if made else ""
    for sentence, names in planned.clusters:
        gather(services, helen, community_id, _ids(demo_context, names), sentence, {})
    put_nowhere(services, helen, community_id, _ids(demo_context, planned.nowhere), {})
    name, definition, names = planned.theme
    save_theme(services, helen, community_id, "", name, definition, "", is_for_partners=True)
    give_theme(services, helen, community_id, _ids(demo_context, names), name)
    for name, instead in planned.disguises:
        partnership_id = demo_context.company.partnership.id
        add_name(services, helen, partnership_id, name, instead)
        narrator.say(f"A note names somebody. Wherever its words go, they say “{instead}”.")
    demo_context.report.desk = _counted(demo_context)
    narrator.say(
        f"She sorts them into {demo_context.report.desk['clusters']} clusters, each with a "
        f"sentence that says why, and names a theme: “{name}”."
    )
    return clusters


def piece_was_made(demo_context: DemoContext, cluster_id: str, piece_id: str) -> None:
    """Let the desk know which piece was made of a cluster."""
    helen, community_id = demo_context.company.learning_partner, demo_context.company.community.id
    became_a_piece(demo_context.services, helen, community_id, cluster_id, piece_id)


def _all(demo_context: DemoContext) -> tuple[str, ...]:
    return tuple(demo_context.notes.values())


def _ids(demo_context: DemoContext, names: tuple[str, ...]) -> list[str]:
    return [demo_context.notes[name] for name in names]


def _counted(demo_context: DemoContext) -> dict[str, int]:
    """Count what the desk holds, not what was meant to be there."""
    helen, community_id = demo_context.company.learning_partner, demo_context.company.community.id
    with demo_context.services.db.read() as tx:
        known = stored_clusters.clusters(tx, community_id)
        numbers = stored_clusters.numbers_in(tx, community_id)
        decided = identifier_decisions.decisions(tx, demo_context.company.partnership.id)
    clusters = [each for each in known if each.id in numbers and not each.is_nowhere]
    themes = themes_view(demo_context.services, helen, community_id).lines
    return {
        "clusters": len(clusters),
        "disguised": sum(each.decided_as is DecidedAs.DISGUISED for each in decided),
        "themes": sum(1 for line in themes if line.notes and line.theme.definition),
    }
