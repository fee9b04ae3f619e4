"""What somebody of another group reads of a piece on the way: its checked title."""

from __future__ import annotations

from plugin import sync
from plugin.convene import communities
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.domain.pieces import PieceWhole
from plugin.intents import WaitPolicy
from tests.unit.plugin.sync.bench import BASE_URL, Bench

NEWER = "A newer title that nobody checked"


def host_of_another_group(bench: Bench) -> Actor:
    partnership_id = bench.place.partnership.id
    here = (partnership_id, bench.another_community("Another group"))
    services, email = bench.place.services, "ola@x.example"
    return communities.add_person(services, OPERATOR, *here, "Ola", email, Role.FACILITATOR)


def told_to(bench: Bench, who: Actor) -> str:
    """Return all that a plan, a run and the page say to somebody."""
    services, partnership_id = bench.place.services, bench.place.partnership.id
    given = (services, who, bench.notion, partnership_id, bench.parent, BASE_URL)
    planned, done = sync.preview(*given), sync.sync(*given, WaitPolicy(bench.pause))
    return f"{planned} {planned.kept} {done} {sync.view(services, who, partnership_id)}"


def rename(bench: Bench, piece: PieceWhole) -> None:
    bench.rewrite(piece, title=NEWER)


def test_a_host_of_another_group_reads_the_checked_title(bench: Bench) -> None:
    ola, piece = host_of_another_group(bench), bench.released("As it was checked")
    bench.sync()
    rename(bench, piece)

    told = told_to(bench, ola)

    assert "As it was checked" in told
    assert NEWER not in told


def test_a_host_of_another_group_reads_no_newer_title_in_a_conflict(bench: Bench) -> None:
    ola, piece = host_of_another_group(bench), bench.released("As it was checked")
    bench.sync()
    bench.edit(piece, "Name", "As Ruth calls it")
    rename(bench, piece)

    told = told_to(bench, ola)

    assert NEWER not in told
    assert "As Ruth calls it" not in told


def test_a_host_of_another_group_reads_no_title_in_the_address_of_a_copy(bench: Bench) -> None:
    ola, piece = host_of_another_group(bench), bench.released("As it was checked")
    bench.sync()
    bench.edit(piece, "Name", NEWER)
    copy_id = bench.copy_row(piece)

    told = told_to(bench, ola)

    assert copy_id.replace("-", "") in told
    assert "newer-title" not in told
    assert NEWER not in told
