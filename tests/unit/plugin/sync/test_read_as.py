"""The page of a piece tells how it is read, with quotes and what does not fit in their own form."""

from plugin.curate.quoting import quote_note
from plugin.curate.readings import say_how_it_reads, take_reading_off
from plugin.domain.piece_readings import READ_BY_EACH
from plugin.domain.piece_records import OTHER_VIEW, with_other_view
from plugin.domain.pieces import PieceWhole, Rung
from plugin.govern.withdrawal import take_back
from plugin.sync.actions import IN_THEIR_WORDS
from plugin.sync.pieces.values import FOOT
from schemas.notion import Block
from tests.unit.plugin.curate.meeting import PHONE
from tests.unit.plugin.sync.bench import STORY, Bench
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.unit.plugin.sync.rows_by_people import minutes_later

HEALTH = "We ring because the form is slow."
WHOSE = "(The learning partner’s understanding.)"


def read(bench: Bench, piece: PieceWhole, origin: str, words: str) -> None:
    services, helen = bench.place.services, bench.place.actor("helen")
    say_how_it_reads(
        services, helen, piece.piece.id, origin, words, is_signed=False, are_three=True
    )


def with_readings(bench: Bench, **said: str) -> PieceWhole:
    piece = bench.draft("By phone")
    for origin, words in said.items():
        read(bench, piece, origin, words)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)
    return bench.whole(piece)


def forms(bench: Bench, piece: PieceWhole) -> list[tuple[str, str]]:
    return [(each.type, each.text) for each in bench.flat_body(piece)[1:]]


def below_story(bench: Bench, piece: PieceWhole) -> list[tuple[str, str]]:
    return forms(bench, piece)[len(piece.newest.narrative.split("\n\n")) :]


def told(**said: str) -> list[tuple[str, str]]:
    found = [("heading_3", READ_BY_EACH)] if said else []
    for origin, words in said.items():
        found += [("toggle", origin), ("paragraph", f"{words} {WHOSE}")]
    return [*found, ("divider", ""), ("paragraph", FOOT)]


def block(bench: Bench, piece: PieceWhole, text: str) -> Block:
    return next(each for each in bench.flat_body(piece) if each.text.startswith(text))


def is_quiet(bench: Bench) -> bool:
    return (bench.plan(), bench.writes_of(bench.sync)) == ((), 0)


def test_a_new_page_tells_how_each_reads_it(bench: Bench) -> None:
    piece = with_readings(bench, Health=HEALTH, Housing="We wait.")

    bench.sync()

    assert below_story(bench, piece) == told(Health=HEALTH, Housing="We wait.")
    assert bench.story(piece) == STORY.split("\n\n")
    for _ in range(3):  # half sent, known, remembered
        assert is_quiet(bench)
        minutes_later(bench)
    assert len(bench.whole(piece).wordings) == len(piece.wordings)


