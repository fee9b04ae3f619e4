import pytest

from plugin.domain.blankness import is_blank

NOTHING = [
    "",
    "   ",
    "\u2060",
    "\u200e\u200f",
    "\u00ad",
    "\ufe0f",
    "\u3164",
    "\u2800\u2800",
    "\u115f\u1160",
    "\u00a0\u3000\u2028\u0085",
    "\u200b\u200c\u200d\ufeff",
    "\x00\x07\x1b",
    "\u061c\u202e\u2066\u2069",
    "\u034f",
    "\U000e0041\U000e007f",
    "\U000e0100",
    "\u2065",
]
SOMETHING = [
    ".",
    "?",
    "0",
    "–",
    "🐈",
    "☁\ufe0f",
    "ﷺ",
    "हाँ",
    "한",
    "\u0301",
    "\u0600",
    "\ufffd",
    "•",
]


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", SOMETHING, ids=ascii)
def test_whatever_shows_something_is_not_blank(text: str) -> None:
    assert not is_blank(f"\u2060 {text}\u200e")
