"""Themes of a piece go both ways: those for partners out, and what is typed there to the desk."""

from dataclasses import replace

from plugin.curate.piece_themes import give_piece_theme, take_piece_theme
from plugin.curate.themes import give_theme, merge_theme, save_theme, themes_view
from plugin.domain.judgements import THEMES
from plugin.domain.pieces import PieceWhole
from plugin.domain.themes import Theme
from plugin.govern.withdrawal import take_back
from plugin.store import links as stored_links
from plugin.sync import messages
from tests.unit.plugin.curate.meeting import HELD, TRUST
from tests.unit.plugin.sync.bench import BASE_URL, Bench
from tests.unit.plugin.sync.rows_by_people import (
    TITLE,
    minutes_later,
    pieces,
    released,
    row_of_ruth,
    type_into,
)


def named(bench: Bench, name: str) -> Theme:
    view = themes_view(bench.place.services, bench.place.actor("helen"), bench.place.community.id)
    return next(line.theme for line in view.lines if line.theme.name == name)


def save(bench: Bench, name: str, was: str = "", *, is_for_partners: bool = True) -> None:
    services, helen = bench.place.services, bench.place.actor("helen")
    theme = named(bench, was) if was else None
    save_theme(
        services,
        helen,
        bench.place.community.id,
        theme.id if theme else "",
        name,
        "",
        "",
        theme.version if theme else None,
        is_for_partners=is_for_partners,
    )


def give(bench: Bench, piece: PieceWhole, *names: str) -> None:
    for name in names:
        give_piece_theme(bench.place.services, bench.place.actor("helen"), piece.piece.id, name)


def here(bench: Bench, piece: PieceWhole) -> list[str]:
    return [each.name for each in bench.whole(piece).themes]


def there(bench: Bench, piece: PieceWhole) -> list[str]:
    return sorted(bench.page(piece).properties["Themes"].options)


def offered(bench: Bench) -> list[str]:
    return sorted(each.name for each in bench.schema().properties["Themes"].options)


def test_themes_for_partners_go_there_and_no_others(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "Asked, or not")
    save(bench, "ours alone", is_for_partners=False)
    give(bench, piece, "Asked, or not", "ours alone")

    bench.sync()

    assert there(bench, piece) == offered(bench) == ["Asked · or not"]
    assert bench.shows(piece)["Checked"] == "By the group"
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_themes_of_single_notes_stay_on_the_desk(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "phone")
    notes = [each.note_id for each in piece.sources]
    give_theme(
        bench.place.services, bench.place.actor("helen"), bench.place.community.id, notes, "phone"
    )

    bench.sync()

    assert there(bench, piece) == offered(bench) == []


