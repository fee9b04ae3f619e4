"""The words of codes, and of the passphrases that people wrote down."""

from hashlib import sha256

from plugin.domain.join_codes import WORDS

_AS_GIVEN = "fc87b401d0c91292e89cf548b999b32553301f2d170db2be207f4823a07f08ad"


def test_the_words_stay_as_they_are_since_people_wrote_passphrases_down() -> None:
    # Seven of them open somebody's notes (`domain.passphrases`), worked out by their places in this
    # list. A word that goes is refused as mistyped from then on; with one that comes, or moves, a
    # page shows other words than those that open. Whoever needs another list keeps this one here.
    assert sha256(" ".join(WORDS).encode()).hexdigest() == _AS_GIVEN
