import pytest

from plugin.web.differences import differences


@pytest.mark.parametrize(
    ("older", "text", "new"),
    [
        ("People ring.", "People ring.", []),
        ("People ring.", "People write.", ["write."]),
        ("", "All new words", ["All new words"]),
        ("People ring.", "", []),
        ("One.\n\nTwo.", "One.\nTwo.", []),
        ("a b c", "b c d", ["d"]),
    ],
)
def test_new_words_are_found_and_nothing_is_lost(older: str, text: str, new: list[str]) -> None:
    found = differences(older, text)

    assert "".join(words for words, _ in found) == text
    assert [words for words, is_new in found if is_new] == new


def test_very_long_texts_are_shown_as_they_are() -> None:
    text = "word " * 5000

    assert differences("other " * 5000, text) == ((text, False),)