def test_a_theme_chosen_there_comes_here_and_one_taken_off_there_goes(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    for name in ("asked", "trust"):
        save(bench, name)
    give(bench, piece, "asked")
    give(bench, other, "trust")
    bench.sync()
    bench.edit(piece, "Themes", "trust")

    done = bench.sync()

    assert (done.edits, done.conflicts, done.waiting) == (1, 0, 0)
    assert here(bench, piece) == there(bench, piece) == ["trust"]
    assert bench.whole(piece).newest.number == 1
    assert named(bench, "trust").proposed_on is None
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_changes_on_both_sides_come_together_without_a_question(bench: Bench) -> None:
    piece = bench.released()
    for name in ("asked", "trust", "home"):
        save(bench, name)
    give(bench, piece, "asked", "home")
    bench.sync()
    give(bench, piece, "trust")
    bench.edit(piece, "Themes", "asked, waiting")

    done = bench.sync()
    bench.sync()

    assert done.conflicts == 0
    assert here(bench, piece) == there(bench, piece) == ["asked", "trust", "waiting"]
    assert bench.writes_of(bench.sync) == 0


def test_a_new_name_is_a_proposal_that_curators_decide_about(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    bench.sync()
    bench.edit(piece, "Themes", "waiting, doors")
    bench.sync()
    for name in ("waiting", "doors"):
        assert named(bench, name).proposed_on == bench.place.services.today
        give(bench, other, name)

    bench.sync()
    assert (there(bench, piece), there(bench, other)) == (["doors", "waiting"], [])

    save(bench, "waiting", "waiting")
    save(bench, "doors", "doors", is_for_partners=False)
    bench.sync()

    assert there(bench, piece) == there(bench, other) == offered(bench) == ["waiting"]
    assert here(bench, piece) == ["doors", "waiting"]
    assert (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_a_name_that_is_for_curators_alone_is_asked_about_where_it_is_typed(bench: Bench) -> None:
    piece, other = bench.released("By phone"), bench.released("Another")
    save(bench, "ours alone", is_for_partners=False)
    give(bench, other, "ours alone")
    bench.sync()
    bench.edit(piece, "Themes", "Ours alone")

    bench.sync()
    bench.sync()

    assert here(bench, piece) == ["ours alone"]
    assert (there(bench, piece), there(bench, other)) == (["Ours alone"], [])
    assert named(bench, "ours alone").proposed_on is not None
    assert not named(bench, "ours alone").is_for_partners


def test_a_theme_that_was_merged_is_found_by_its_old_name(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "phone")
    save(bench, "calls")
    give(bench, piece, "phone")
    bench.sync()
    services, helen = bench.place.services, bench.place.actor("helen")
    phone, calls = named(bench, "phone").id, named(bench, "calls").id
    merge_theme(services, helen, bench.place.community.id, phone, calls)
    bench.sync()
    assert there(bench, piece) == here(bench, piece) == ["calls"]

    take_piece_theme(services, helen, piece.piece.id, calls)
    bench.sync()
    assert there(bench, piece) == []
    bench.edit(piece, "Themes", "phone")
    bench.sync()

    assert here(bench, piece) == ["calls"]


def test_a_renamed_theme_is_renamed_there(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "phone")
    give(bench, piece, "phone")
    bench.sync()

    save(bench, "calls by phone", "phone")
    bench.sync()
    bench.sync()

    assert there(bench, piece) == here(bench, piece) == offered(bench) == ["calls by phone"]


def test_held_words_typed_as_a_theme_are_not_taken_and_go(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.edit(piece, "Themes", HELD.rstrip("."))

    done = bench.sync()
    bench.sync()

    url = f"{BASE_URL}/pieces/{piece.piece.id}"
    assert messages.THEME_NOT_TAKEN.format(url=url) in done.messages
    assert (here(bench, piece), there(bench, piece), offered(bench)) == ([], [], [])
    assert bench.writes_of(bench.sync) == 0


def test_a_name_that_may_point_to_a_person_leaves_the_rows(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "asked")
    give(bench, piece, "asked")
    bench.sync()
    with bench.place.services.db.begin() as tx:
        tx.exec_driver_sql("UPDATE theme SET name = 'ring 07700 900123'")

    bench.sync()

    assert there(bench, piece) == []
    assert not bench.whole(piece).themes[0].goes_out


def test_words_that_are_taken_back_leave_the_names_there(bench: Bench) -> None:
    piece = bench.released()
    save(bench, TRUST.rstrip("."))
    give(bench, piece, TRUST.rstrip("."))
    bench.sync()
    assert offered(bench) == [TRUST.rstrip(".")]

    services, sam = bench.place.services, bench.place.actor("sam")
    take_back(services, sam, f"trust-{bench.session.id}")
    bench.sync()

    assert offered(bench) == []


def test_a_row_made_in_notion_brings_its_themes(bench: Bench) -> None:
    bench.released("By phone")
    save(bench, "asked")
    bench.sync()
    page_id = row_of_ruth(bench)
    type_into(bench, page_id, "Themes", "asked, waiting")
    minutes_later(bench)

    bench.sync()

    (written,) = (each for each in pieces(bench) if each.newest.title == TITLE)
    assert here(bench, written) == ["asked", "waiting"]
    bench.edit(written, "Themes", "waiting")
    bench.sync()
    assert here(bench, written) == ["waiting"]
    assert bench.writes_of(bench.sync) == 0
    minutes_later(bench)
    released(bench, written)
    bench.sync()
    assert there(bench, written) == ["waiting"]


def test_a_memory_from_before_gets_the_column_and_the_themes(bench: Bench) -> None:
    piece = bench.released()
    save(bench, "asked")
    give(bench, piece, "asked")
    bench.sync()
    bench.forget_column("Themes", "themes")
    link = bench.link(piece)
    agreed = {name: text for name, text in link.agreed.items() if name != THEMES}
    with bench.place.services.db.begin() as tx:
        stored_links.save_link(tx, replace(link, agreed=agreed))

    done = bench.sync()
    bench.sync()

    assert (done.edits, done.conflicts) == (0, 0)
    assert here(bench, piece) == there(bench, piece) == ["asked"]
