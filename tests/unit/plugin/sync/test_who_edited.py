import pytest

from connectors.sandbox.notion.settings import CAPABILITIES
from plugin import sync
from plugin.domain.links import Conflict, Take
from plugin.store import links as stored_links
from tests.unit.plugin.sync.bench import Bench


def the_conflict(bench: Bench) -> Conflict:
    actor, services = bench.place.actor("helen"), bench.place.services
    (conflict,) = sync.view(services, actor, bench.place.partnership.id).conflicts
    return conflict


def dispute_a_line(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "In one line", "Theirs.")
    bench.rewrite(piece, line="Ours.")


@pytest.mark.parametrize(
    ("capabilities", "name"),
    [
        (CAPABILITIES, "Ruth"),
        (tuple(each for each in CAPABILITIES if each != "read_users"), ""),
    ],
)
def test_a_conflict_keeps_who_edited_the_page_and_in_which_minute(
    bench: Bench, capabilities: tuple[str, ...], name: str
) -> None:
    dispute_a_line(bench)
    bench.state.settings = bench.state.settings.changed({"capabilities": list(capabilities)})

    try:
        bench.sync()
    finally:
        bench.state.settings = bench.state.settings.changed({"capabilities": list(CAPABILITIES)})

    conflict = the_conflict(bench)
    assert conflict.theirs_by == name
    assert conflict.theirs_at == bench.place.clock.now.replace(second=0, microsecond=0)


def test_nobody_is_named_where_the_last_edit_was_ours(bench: Bench) -> None:
    dispute_a_line(bench)
    bench.place.clock.pass_days(1)
    (row,) = bench.rows()
    bench.state.touch(row, row.created_by)

    bench.sync()

    conflict = the_conflict(bench)
    assert (conflict.theirs, conflict.theirs_by, conflict.theirs_at) == ("Theirs.", "", None)


def test_a_settled_conflict_forgets_who_it_was(bench: Bench) -> None:
    dispute_a_line(bench)
    bench.sync()
    conflict, services = the_conflict(bench), bench.place.services

    bench.settle(conflict, Take.OURS)

    with services.db.read() as tx:
        settled = stored_links.conflict(tx, conflict.id)
    assert settled is not None
    assert (settled.theirs_by, settled.theirs_at, settled.theirs) == ("", None, "")
