import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.blankness import fold
from plugin.domain.overlap import Runs, phrases_of, places_in, shared

NOTE = "What struck me was how long nobody spoke, and I didn’t know why."
WORD = st.text(st.sampled_from(string.ascii_lowercase + "äéßñ"), min_size=1, max_size=9)
BETWEEN = st.sampled_from([" ", "  ", "\n", ", ", " – ", "-", "… ", " 😀 ", "\u00a0", "\u200b "])


def stands(note: str, text: str, *, with_short: bool = False) -> bool:
    return phrases_of([note], with_short=with_short).stand_in(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        NOTE.upper(),
        "Somebody said: struck me was how long nobody spoke!",
        "how long nobody spoke and",
        "how-long-nobody-spoke-and",
        "HOW  LONG\nNOBODY … SPOKE; AND then",
        "ｈｏｗ ｌｏｎｇ ｎｏｂｏｄｙ ｓｐｏｋｅ ａｎｄ",
        "hów löng nobödy spöke ánd",
        "how long no\u200bbody spo\u00adke and",
        "how long no\u3164body spo\U000e0100ke and",
        "how long no\u115fbody spo\u180bke a\u17b4nd",
        "and I didn't know why",
        "how long 😀 nobody 😀 spoke, and",
    ],
)
def test_five_words_are_found_however_they_are_typed(text: str) -> None:
    assert stands(NOTE, text)


@pytest.mark.parametrize(
    "text",
    [
        "hоw lоng nоbоdу sроkе аnd",  # Cyrillic а, е, о, р, у
        "НОW LОNG NОВОDУ SРОКЕ АND",
        "hοw lοng nοbοdγ sροκε αnd",  # Greek
        "ΗΟW LΟΝG ΝΟΒΟDΥ SΡΟΚΕ ΑΝD",
        "հօw lօոց ոօbօdy spօke aոd",  # Armenian
        "ʜᴏᴡ ʟᴏɴɢ ɴᴏʙᴏᴅʏ ꜱᴘᴏᴋᴇ ᴀɴᴅ",  # small capitals
        "ᎻOᎳ ᏞONᏀ NOᏴODᎩ ᏚᏢOᏦᎬ ᎪND",  # Cherokee
        "ꓧꓳꓪ ꓡꓳꓠꓖ ꓠꓳꓐꓳꓓꓬ ꓢꓑꓳꓗꓰ ꓮꓠꓓ",  # Lisu
        "𝐡𝐨𝐰 𝓁𝑜𝓃𝑔 𝕟𝕠𝕓𝕠𝕕𝕪 𝚜𝚙𝚘𝚔𝚎 𝙖𝙣𝙙",  # mathematical letters
        "how l0ng nob0dy sp0ke and",
        "hovv long nobody spoke and",
        "h\u1dc4ow lo\u20e9ng nobo\ufe20dy spoke and",  # marks above letters
        "Whаt struсk mе wаs hоw",
        "What struck rne was how",
        "What struck ᴍe was how",
        "\u202e" + "how long nobody spoke and"[::-1] + "\u202c",  # shown in its old order
        "\u202e" + "What struck me was how"[::-1],
    ],
)
def test_letters_that_look_alike_hide_nothing(text: str) -> None:
    assert stands(NOTE, text)
    assert shared(NOTE, fold(text))


@pytest.mark.parametrize("first", [0x1F130, 0x1F150, 0x1F170, 0x1F1E6, 0x24D0, 0x1D41A])
def test_letters_in_circles_and_squares_hide_nothing(first: int) -> None:
    text = "".join(
        chr(first + ord(char) - ord("a")) if char.isalpha() else char
        for char in "how long nobody spoke and"
    )

    assert stands(NOTE, text)
    assert shared(NOTE, fold(text))
    assert places_in(NOTE, text)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Мы решили звонить ей каждый вечер", "они: pешили звoнить ей кaждый вeчep"),
        ("Αποφασίσαμε να της τηλεφωνούμε κάθε βράδυ", "Aπoφασίσαμε vα της τηλεφωvoύμε kάθε βράδυ"),
        ("All well, I will call Bill", "AII weII, l wiII caII BiII"),
        ("Մենք որոշեցինք զանգել նրան ամեն երեկո", "Մենք nրnշեgինք qwնգել նրwն wմեն երեկn"),
    ],
)
def test_letters_of_any_script_may_be_the_others(note: str, text: str) -> None:
    assert stands(note, text)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Мы решили звонить ей каждый вечер", "Мы решили писать ему каждую субботу"),
        ("What struck me was how long", "What stuck with me was that"),
    ],
)
def test_other_words_in_the_same_letters_are_no_overlap(note: str, text: str) -> None:
    assert not stands(note, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how long nobody spoke",
        "nobody spoke, and how long was not said",
        "Nobody knew why it took so long.",
        "long how spoke nobody and I why",
    ],
)
def test_fewer_words_or_another_order_are_no_overlap(text: str) -> None:
    assert not stands(NOTE, text)


