"""Names of places and organisations in a text that leaves them out; pure.

Known names are taken from what a partnership calls itself, its groups, its server and its sponsor:
they stand in no edition. What else has a capital inside a sentence may be a name too: it is shown
to the second person who reads the edition, and decided by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

BLURRED = "[a place or an organisation]"
_WORD = r"[^\W\d_][\w'’]*"
_CAPITAL = re.compile(rf"\b(?:{_WORD})", re.UNICODE)
_JOINED = frozenset({"of", "and", "the", "for", "on", "upon", "in", "de", "&"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They say what something is, not which one it is, and stand in plain sentences too.
_GENERIC = _words(
    "a an and association authority board borough care centre center charity city college community"
    " company council county department director district families family for foundation general"
    " group groups head health home homes hospital house housing in institute integrated it join"
    " joint learning limited local manager mental national network new nhs of office officer on"
    " our partners partnership partnerships people place practice primary programme project"
    " public region regional research royal run school schools service services social society st"
    " support team the together town trust university upon village voluntary we who work young"
    " chief executive lead leader chair north south east west upper lower great little home going"
    " if is this that with from by at to as ask ring write email call"
)
_PLAIN = _words(
    "I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May"
    " June July August September October November December Christmas Easter"
)


def known_places(names: Iterable[str], sentences: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what names and sentences call places and organisations, the longest first.

    A name is one from its first letter on; in a sentence only words with a capital are.
    """
    found = set()
    for name in names:
        runs = _runs(name)
        found.update(runs)
        found.update(word for run in runs for word in run.split() if _tells(word))
    for sentence in sentences:
        runs = [run for run in _runs(sentence) if " " in run]
        found.update(runs)
        found.update(word for run in runs for word in run.split() if _tells(word))
        found.update(word for word in perhaps_places(sentence) if _tells(word))
    told = {each for each in found if any(_tells(word) for word in each.split())}
    return tuple(sorted(told, key=lambda each: (-len(each), each)))


def places_in(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names that stand in a text, however they are typed."""
    return tuple(each for each in known if _pattern(each).search(text))


def without_places(text: str, known: Iterable[str]) -> str:
    """Return a text with a sign for each known name, as a suggestion."""
    for each in known:
        text = _pattern(each).sub(BLURRED, text)
    return text


def perhaps_places(text: str) -> tuple[str, ...]:
    """Return the words with a capital inside sentences, which may name something."""
    found = []
    for sentence in re.split(r"(?<=[.!?:])\s+|\n+", text):
        words = [each.group() for each in _CAPITAL.finditer(sentence)]
        found += [each for each in words[1:] if each[0].isupper() and each not in _PLAIN]
    return tuple(dict.fromkeys(found))


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s\-]+".join(re.escape(each) for each in name.split())
    return re.compile(rf"(?<!\w){words}(?:['’]s)?(?!\w)", re.IGNORECASE)


def _tells(word: str) -> bool:
    return len(word) > 2 and word.casefold() not in _GENERIC


def _runs(text: str) -> list[str]:
    """Return the runs of words with a capital, with the small words that join them."""
    runs: list[list[str]] = []
    is_open = False
    for part in re.split(r"[\s]+|(?=[.,;:!?()])", text):
        word = part.strip(".,;:!?()“”\"'‘’")
        ends = part[:1] in ".,;:!?("
        if ends:
            is_open = False
        if word[:1].isupper():
            if is_open:
                runs[-1].append(word)
            else:
                runs.append([word])
            is_open = True
        elif word and not (is_open and word in _JOINED):
            is_open = False
        elif word and is_open:
            runs[-1].append(word)
    return [_without_joints(run) for run in runs]


def _without_joints(run: list[str]) -> str:
    while run and run[-1] in _JOINED:
        run.pop()
    return " ".join(run)
