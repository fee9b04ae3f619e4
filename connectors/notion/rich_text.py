"""Plain text as Notion's rich text, cut where its limits want it.

See docs/notion.md#writing-blocks and docs/notion.md#text-and-its-limits.

Notion may merge the pieces again, so only the joined text counts. A piece never ends inside what
people see as one sign: combining marks, joined emoji, flags and skin tones stay together, unless
one sign alone is longer than a piece.
"""

import unicodedata

# A character beyond the first 65,536 counts as two: Notion's server counts in UTF-16 units.
UNITS_A_PIECE = 2_000
PIECES_A_TEXT = 100
MOST_IN_A_LIST = 100  # entries of one property

JOINER = "\u200d"
_EXTENDING = frozenset({"Mn", "Mc", "Me"})


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def first_part(text: str, most_units: int) -> str:
    """Return the longest beginning of `text` in `most_units` that ends between two signs."""
    end = _reach(text, most_units)
    if end == len(text):
        return text
    cut = end
    while cut > 0 and not _is_between_signs(text, cut):
        cut -= 1
    return text[: cut or end]


def parts(text: str, most_units: int) -> tuple[str, ...]:
    """Cut `text` into parts of at most `most_units`; joined they are `text` again."""
    found = []
    while text:
        part = first_part(text, most_units)
        found.append(part)
        text = text[len(part) :]
    return tuple(found)


def rich_text(text: str, link: str = "") -> list[dict[str, object]]:
    """Return `text` as a rich text array; empty text is an empty array; all of it leads to `link`.

    Raise `ValueError` for more than 100 pieces: who writes long texts makes several blocks of them
    (`paragraphs`).
    """
    pieces = parts(text, UNITS_A_PIECE)
    if len(pieces) > PIECES_A_TEXT:
        raise ValueError(f"A rich text takes {PIECES_A_TEXT} pieces, not {len(pieces)}.")
    leads = {"link": {"url": link}} if link else {}
    return [{"type": "text", "text": {"content": piece, **leads}} for piece in pieces]


def _reach(text: str, most_units: int) -> int:
    """Return how many characters fit into `most_units`."""
    end = min(len(text), most_units)
    left = most_units - end - sum(sign > "\uffff" for sign in text[:end])
    while left < 0:
        end -= 1
        left += 2 if text[end] > "\uffff" else 1
    return max(end, min(1, len(text)))


def _is_between_signs(text: str, cut: int) -> bool:
    before, after = text[cut - 1], text[cut]
    if after == JOINER or before == JOINER or _extends(after):
        return False
    if before == "\r" and after == "\n":
        return False
    if _is_flag_letter(after):
        return _flag_letters_before(text, cut) % 2 == 0
    return not (_is_jamo(before) and _is_jamo(after))


def _extends(sign: str) -> bool:
    """Tell whether `sign` changes the look of the one before: marks, skin tones, tags of flags."""
    is_tone = "\U0001f3fb" <= sign <= "\U0001f3ff"
    is_tag = "\U000e0020" <= sign <= "\U000e007f"
    return is_tone or is_tag or sign == "\u200c" or unicodedata.category(sign) in _EXTENDING


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flag_letters_before(text: str, cut: int) -> int:
    start = cut
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return cut - start


def _is_jamo(sign: str) -> bool:
    """Tell whether `sign` is a Hangul letter that joins with its neighbours into one syllable."""
    return "\u1100" <= sign <= "\u11ff" or "\uac00" <= sign <= "\ud7a3"
