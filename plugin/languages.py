"""The languages in which Hedgerow speaks to people, and texts that can be said in each of them.

English stands in the code, as gettext has it; `translations/cy/LC_MESSAGES/hedgerow.po` holds the
Welsh. A catalogue is compiled in memory when it is first asked for, so that no compiled file can
differ from its source. `docs/welsh.md` says how to change it.
"""

from __future__ import annotations

import gettext as standard_gettext
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parent / "translations"
DOMAIN = "hedgerow"


class Language(StrEnum):
    """A language of the pages for people who take part."""

    ENGLISH = "en"
    WELSH = "cy"

    @property
    def tag(self) -> str:
        """Return it as HTML names it (BCP 47)."""
        return "en-GB" if self is Language.ENGLISH else self.value

    @property
    def own_name(self) -> str:
        """Return what its speakers call it."""
        return {Language.ENGLISH: "English", Language.WELSH: "Cymraeg"}[self]

    @property
    def other(self) -> Language:
        """Return the language that a page offers beside this one."""
        return Language.ENGLISH if self is Language.WELSH else Language.WELSH


class SessionLanguage(StrEnum):
    """In which language a session’s board and invitation are, as its facilitator chose."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "cy en"

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return each language, Welsh first: it is to be read first where both stand."""
        return tuple(Language(each) for each in self.value.split())

    @property
    def choices(self) -> tuple[SessionLanguage, ...]:
        """Return what can be chosen, in the order of a form."""
        return tuple(SessionLanguage)

    @property
    def in_words(self) -> str:
        """Return it as a form names it."""
        return " and ".join(each.own_name for each in self.languages)

    def say(self, text: str) -> str:
        """Return a short text of ours in each language: *Ein rheolau / Our rules*."""
        return " / ".join(dict.fromkeys(translate(text, each) for each in self.languages))


class LazyText(str):
    """An English text that can be said in another language later, where its reader is known.

    Whatever knows nothing of languages handles it as the English text that it is.
    """

    __slots__ = ("_in_language",)
    _in_language: Callable[[Language], str]

    def __new__(cls, in_language: Callable[[Language], str]) -> LazyText:
        made = super().__new__(cls, in_language(Language.ENGLISH))
        made._in_language = in_language
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)

    def in_language(self, language: Language) -> str:
        """Return the text in a language."""
        return self._in_language(language)


def lazy_gettext(message: str, **values: Any) -> LazyText:
    """Mark a sentence to be translated; `values` fill in *%(name)s*, in its language if lazy."""

    def said_in(language: Language) -> str:
        return _filled(catalogue(language).gettext(message), language, values)

    return LazyText(said_in)


def lazy_ngettext(one: str, many: str, num: int, **values: Any) -> LazyText:
    """Mark a sentence with a number, which *%(num)s* stands for."""

    def said_in(language: Language) -> str:
        message = catalogue(language).ngettext(one, many, num)
        return _filled(message, language, {"num": num, **values})

    return LazyText(said_in)


def translate(text: str, language: Language) -> str:
    """Return a text of ours in a language: a lazy one with its values, others as they stand."""
    if isinstance(text, LazyText):
        return text.in_language(language)
    return catalogue(language).gettext(text) if text else text


@lru_cache
def catalogue(language: Language) -> standard_gettext.NullTranslations:
    """Return the translations of a language; English needs none."""
    if language is Language.ENGLISH:
        return standard_gettext.NullTranslations()
    # Babel takes long to import, and only Welsh needs it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.value, domain=DOMAIN))
    compiled.seek(0)
    return standard_gettext.GNUTranslations(compiled)


def path_of(language: Language) -> Path:
    """Return the file of a language's translations."""
    return CATALOGUES / language.value / "LC_MESSAGES" / f"{DOMAIN}.po"


def _filled(message: str, language: Language, values: dict[str, Any]) -> str:
    if not values:
        return message
    return message % {
        name: each.in_language(language) if isinstance(each, LazyText) else each
        for name, each in values.items()
    }
