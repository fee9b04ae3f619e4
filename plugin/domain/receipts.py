"""What a receipt says of words that were taken back, sentence by sentence.

A receipt is stored in English, as it was written, so that words that go later are found in it too.
Its sentences are those of this module, with days and names filled in: read in another language,
each is known again and said in that language. A sentence that is not known, such as one of an older
receipt, stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from types import MappingProxyType

from plugin.domain.days import long_day, read_long_day
from plugin.languages import Language, LazyText, lazy_gettext, translate

PLACES = (
    lazy_gettext("Here"),
    lazy_gettext("Pieces"),
    lazy_gettext("Pictures"),
    lazy_gettext("Our partners and sponsors"),
    lazy_gettext("Notion"),
    lazy_gettext("Miro"),
    lazy_gettext("Cards on boards"),
    lazy_gettext("Reasons of objections"),
    lazy_gettext("The desk"),
    lazy_gettext("Between sessions"),
    lazy_gettext("Sentences read back"),
    lazy_gettext("The group’s own texts"),
    lazy_gettext("Permissions"),
    lazy_gettext("Invitations"),
    lazy_gettext("Exports"),
    lazy_gettext("Mails"),
    lazy_gettext("Copies made before"),
)

STILL_HERE = lazy_gettext("Not reached: words of it are still here. Take it back again.")
ERASED = lazy_gettext("Erased: its words, its colour, its tags and its place.")
ERASED_WITH_OLDER = lazy_gettext(
    "Erased: its words, older words, its colour, its tags and its place."
)
SEARCH_KNOWS_IT = lazy_gettext("Not reached: the search still knows it.")
NO_SEARCH = lazy_gettext("No search finds it.")

NO_PIECE = lazy_gettext(
    "No piece rested on it, and its words stand in no piece of the partnership."
)
RESTED = lazy_gettext("%(piece)s rested on it, and keeps a stub: box, session, day and reason.")
QUOTE_IS_EMPTY = lazy_gettext("A quote of it is empty now, in every wording.")
REPEATS = lazy_gettext("%(piece)s did not rest on it, and repeats its words.")
IN_NEWEST = lazy_gettext(
    "Not reached: its words stand in the newest wording. The learning partner has to change them."
)
IN_OLDER = lazy_gettext(
    "Not reached: its words stand in an older wording, which stays on the piece’s page."
)
IN_NONE = lazy_gettext("Its words stand in none of its wordings.")
IS_LOOKED_AT = lazy_gettext("The learning partner is asked to look at it again.")
PICTURE = lazy_gettext(
    "%(piece)s has a picture that may show its words. Not reached: the learning partner has to "
    "look."
)

SEEN_AS_LOOKED_AT = lazy_gettext(
    "%(piece)s: they see “being looked at again” in its place, from now on."
)
CHECKED_SINCE = lazy_gettext("%(piece)s: they read a wording that the group checked since.")
NOT_OPEN = lazy_gettext("%(piece)s is not open to them.")
GONE_FROM_PAGE = lazy_gettext(
    "%(piece)s: what places like ours, or anyone, could read of it is gone from its page and from "
    "the feed at once. Not reached: copies that others made."
)
EXPORTED = lazy_gettext(
    "Not reached: these words, or a piece that rests on them, may stand in files that were "
    "exported: %(exports)s. Whoever has a file has to take them out. Who made each stands under "
    "“Where it went”."
)

STICKY_BY_ITSELF = lazy_gettext(
    "Hedgerow wrote its sticky, and deletes it by itself. Miro keeps what was deleted in a history "
    "of its own."
)
STICKY_GONE = lazy_gettext(
    "Its sticky was not on the board any more when it was last collected, on %(day)s. Miro keeps "
    "what was deleted in a history of its own."
)
STICKY_GONE_ONCE = lazy_gettext(
    "Its sticky was not on the board any more when it was last collected. Miro keeps what was "
    "deleted in a history of its own."
)
STICKY_THERE = lazy_gettext(
    "Not reached: its sticky was on the board when it was last collected, on %(day)s. Delete it "
    "there; it will not be collected again. Miro keeps what was deleted in a history of its own."
)
STICKY_THERE_ONCE = lazy_gettext(
    "Not reached: its sticky was on the board when it was last collected. Delete it there; it will "
    "not be collected again. Miro keeps what was deleted in a history of its own."
)
CARD_FORGOTTEN = lazy_gettext(
    "A card for the board of the session of %(day)s repeated its words, and is forgotten here."
)
CARD_ELSEWHERE_FORGOTTEN = lazy_gettext(
    "A card for the board of a session of another group repeated its words, and is forgotten here."
)
CARD_ON_BOARD = lazy_gettext(
    "Not reached: the card on the board. The facilitator has to delete it there."
)

REASONS = lazy_gettext(
    "What somebody gave as a reason to object repeated its words, and is erased."
)
MAILS = lazy_gettext(
    "A mail that waited to be sent repeated its words, and goes out without what it said. If it "
    "was an invitation, send it again. Not reached: what was sent before."
)
ON_DESKS = lazy_gettext(
    "What a learning partner wrote on the desk repeated its words, and is erased."
)
BETWEEN = lazy_gettext("What was written between sessions repeated its words, and is erased.")
COPIES = lazy_gettext("Not reached: backups of this server, and what people copied for themselves.")
READ_BACK = lazy_gettext("Not changed: a sentence that was read back belongs to the group.")
STRUCK = lazy_gettext(
    "A text of a group repeated its words and was not shown. They are gone from it: “(being looked "
    "at again)” stands there until somebody writes new words."
)
OWN_TEXTS = lazy_gettext(
    "Not reached: its words stand in the group’s name, question, permission, contacts, rules or "
    "texts about itself, in the name or a question of a session or in a design of its own. A "
    "facilitator has to change them on the group’s page."
)
OTHERS_TEXTS = lazy_gettext(
    "Not reached: its words stand in another group’s name, question, permission, contacts, rules "
    "or texts about itself, in the name or a question of a session or in a design of its own. A "
    "facilitator has to change them on that group’s page."
)
OWN_AGREEMENT = lazy_gettext(
    "Not reached: its words stand in an earlier version of the group’s agreement."
)
OTHERS_AGREEMENT = lazy_gettext(
    "Not reached: its words stand in an earlier version of another group’s agreement."
)
PERMISSION_ASKED = lazy_gettext(
    "A permission that waited for its sponsor repeated its words, and is dropped with its link. "
    "Ask the sponsor again."
)
PERMISSION_REPLACED = lazy_gettext(
    "A permission that another one followed repeated its words, and is erased."
)
OWN_PERMISSION = lazy_gettext(
    "Not reached: its words stand in the permission that the group was given. Whoever looks after "
    "that group has to ask the sponsor for another one."
)
OTHERS_PERMISSION = lazy_gettext(
    "Not reached: its words stand in the permission that another group was given. Whoever looks "
    "after that group has to ask the sponsor for another one."
)
INVITATION_ERASED = lazy_gettext(
    "What was arranged in the invitation to the session of %(day)s repeated its words, and is "
    "erased."
)
OTHERS_INVITATION_ERASED = lazy_gettext(
    "What was arranged in the invitation of another group repeated its words, and is erased."
)
INVITATION = lazy_gettext(
    "Not reached: its words stand in the invitation to the session of %(day)s. A facilitator has "
    "to change them there."
)
OTHERS_INVITATION = lazy_gettext(
    "Not reached: its words stand in the invitation of another group. A facilitator has to change "
    "them there."
)

NO_PAGE_THERE = lazy_gettext("None of these pieces has a page there.")
WORDS_STOOD = lazy_gettext("The page of %(piece)s: its words stood on it as Hedgerow last saw it.")
WORDS_NOT_FOUND = lazy_gettext(
    "The page of %(piece)s: its words were not found on it as Hedgerow last saw it."
)
EMPTIED_BEFORE = lazy_gettext("The page of %(piece)s was emptied before.")
THEY_TAKE_OUT = lazy_gettext("Not reached: the people who wrote them there have to take them out.")
IN_TRASH = lazy_gettext(
    "Not reached: it is in the trash. Somebody who can open it there has to delete it."
)
BURIED = lazy_gettext(
    "Not reached: it is in the trash, or under a page that is. Somebody who can open it there has "
    "to delete it."
)
HIDDEN = lazy_gettext(
    "Not reached: it is not to be seen. Somebody who can open it there has to delete it."
)
NEXT_SYNC = lazy_gettext(
    "Not reached yet: the next sync empties it and puts it into Notion’s trash."
)
TYPED_BESIDE = lazy_gettext(
    "Not reached: people wrote its words there themselves, beside the piece. The people who wrote "
    "them have to take them out."
)
EDIT_WAITS = lazy_gettext("Not reached: an edit that waits to be settled repeats its words.")
COPIED = lazy_gettext(
    "Not reached: somebody copied its row in Notion (%(addresses)s). Somebody who can open a copy "
    "has to delete it."
)
COPIED_LATELY = lazy_gettext(
    "Not reached: copies that people made in Notion and that no sync has seen. Ask the people who "
    "work there."
)
ON_FORMER_PAGE = lazy_gettext(
    "Not reached: an old page of %(piece)s, which Hedgerow does not follow any more "
    "(%(addresses)s). Its words may stand there; somebody who can open it has to delete it."
)
SAME_TEXT = lazy_gettext(
    "Not reached: somebody made a row in Notion with the text of %(piece)s (%(addresses)s). The "
    "person who made it has to change or delete it."
)
BESIDE_OTHERS = lazy_gettext(
    "Not reached: people wrote its words in Notion on the page of %(piece)s (%(addresses)s), which "
    "did not rest on it. The people who wrote them have to take them out."
)
NOTION_HISTORY = lazy_gettext(
    "Notion keeps a history and a trash of its own, which Hedgerow does not reach."
)

PIECE_OF_OTHERS = lazy_gettext("A piece of another group")
PIECE_OF_OTHERS_WITHIN = lazy_gettext("a piece of another group")
PIECE_OF_DAY = lazy_gettext("The piece made on %(day)s")
_PIECE_OF_DAY_WITHIN = lazy_gettext("the piece made on %(day)s")

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_VALUES = MappingProxyType(
    {
        "piece": rf"[Tt]he piece made on {_DAY}|[Aa] piece of another group",
        "day": _DAY,
        "addresses": r"[^()]+",
        "exports": r".+?",
    }
)
_SENTENCES = tuple(
    each
    for name, each in tuple(globals().items())
    if isinstance(each, LazyText) and not name.startswith(("_", "PIECE_"))
)


def say(sentence: LazyText, **values: str) -> str:
    """Return a sentence of a receipt as it is stored, in English."""
    return str(sentence) % values


def sentences_in(said: str) -> Iterator[str]:
    """Yield the sentences of a stored receipt, those that are known to be said in any language."""
    at = 0
    while at < len(said):
        known = next((f for each in _patterns() if (f := each[0].match(said, at))), None)
        if known is None:
            ends = said.find(". ", at)
            end = len(said) if ends < 0 else ends + 1
            yield said[at:end]
        else:
            end = known.end()
            sentence = next(each for pattern, each in _patterns() if pattern is known.re)
            yield LazyText(partial(_said_in, sentence, known.groupdict()))
        at = end + 1


@lru_cache
def _patterns() -> tuple[tuple[re.Pattern[str], LazyText], ...]:
    """Return how each sentence is known again, the longest first; it ends where another begins."""
    ordered = sorted(_SENTENCES, key=len, reverse=True)
    return tuple((re.compile(f"{_as_pattern(each)}(?= |$)"), each) for each in ordered)


def _as_pattern(sentence: LazyText) -> str:
    def value(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{_VALUES[found[1]]})"

    return re.sub(r"%\\\((\w+)\\\)s", value, re.escape(str(sentence)))


def _said_in(sentence: LazyText, values: dict[str, str], language: Language) -> str:
    own = {name: _value_in(name, each, language) for name, each in values.items()}
    return sentence.in_language(language) % own


def _value_in(name: str, value: str, language: Language) -> str:
    if name == "piece":
        return _piece_in(value, language)
    if name == "day":
        return _day_in(value, language)
    if name == "exports":
        return "; ".join(_export_in(each, language) for each in value.split("; "))
    return value


def _piece_in(value: str, language: Language) -> str:
    day = re.search(_DAY, value)
    if day is None:
        return translate(value, language)
    named = PIECE_OF_DAY if value[0] == "T" else _PIECE_OF_DAY_WITHIN
    return named.in_language(language) % {"day": _day_in(day[0], language)}


def _export_in(value: str, language: Language) -> str:
    found = re.fullmatch(rf"(.+?)(?:, as (\w+))?, on ({_DAY})", value)
    if found is None:
        return value
    what, file_format, day = found.groups()
    named = translate(what, language)
    if file_format:
        named = lazy_gettext("%(name)s, as %(format)s", name=named, format=file_format).in_language(
            language
        )
    return lazy_gettext("%(what)s, on %(day)s", what=named, day=_day_in(day, language)).in_language(
        language
    )


def _day_in(value: str, language: Language) -> str:
    return long_day(read_long_day(value), language)
