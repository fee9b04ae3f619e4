"""A receipt is stored in English, and each of its sentences is said in its reader's language."""

import re

import pytest

from plugin.domain import receipts
from plugin.domain.receipts import say, sentences_in
from plugin.languages import Language, LazyText

VALUES = {
    "piece": "The piece made on 3 December 2026",
    "day": "6 January 2027",
    "addresses": "https://www.notion.so/c0py, https://www.notion.so/c1py",
    "exports": "Notes, as Word, on 6 January 2027; What was found for a request, on 3 May 2027",
}
SENTENCES = [
    each
    for name, each in vars(receipts).items()
    if isinstance(each, LazyText) and not name.startswith(("PIECE_", "_"))
]


def in_welsh(said: str) -> str:
    return " ".join(
        each.in_language(Language.WELSH) if isinstance(each, LazyText) else each
        for each in sentences_in(said)
    )


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each[:40])
def test_each_sentence_is_known_again_among_others(sentence: LazyText) -> None:
    said = " ".join((say(receipts.NO_SEARCH), say(sentence, **VALUES), say(receipts.COPIES)))

    found = list(sentences_in(said))

    assert found == [
        say(each, **VALUES) for each in (receipts.NO_SEARCH, sentence, receipts.COPIES)
    ]
    assert all(isinstance(each, LazyText) for each in found)
    assert not re.search(r"December|January|May|made on|as Word|%\(", in_welsh(said))


def test_days_pieces_and_exports_are_said_in_welsh() -> None:
    whole = in_welsh(say(receipts.RESTED, **VALUES))
    within = in_welsh(say(receipts.EMPTIED_BEFORE, piece="a piece of another group"))
    files = in_welsh(say(receipts.EXPORTED, **VALUES))

    assert whole.startswith("Y darn a wnaed ar 3 Rhagfyr 2026: roedd yn seiliedig arno")
    assert within == "Tudalen darn grŵp arall: cafodd ei gwagio o’r blaen."
    assert "Nodiadau, fel Word, ar 6 Ionawr 2027; Yr hyn a gafwyd ar gyfer cais, ar 3 Mai" in files


def test_what_is_not_known_stays_as_it_was_written() -> None:
    said = f"An older sentence. And another. {say(receipts.NO_SEARCH)} Its end"

    found = list(sentences_in(said))

    assert found == ["An older sentence.", "And another.", "No search finds it.", "Its end"]
    assert [isinstance(each, LazyText) for each in found] == [False, False, True, False]
