from datetime import timedelta

import pytest

from connectors.notion.client import NotionClient
from plugin import intents
from plugin.domain.pieces import PieceWhole
from plugin.domain.remote_writes import Intent, IntentState
from plugin.errors import ConnectionBroken, NotHere
from plugin.store import intents as stored_intents
from plugin.store import pieces as stored_pieces
from plugin.sync.poll import Look, is_watched, look
from tests.unit.plugin.sync.bench import BASE_URL, Bench
from tests.unit.plugin.web.mounted import SANDBOX_URL, http_to


def looked(bench: Bench, before: Look | None, who: str = "helen") -> Look:
    """Look at what happened since an hour after the first run."""
    place = bench.place
    return look(
        place.services,
        place.actor(who),
        bench.notion,
        place.partnership.id,
        BASE_URL,
        None if before is None else place.clock.now - timedelta(hours=1),
        None if before is None else before.ours,
    )


def wholes(bench: Bench) -> tuple[PieceWhole, ...]:
    with bench.place.services.db.read() as tx:
        return stored_pieces.pieces(tx, bench.place.partnership.id)


@pytest.fixture
def synced(bench: Bench) -> Bench:
    """A memory in Notion, carried a day ago."""
    bench.released()
    bench.sync()
    bench.place.clock.pass_days(1)
    return bench


def test_only_a_person_begins(bench: Bench) -> None:
    partnership_id = bench.place.partnership.id
    bench.released()
    before = is_watched(bench.place.services, partnership_id)
    bench.sync()

    assert (before, is_watched(bench.place.services, partnership_id)) == (False, True)


def test_the_first_look_asks_nothing_and_wants_a_whole_run(synced: Bench) -> None:
    first = looked(synced, None)

    assert (first.has_news, first.calls) == (True, 0)
    assert first.whole_run >= 6


def test_a_quiet_look_costs_a_call_a_table(synced: Bench) -> None:
    quiet = looked(synced, looked(synced, None))

    assert (quiet.has_news, quiet.calls) == (False, 3)


def test_an_edit_there_is_seen_in_the_minute_in_which_a_run_began(synced: Bench) -> None:
    first = looked(synced, None)
    (piece,) = wholes(synced)
    synced.place.clock.pass_days(-1 / 24)
    synced.edit(piece, "Name", "By telephone")
    synced.place.clock.pass_days(1 / 24)

    assert looked(synced, first).has_news


def test_a_change_here_is_seen_without_asking(synced: Bench) -> None:
    first = looked(synced, None)
    synced.released("The ward rings")

    seen = looked(synced, first)

    assert (seen.has_news, seen.calls) == (True, 0)


def test_a_write_in_doubt_is_news(synced: Bench) -> None:
    first = looked(synced, None)
    services, about = synced.place.services, synced.place.partnership.id
    doubt = Intent(
        id="i1",
        kind="create_page",
        subject=about,
        key="k",
        payload={},
        state=IntentState.IN_DOUBT,
        made_at=services.now,
        outcome={},
    )
    with services.db.begin() as tx:
        stored_intents.add(tx, doubt)

    assert intents.unfinished(services, about) != ()
    assert looked(synced, first).has_news


def test_strangers_look_at_nothing(synced: Bench) -> None:
    with pytest.raises(NotHere):
        looked(synced, None, who="stranger")


def test_what_notion_refuses_is_told_in_words(
    synced: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = looked(synced, None)
    revoked = NotionClient(http_to(synced.sandbox), "revoked", f"{SANDBOX_URL}/notion")
    monkeypatch.setattr(synced, "notion", revoked)

    with pytest.raises(ConnectionBroken, match="Connections"):
        looked(synced, first)
