"""Opening one's own notes by seven words, where the address is lost (`domain.passphrases`).

Whoever asks for them gets them; for everybody else nothing is stored. They open the very link, so
that no second way to a note exists, and lead nowhere once it does.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from plugin.converse.own_page import holder
from plugin.domain.join_codes import words_in
from plugin.domain.passphrases import WORDS_IN_PASSPHRASE as SEVEN
from plugin.domain.passphrases import (
    PassphraseKeys,
    keys_of,
    not_in_list,
    passphrase_of,
)
from plugin.domain.taking_part import own_hash
from plugin.errors import BadInput, NotHere
from plugin.languages import lazy_gettext
from plugin.store import passphrases as stored_passphrases
from plugin.store.services import Services

_NO_NOTES = lazy_gettext(
    "These words open no notes. Nothing was changed. Look whether all seven are there, in the "
    "order in which you wrote them down."
)
_NONCE = bytes(12)  # a key seals one text, and this one alone


def give_words(services: Services, session_id: str, token: str) -> None:
    """Let seven words open somebody's link; raise NotHere for one that leads nowhere."""
    with services.db.read() as tx:
        holder(tx, session_id, token)  # working words out is slow: for nobody who tries links
        if stored_passphrases.has_words(tx, _link_hash(token)):
            return
    found = keys_of(passphrase_of(token))
    sealed = _sealed(found, token)
    with services.db.begin() as tx:
        holder(tx, session_id, token)
        own = _link_hash(token)
        stored_passphrases.add_words(tx, session_id, own, found.passphrase_hash, sealed)


def own_words(services: Services, token: str) -> str | None:
    """Return the words that open a link, None where nobody asked for them."""
    with services.db.read() as tx:
        is_asked = stored_passphrases.has_words(tx, _link_hash(token))
    return " ".join(passphrase_of(token)) if is_asked else None


def link_of_words(services: Services, given: str) -> tuple[str, str]:
    """Return session and token of the link that words open.

    Raise BadInput for what cannot be a passphrase, NotHere for one that is nobody's.
    """
    words = words_in(given)
    if len(words) != SEVEN:
        raise BadInput(_not_seven(len(words)))
    mistyped = not_in_list(words)
    if mistyped is not None:
        raise BadInput(_mistyped(mistyped))
    found = keys_of(words)
    with services.db.read() as tx:
        row = stored_passphrases.opened_by(tx, found.passphrase_hash)
    if row is None:
        raise NotHere(_NO_NOTES)
    return row[0], _opened(found, row[1])


def _not_seven(many: int) -> str:
    return lazy_gettext(
        "Write all seven words; there are %(many)s. Nothing was changed.", many=many
    )


def _mistyped(word: str) -> str:
    return lazy_gettext(
        "“%(word)s” is none of the words that Hedgerow uses. Nothing was changed. Look whether it "
        "is written as you noted it.",
        word=word,
    )


def _link_hash(token: str) -> str:
    return own_hash(token, "passphrase")


def _sealed(found: PassphraseKeys, token: str) -> str:
    sealed = AESGCM(found.key).encrypt(_NONCE, token.encode(), None)
    return base64.urlsafe_b64encode(sealed).decode()


def _opened(found: PassphraseKeys, sealed_token: str) -> str:
    try:
        sealed = base64.urlsafe_b64decode(sealed_token)
        return AESGCM(found.key).decrypt(_NONCE, sealed, None).decode()
    except InvalidTag as error:
        raise NotHere(_NO_NOTES) from error
