"""Promise 5: what a link to Notion remembers beside the words goes with them, before any sync."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.piece_themes import give_piece_theme
from plugin.curate.readings import say_how_it_reads
from plugin.curate.themes import save_theme, themes_view
from plugin.domain.judgements import THEMES
from plugin.domain.links import READ_AS, Link
from plugin.domain.overlap import phrases_of
from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole, Rung
from plugin.domain.questions import Answer, AnswerKind
from plugin.govern.retention import tidy
from plugin.govern.withdrawal import take_back
from plugin.store import links as stored_links
from plugin.store import tables as t
from plugin.store import taking_out
from plugin.store.database import Database
from plugin.sync.columns import MEMORY
from plugin.sync.pieces.release_guard import why_not_restored
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.rows_by_people import minutes_later

TOLD = PHONE.rstrip(".")
OTHER = "waiting"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = make_bench(tmp_path)
    services = made.place.services
    opened = Database(services.db.url, key=b"the server's")
    made.place.runtime = replace(made.place.runtime, services=replace(services, db=opened))
    return made


@pytest.fixture
def piece(bench: Bench) -> PieceWhole:
    """Return a piece in Notion beside which the words of a note stand, with others."""
    services, helen = bench.place.services, bench.place.actor("helen")
    made = bench.draft("By phone")
    for origin, words in (("Health", TOLD), ("Care", "It takes too long.")):
        say_how_it_reads(
            services, helen, made.piece.id, origin, words, is_signed=False, are_three=True
        )
    bench.rest_on_meetings(made, 2)
    bench.check(made)
    bench.to_rung(made, Rung.PARTNERSHIP)
    for name in (TOLD, OTHER):
        save_theme(
            services, helen, bench.place.community.id, "", name, "", "", is_for_partners=True
        )
        give_piece_theme(services, helen, made.piece.id, name)
    synced(bench)
    return made


def synced(bench: Bench) -> None:
    for _ in range(3):
        bench.sync()
        minutes_later(bench)


def taken_back(bench: Bench) -> str:
    """Take the note back; return what its writer is told of Notion."""
    services, sam = bench.place.services, bench.place.actor("sam")
    return take_back(services, sam, f"phone-{bench.session.id}").reached["Notion"]


def remembered(link: Link) -> str:
    return "\n".join((*link.agreed.values(), *link.state.boxed))


def name_hash(bench: Bench, name: str) -> str:
    return sha256(f"{bench.source_id()} {name}".encode()).hexdigest()[:32]


def plain_names(bench: Bench) -> list[str]:
    """Store the names that stood there as plain hashes, as older versions did; return these."""
    place, plain = bench.the_place(), [name_hash(bench, each) for each in (TOLD, OTHER)]
    assert place.memory is not None
    memory = place.memory.with_known(options={THEMES: tuple(sorted(plain))})
    with bench.place.services.db.begin() as tx:
        stored_links.save_place(tx, place.with_source(MEMORY, memory))
    return plain


def as_before(bench: Bench, piece: PieceWhole) -> set[str]:
    """Store what went as plain hashes, as older versions did; return these."""
    plain = {each: sha256(f"5a17 {each.casefold()}".encode()).hexdigest() for each in (TOLD, OTHER)}
    link = bench.link(piece)
    agreed = {**link.agreed, THEMES: "\n".join(f"went: 5a17 {each}" for each in plain.values())}
    with bench.place.services.db.begin() as tx:
        stored_links.save_link(tx, replace(link, agreed=agreed))
    return {*plain.values(), *plain_names(bench)}


def stored(bench: Bench) -> str:
    with bench.place.services.db.read() as tx:
        tables = [tx.execute(sa.select(each)).mappings() for each in (t.link, t.notion_place)]
        return "\n".join(str(dict(row)) for rows in tables for row in rows)


def page(bench: Bench, piece: PieceWhole) -> str:
    """Return all that its page in Notion says."""
    cells = [str(value) for value in bench.shows(piece).values()]
    options = bench.page(piece).properties["Themes"].options
    return "\n".join((*cells, *options, *(each.text for each in bench.flat_body(piece))))


def checked_anew(bench: Bench, piece: PieceWhole) -> None:
    bench.rewrite(piece, title="Newer", line="A newer line.", narrative="A newer story.")
    bench.check(piece)


def test_a_link_forgets_them_with_the_note(bench: Bench, piece: PieceWhole) -> None:
    before = bench.link(piece).agreed
    assert TOLD in before[READ_AS]
    assert TOLD in before[THEMES]

    told = taken_back(bench)

    assert TOLD not in remembered(bench.link(piece))
    assert "its words stood on it" in told


def test_the_next_sync_takes_them_off_and_keeps_none_as_words_of_people(
    bench: Bench, piece: PieceWhole
) -> None:
    assert TOLD in page(bench, piece)
    taken_back(bench)
    checked_anew(bench, piece)

    synced(bench)

    shown = page(bench, piece)
    assert TOLD not in shown
    assert "It takes too long. (" in shown
    assert bench.page(piece).properties["Themes"].options == (OTHER,)
    link = bench.link(piece)
    assert (TOLD in remembered(link), link.state.boxed, link.told_what_went) == (False, (), False)
    view = themes_view(bench.place.services, bench.place.actor("helen"), bench.place.community.id)
    assert {line.theme.name for line in view.lines} == {"", OTHER}
    assert bench.writes_of(bench.sync) == 0


def test_what_people_wrote_over_a_reading_is_still_kept(bench: Bench, piece: PieceWhole) -> None:
    block = next(each for each in bench.flat_body(piece) if TOLD in each.text)
    taken_back(bench)
    bench.edit_block(block.id, "Ruth reads it otherwise.")
    checked_anew(bench, piece)

    synced(bench)

    assert bench.link(piece).state.boxed == ("Ruth reads it otherwise.",)


@pytest.mark.parametrize("change", ["typed", "taken off"])
def test_what_people_changed_of_the_themes_is_still_taken(
    bench: Bench, piece: PieceWhole, change: str
) -> None:
    taken_back(bench)
    bench.edit(piece, "Themes", f"{TOLD}, {OTHER}, doors" if change == "typed" else TOLD)
    checked_anew(bench, piece)

    synced(bench)

    names = [each.name for each in bench.whole(piece).themes if each.name]
    assert names == (["doors", OTHER] if change == "typed" else [])
    assert TOLD not in page(bench, piece)


def test_a_page_in_the_trash_on_which_they_stood_stays_there(
    bench: Bench, piece: PieceWhole
) -> None:
    nothing, now = phrases_of(()), bench.place.services.now
    taken_back(bench)
    checked_anew(bench, piece)

    why = why_not_restored(bench.whole(piece), bench.link(piece), (), None, nothing, now)

    assert why == "words that were taken back stand on that page"


def test_words_of_an_answer_that_are_taken_out_go_from_it_too(
    bench: Bench, piece: PieceWhole
) -> None:
    services = bench.place.services
    said = Answer(link_hash="f" * 64, question_id="q", kind=AnswerKind.NEARLY, words=TOLD)
    with services.db.begin() as tx:
        taking_out.take_words_out(tx, piece.piece.id, said, services.now)

    assert TOLD not in remembered(bench.link(piece))


def test_nobody_without_the_servers_key_can_guess_at_what_went(
    bench: Bench, piece: PieceWhole
) -> None:
    taken_back(bench)
    link, now = bench.link(piece), bench.the_place().memory
    agreed = link.agreed[THEMES]
    assert TOLD in link.agreed_among(agreed, TOLD)
    assert now is not None
    assert now.options[THEMES]

    stolen = replace(link, marked_with=b"")

    assert TOLD not in stolen.agreed_among(agreed, TOLD)
    assert not [name for name in (TOLD, OTHER) if name_hash(bench, name) in stored(bench)]


@pytest.mark.parametrize("is_tidied", [False, True])
def test_what_an_older_version_remembered_plainly_is_known_and_made_safe(
    bench: Bench, piece: PieceWhole, *, is_tidied: bool
) -> None:
    taken_back(bench)
    plain = as_before(bench, piece)
    assert all(each in stored(bench) for each in plain)
    if is_tidied:
        writes = bench.writes_of(lambda: tidy(bench.place.services, OPERATOR))
        assert (writes, [each for each in plain if each in stored(bench)]) == (0, [])
    checked_anew(bench, piece)

    synced(bench)

    assert not [each for each in plain if each in stored(bench)]
    assert TOLD not in page(bench, piece)
    assert bench.page(piece).properties["Themes"].options == (OTHER,)
    view = themes_view(bench.place.services, bench.place.actor("helen"), bench.place.community.id)
    assert {line.theme.name for line in view.lines} == {"", OTHER}  # none was taken for people's


def test_no_hash_of_before_costs_a_write_to_notion(bench: Bench, piece: PieceWhole) -> None:
    plain = plain_names(bench)

    assert bench.writes_of(bench.sync) == 0

    assert not [each for each in plain if each in stored(bench)]


def test_a_name_known_by_a_hash_of_before_goes_with_its_theme(
    bench: Bench, piece: PieceWhole
) -> None:
    plain_names(bench)
    services, helen = bench.place.services, bench.place.actor("helen")
    view = themes_view(services, helen, bench.place.community.id)
    theme = next(line.theme for line in view.lines if line.theme.name == OTHER)
    changed = ("doors", "", "", theme.version)
    save_theme(services, helen, theme.community_id, theme.id, *changed, is_for_partners=True)

    synced(bench)

    assert OTHER not in page(bench, piece)
    offered = bench.schema().properties["Themes"].options
    assert sorted(each.name for each in offered) == sorted((TOLD, "doors"))
