"""Whether an English word that is a name too is used as a name where it stands.

What speaks for a name: a title or a greeting before it, what only people do behind it, a capital
where no sentence begins. What speaks against it: the months, articles, other words with capitals.
"""

from __future__ import annotations

import re
from functools import cached_property

from plugin.identifiers.common_words import (
    ABSTRACT,
    DETERMINERS,
    DOES,
    IS,
    MONTHS,
    OPENERS,
    SPEAKS,
    SURE_TITLES,
    TITLES,
    TOWARDS,
    words_of,
)

_WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
_BEFORE = re.compile(rf"(?P<word>{_WORD})\.?[ ]{{1,2}}$")
_AFTER = re.compile(rf"^[ ]{{1,2}}(?P<word>{_WORD})")
_BEGINS = re.compile(r"(?:^|[.!?:;\n\"(\[*>|•][ \"'(]*|(?:^|[ ])['-][ ]?|\d[.)][ ]?)$")
_OVER = re.compile(r"^[ ]?(?:$|[\n,;)?!/&.]|and [A-Z]|x+$)")
_CALLS = re.compile(
    r"\b(?:thanks|thank you|cheers|love|regards|hi|hello|hey|sorry|well done|good point)[ ,-]*$",
    re.IGNORECASE,
)
# Behind the verb *mark* or *bill* stands what is marked; before *will* as a verb comes its subject.
_OBJECTS = DETERMINERS | {"it", "them", "as", "all", "both", "one", "only", "off", "out", "for"}
_SUBJECTS = words_of("i you he she it we they there this that these the our my your")
_PHRASES = {("will", "free"), ("will", "last"), ("will", "good"), ("will", "god")}
_MODALS = words_of("can can't cannot will won't could couldn't would wouldn't should shouldn't")
# Behind *Hope's* or *Grace's* where that means *Hope is*.
_NO_THING = words_of("gone lost here there the a an not what all always never been") | {""}
_VERBS = words_of("mark bill rob sue skip grant hunt ring call chase book")


class Use:
    """One word in its text: what it is, and what stands around it."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        """Look at a match of a known name that is a word too."""
        self._before, self._after = text[: match.start()], text[match.end() :]
        self._shown, self._ending = match["name"], match["ending"]
        self._word = self._shown.casefold()
        before, after = _BEFORE.search(self._before), _AFTER.search(self._after)
        self._previous = before["word"] if before else ""
        self._following = after["word"] if after else ""

    def is_name(self, *, is_given: bool) -> bool:
        """Say whether it is a name here; `is_given` says that somebody is called by it."""
        previous, following = self._previous.casefold(), self._following.casefold()
        if self._before.endswith("@"):
            return True
        if previous in SURE_TITLES or (previous in TITLES and self._has_capital):
            return True
        if self._ending and "'" not in self._ending:
            return False  # *bills* and *marks* are words
        if following in SPEAKS and previous not in DETERMINERS:
            return self._word not in ABSTRACT | MONTHS or self._shown[0].isupper()
        if not self._has_capital:
            return False
        if previous in TOWARDS or _CALLS.search(self._before):
            return True
        if self._is_alone(is_given=is_given):
            return True
        if following in _MODALS and self._word not in ABSTRACT:
            return is_given and previous not in DETERMINERS
        if self._word in MONTHS:
            return following == "and" and self._after.startswith(" and I ")
        if self._is_figure:
            return False
        return self._with_capital(previous, following, is_given=is_given)

    @cached_property
    def _has_capital(self) -> bool:
        return self._shown[0].isupper() and not (self._shown.isupper() and len(self._shown) > 2)

    @cached_property
    def _begins(self) -> bool:
        return bool(_BEGINS.search(self._before))

    def _is_alone(self, *, is_given: bool) -> bool:
        """Say whether it stands alone, as people sign, are called, or are listed: *Lead: Mark*."""
        if not is_given or self._word in ABSTRACT | MONTHS:
            return False
        if not re.search(r"\w", self._before + self._after):
            return True
        if not _OVER.match(self._after):
            return False
        is_listed = re.search(r"[^\W\d][:-][ ]?$|\n[ ]*-?[ ]?$|[.!?,] ?[-–][ ]?$", self._before)
        is_called = self._begins and re.match(r"^, ?[a-z]", self._after)
        return bool(is_listed or is_called)

    @cached_property
    def _is_figure(self) -> bool:
        """Say whether it is part of a set phrase: *Mark 2*, *free Will*."""
        is_number = self._word == "mark" and re.match(r" ?(?:\d|[IVX]+\b)", self._after)
        return bool(is_number) or (self._word, self._previous.casefold()) in _PHRASES

    def _with_capital(self, previous: str, following: str, *, is_given: bool) -> bool:
        if "'" in self._ending:
            return not (self._begins and self._word in ABSTRACT and following in _NO_THING)
        if self._begins:
            return self._begins_as_name(following, is_given=is_given)
        if self._is_in_title or previous in DETERMINERS:
            return False
        if self._word in ABSTRACT and (previous in ("and", "or", "") or not self._previous):
            return following in DOES | IS
        if self._word in _VERBS and following in _OBJECTS:
            return False
        return not (self._word == "will" and following in _SUBJECTS)

    def _begins_as_name(self, following: str, *, is_given: bool) -> bool:
        """Say whether a sentence begins with a name: *Will was upset*, not *Will you come?*."""
        if re.match(r", (?:thank|can|could|please|you|will|do|did|I )", self._after):
            return is_given
        if following in IS | DOES:
            return is_given and self._word not in ABSTRACT
        is_listed = re.match(r"(?:,|[ ]and|[ ]&)[ ](?:[A-Z][a-z]|I )", self._after)
        return is_given and bool(is_listed) and self._word not in ABSTRACT

    @cached_property
    def _is_in_title(self) -> bool:
        """Say whether words with capitals stand around it: *Castle Hill*, *Grace Period*."""
        if self._following[:1].isupper() and self._following not in ("I", "I'm", "I've"):
            return True
        is_opener = self._previous.casefold() in OPENERS
        is_high = len(self._previous) > 1 and self._previous[0].isupper()
        return is_high and not self._previous.isupper() and not is_opener