@pytest.mark.parametrize(
    ("note", "text", "is_found"),
    [
        ("みんなで電話をかけることにした", "会議でみんなで電話をかけるという話", True),
        ("みんなで電話をかけることにした", "電話をかける", False),
        ("我们决定每个星期给她打电话", "大家说每个星期给她打电话很好", True),
        ("我们决定每个星期给她打电话", "打电话给她", False),
        ("ﾐﾝﾅﾃﾞﾃﾞﾝﾜｦｶｹﾙ", "ミンナデデンワヲカケル", True),
        ("เราตัดสินใจโทรหาเธอทุกสัปดาห์", "แล้วเราตัดสินใจโทรหาเธอทุกวัน", True),
        ("เราตัดสินใจโทรหาเธอทุกสัปดาห์", "เราโทร", False),
        ("نَتَّصِلُ بها كل أسبوع دائما", "قالوا نتصل بها كل أسبوع دائما", True),
        (
            "우리는 매주 그녀에게 전화를 걸기로 했다",
            "그래서 매주 그녀에게 전화를 걸기로 했다",
            True,
        ),
    ],
)
def test_other_scripts_are_read_too(note: str, text: str, is_found: bool) -> None:
    assert stands(note, text) is is_found


@pytest.mark.parametrize(
    ("note", "text", "is_found"),
    [
        ("Too late.", "It was TOO  LATE, they said", True),
        ("Too late.", "It was not too lately", False),
        ("yes", "eyes", False),
        ("電話", "みんなで電話をかける", True),
        ("😀", "any 😀 text", False),
        ("", "any text", False),
    ],
)
def test_a_short_text_is_looked_for_as_a_whole_where_asked(
    note: str, text: str, is_found: bool
) -> None:
    assert stands(note, text, with_short=True) is is_found
    assert not stands(note, text)


@given(st.lists(WORD, min_size=5, max_size=12), st.data())
def test_any_five_words_are_found_between_any_others(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 5))
    before, after = data.draw(st.tuples(st.text(max_size=20), st.text(max_size=20)))
    between = data.draw(st.lists(BETWEEN, min_size=4, max_size=4))
    typed = "".join(
        f"{data.draw(st.sampled_from([str.upper, str.title, str]))(word)}{gap}"
        for word, gap in zip(words[start : start + 5], [*between, " "], strict=True)
    )

    assert stands(" ".join(words), f"{before} {typed} {after}")


@given(
    st.text(st.sampled_from("abcdef \n"), max_size=60),
    st.text(st.sampled_from("uvwxyz \n"), max_size=60),
)
def test_texts_without_a_letter_in_common_never_overlap(note: str, text: str) -> None:
    assert not stands(note, text, with_short=True)


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_shared_is_shown_exactly_where_there_is_an_overlap(note: str, text: str) -> None:
    assert bool(shared(note, fold(text))) is stands(note, text)


def test_what_is_shared_is_shown_as_it_was_written() -> None:
    text = fold("they said WHAT STRUCK ME WAS HOW, and later: nobody spoke and I didnt know")

    assert shared(NOTE, text) == ("What struck me was how", "nobody spoke, and I didn’t know")


def test_crafted_texts_are_read_through_once() -> None:
    note = " ".join("a" * (8 + number % 40) for number in range(120))
    text = fold("a" * 20_000 + " b")

    phrases = phrases_of([note, "b " * 2_000])

    lengths = {length for each in phrases.by_anchor.values() for length in each}
    assert len(lengths) <= 120
    assert phrases.stand_in(text)


TEXTS = st.lists(st.lists(WORD, max_size=8).map(" ".join), max_size=4)


@given(TEXTS, TEXTS, st.booleans())
def test_phrases_of_more_texts_are_those_of_all(
    texts: list[str], more: list[str], with_short: bool
) -> None:
    before = phrases_of(texts, with_short=with_short)
    same = phrases_of(texts, with_short=with_short)

    both = before.with_more(phrases_of(more, with_short=with_short))

    assert both == phrases_of([*texts, *more], with_short=with_short)
    assert before == same


@pytest.mark.parametrize("before", ["", "They say that "])
@pytest.mark.parametrize("after", ["", " to them again"])
def test_runs_that_are_kept_nowhere_are_known_backwards_too(before: str, after: str) -> None:
    bare = Runs(b"a key", frozenset())
    went = phrases_of([NOTE]).standing_in(fold(NOTE))
    runs = Runs(b"a key", frozenset(map(bare.of, went)))

    for words in (NOTE, NOTE[::-1]):
        said = before + words + after
        found = [said[each.start : each.end] for each in runs.in_text(said)]

        assert found
        assert all(each in words for each in found)
    assert not runs.in_text("What struck everybody was how quickly they agreed about it")
