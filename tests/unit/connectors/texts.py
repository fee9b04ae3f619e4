"""Texts as hypothesis makes them: scripts, signs of several characters, styles, links, breaks."""

from hypothesis import strategies as st

from connectors.runs import Run

PIECES = st.sampled_from(
    ["a", "ward ", " ", "\n", "\n\n", "<p>", "&amp;", "&", "<b", "é", "e\u0301", "👩‍👩‍👧", "🇬🇧",
     "नि", "한", "\u200d", "שלום", "𝒳", "a" * 40]
)  # fmt: skip
WORDS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)
LINKS = st.sampled_from(["", "", "https://example.org/a?b=1&c=%22", 'https://example.org/"x">'])
RUNS = st.builds(
    Run,
    WORDS,
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    strike=st.booleans(),
    code=st.booleans(),
    link=LINKS,
)
TEXTS = st.lists(RUNS, max_size=6).map(tuple)
