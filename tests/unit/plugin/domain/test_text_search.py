import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.blankness import fold
from plugin.domain.text_search import MOST_TERMS, excerpt, highlight, spellings, terms_of

FOUND = [
    ("電話", "みんなで電話をかける"),
    ("电话", "我们打电话给家人"),
    ("水", "お水をください"),
    ("โทร", "เราโทรหาครอบครัว"),
    ("전화", "가족에게 전화했어요"),
    ("gespräch", "Das Entlassungsgespräch kam zu spät."),
    ("gesprach", "Das Entlassungsgespräch kam zu spät."),
    ("STRASSE", "In der Straße"),
    ("نتصل", "نَتَّصِلُ بالعائلة"),
    ("نَتَّصِلُ", "نتصل بالعائلة"),
    ("میخواهیم", "ما می‌خواهیم بدانیم"),
    ("می‌خواهیم", "ما میخواهیم بدانیم"),
    ("كتاب", "کتاب"),
    ("שלום", "שָׁלוֹם לכולם"),
    ("ABC", "ＡＢＣ会議"),
    ("ガス", "ｶﾞｽの点検"),
    ("read-back", "We call it a readback."),
    ("readback", "We call it a read-back."),
    ("read back", "We call it a read-back."),
    ("follow-up", "We follow up every week."),
    ("follow-up", "A followup, and a follow\u2011up."),
    ("follow up", "Our follow-up was late."),
    ("Follow\u2010Up", "we FOLLOW\nUP"),
    ("follow–up", "Our follow-up was late."),
    ("up-to-date", "up to-date, as they say"),
    ("day-to-day-work-plan", "our day to day work plan"),
    ("e-mail", "an email"),
    ("dont", "We don’t know."),
    ("don't", "We don’t know."),
    ("💡", "💡 Ring before the form"),
    ("👍", "👍🏽"),
    ("❤", "❤️ to the night team"),
    ("office", "The oﬃce"),
    ("12", "١٢ دقيقة"),
    ("Łódź", "in lodz"),
    ("po\u00adlicy", "policy"),
    ("हिन्दी", "हम हिन्दी बोलते हैं"),
]
NOT_FOUND = [
    ("phone zebra", "By phone."),
    ("", "anything"),
    ("follow-up", "Up to follow the rules"),
    ("e-mail", "a mail"),
    ("-", "a follow-up"),
    ("—", "anything — at all"),
    ("\0", "anything"),
    ("की", "का"),
]


def is_found(question: str, text: str) -> bool:
    terms = terms_of(question)
    return bool(terms) and all(
        any(spelling in fold(text) for spelling in spellings(term)) for term in terms
    )


@pytest.mark.parametrize(("question", "text"), FOUND)
def test_word_is_found_however_it_is_written(question: str, text: str) -> None:
    assert is_found(question, text)


@pytest.mark.parametrize(("question", "text"), NOT_FOUND)
def test_other_words_and_bare_marks_are_not_found(question: str, text: str) -> None:
    assert not is_found(question, text)


def test_voiced_letters_stay_other_letters() -> None:
    assert fold("が") != fold("か")


def test_no_more_than_some_words_are_looked_for() -> None:
    assert len(terms_of(" ".join(f"w{n}" for n in range(100)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("text", "question", "hits"),
    [
        ("Das Entlassungsgespräch.", "gesprach", ["gespräch"]),
        ("Boiler, boiler", "boiler", ["Boiler", "boiler"]),
        ("نَتَّصِلُ بالعائلة", "نتصل", ["نَتَّصِلُ"]),
        ("ＡＢＣ会議", "abc", ["ＡＢＣ"]),
        ("a read-back", "readback", ["read-back"]),
        ("a read-back and a read  back", "read-back", ["read-back", "read  back"]),
        ("In der Straße", "ss", ["ß"]),
        ("phones", "phone one", ["phone"]),
    ],
)
def test_hits_are_marked_in_words_as_written(text: str, question: str, hits: list[str]) -> None:
    segments = highlight(text, terms_of(question))

    assert [words for words, is_hit in segments if is_hit] == hits
    assert "".join(words for words, _ in segments) == text


def test_excerpt_shows_the_hit_with_words_round_it() -> None:
    text = "one " * 200 + "boiler " + "two " * 200

    segments = excerpt(text, ("boiler",))

    assert ("boiler", True) in segments
    assert segments[0] == ("… ", False)
    assert segments[-1] == (" …", False)
    assert sum(len(words) for words, _ in segments) < 500


@given(st.text(max_size=200), st.text(max_size=20))
def test_every_found_word_is_marked_and_nothing_is_lost(text: str, question: str) -> None:
    terms = terms_of(question)
    segments = highlight(text, terms)

    assert "".join(words for words, _ in segments) == text
    if any(term in fold(text) for term in terms):
        assert any(is_hit for _, is_hit in segments)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_no_character_folds_to_more_when_it_is_folded_again() -> None:
    signs = map(chr, range(sys.maxunicode + 1))
    texts = [f"a{sign}b" for sign in signs if not unicodedata.is_normalized("NFKD", sign)]

    assert [text for text in texts if fold(fold(text)) != fold(text)] == []