def test_a_reading_that_is_checked_later_comes_then(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    minutes_later(bench)
    bench.sync()
    read(bench, piece, "Health", HEALTH)
    bench.sync()
    assert below_story(bench, piece) == told()

    bench.check(piece)
    bench.sync()

    assert below_story(bench, piece) == told(Health=HEALTH)
    assert is_quiet(bench)


def test_a_story_that_grows_stays_above_how_it_is_read(bench: Bench) -> None:
    piece = bench.released()
    bench.sync()
    bench.sync()
    longer = f"{piece.newest.narrative}\n\nOr they give up."
    bench.rewrite(piece, narrative=longer)
    read(bench, piece, "Health", HEALTH)
    bench.check(piece)

    bench.sync()

    assert below_story(bench, bench.whole(piece)) == told(Health=HEALTH)
    bench.rewrite(piece, narrative=f"{longer}\n\nOr come back.")
    bench.check(piece)
    bench.sync()
    assert below_story(bench, bench.whole(piece)) == told(Health=HEALTH)
    assert is_quiet(bench)


def test_one_that_is_taken_off_is_emptied_and_goes(bench: Bench) -> None:
    piece = with_readings(bench, Health=HEALTH, Housing="We wait.")
    bench.sync()
    inside = block(bench, piece, HEALTH).id
    services, helen = bench.place.services, bench.place.actor("helen")
    first = next(e for e in piece.readings_of(piece.newest) if e.origin == "Health")
    take_reading_off(services, helen, piece.piece.id, first.id, "They do not say so any more.")
    bench.check(piece)

    bench.sync()

    assert below_story(bench, piece) == told(Housing="We wait.")
    assert HEALTH not in bench.notion.block(inside).text
    assert is_quiet(bench)


def test_an_edit_of_a_reading_is_put_back_and_kept(bench: Bench) -> None:
    piece = with_readings(bench, Health=HEALTH)
    bench.sync()
    minutes_later(bench)
    bench.sync()
    bench.edit_block(block(bench, piece, HEALTH).id, "They ring because they like us.")
    minutes_later(bench)

    bench.sync()

    assert below_story(bench, piece) == told(Health=HEALTH)
    assert bench.link(piece).state.boxed == ("They ring because they like us.",)
    assert bench.whole(piece).newest.number == piece.newest.number


def test_a_reading_that_people_deleted_comes_back(bench: Bench) -> None:
    piece = with_readings(bench, Health=HEALTH, Housing="We wait.")
    bench.sync()
    minutes_later(bench)
    bench.sync()
    Ruth(bench.state).delete(block(bench, piece, "Housing").id)
    bench.state.touch(bench.state.things[bench.link(piece).notion_page_id], "ruth")
    minutes_later(bench)

    bench.sync()

    assert below_story(bench, piece) == told(Health=HEALTH, Housing="We wait.")


def test_what_is_taken_down_is_emptied_before_it_is_trashed(bench: Bench) -> None:
    piece = with_readings(bench, Health=HEALTH)
    bench.sync()
    blocks = [each.id for each in bench.flat_body(piece)]
    services, sam = bench.place.services, bench.place.actor("sam")

    take_back(services, sam, f"trust-{bench.session.id}")
    bench.sync()

    texts = " ".join(bench.notion.block(each).text for each in blocks)
    assert not any(words in texts for words in (HEALTH, "Health", "ring each other"))
    assert all(HEALTH not in each.narrative for each in bench.whole(piece).wordings)


def test_quotes_and_what_does_not_fit_have_forms_of_their_own(bench: Bench) -> None:
    piece = bench.draft("By phone", with_other_view("They ring.", "Not on our ward."))
    services, helen = bench.place.services, bench.place.actor("helen")
    note_id = next(e.note_id for e in piece.sources if e.note_id.startswith("phone"))
    number = quote_note(services, helen, piece.piece.id, note_id)
    story = with_other_view(f"They ring.\n\n[quote {number}]", "Not on our ward.")
    bench.rewrite(piece, narrative=story)
    bench.check(piece)
    bench.to_rung(piece, Rung.PARTNERSHIP)

    bench.sync()

    assert forms(bench, piece)[:5] == [
        ("paragraph", "They ring."),
        ("heading_3", IN_THEIR_WORDS),
        ("quote", f"“{PHONE}”"),
        ("heading_3", OTHER_VIEW),
        ("bulleted_list_item", "Not on our ward."),
    ]
    for _ in range(2):
        assert is_quiet(bench)
        minutes_later(bench)
    bench.edit_block(block(bench, piece, "Not on").id, "Never on our ward.")
    minutes_later(bench)
    bench.sync()
    assert bench.whole(piece).newest.narrative.endswith("Never on our ward.")
    longer = with_other_view(bench.whole(piece).newest.stored_story, "Nor at night.")
    bench.rewrite(piece, narrative=longer)
    bench.check(piece)
    bench.sync()
    assert block(bench, piece, "Nor at night.").type == "bulleted_list_item"
    minutes_later(bench)
    assert is_quiet(bench)
