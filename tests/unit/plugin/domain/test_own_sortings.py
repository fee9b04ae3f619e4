"""How alike two curators sorted, and which of their clusters stand side by side."""

from datetime import UTC, datetime

import pytest

from plugin.domain.clusters import Cluster
from plugin.domain.own_sortings import alike, matches, seen_otherwise

NOW = datetime(2026, 11, 18, tzinfo=UTC)


def placed(**clusters: str) -> dict[str, tuple[str, ...]]:
    """Return where notes are, from the notes of each cluster: `A="abc"`."""
    notes = dict.fromkeys("".join(clusters.values()))
    return {
        note: tuple(name for name, those in clusters.items() if note in those) for note in notes
    }


def made(*names: str) -> list[Cluster]:
    return [
        Cluster(id=name, community_id="c", session_id="s", number=int(name[1:]), made_at=NOW)
        for name in names
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "figures", "words"),
    [
        (placed(A="abc"), placed(B="abc"), (3, 3, 3), "You put the same notes together."),
        (placed(A="abc"), placed(B="ab", C="c"), (3, 1, 3), "You put few notes together alike."),
        (placed(A="ab", D="c"), placed(B="a", C="bc"), (3, 0, 2), "You put no notes together"),
        (placed(A="a", D="b"), placed(B="a", C="b"), (2, 0, 0), "No two of these notes were"),
        (placed(A="abcd", D="x"), placed(B="abc", C="dy"), (4, 3, 6), "You put some notes"),
        # A note in two clusters is together with the notes of both.
        (placed(A="ab", D="bc"), placed(B="abc"), (3, 2, 3), "You put some notes"),
        (placed(A="abcde"), placed(B="abcde", C="e"), (5, 10, 10), "You put the same"),
        # What belongs nowhere is together with nothing.
        (placed(N="abc"), placed(B="abc"), (3, 0, 3), "You put no notes together alike."),
    ],
)
def test_pairs_that_at_least_one_put_together_are_counted(
    mine: dict[str, tuple[str, ...]],
    theirs: dict[str, tuple[str, ...]],
    figures: tuple[int, int, int],
    words: str,
) -> None:
    found = alike(mine, theirs, {"N"})

    assert (found.notes, found.both, found.pairs) == figures
    assert found.in_words.startswith(words)


def test_clusters_stand_beside_those_with_which_they_share_most() -> None:
    mine, theirs = placed(A1="abc", A2="de", A0="x"), placed(B1="cd", B2="abe", B3="f", B0="xy")

    found = matches(made("A1", "A2", "A0"), mine, made("B1", "B2", "B3", "B0"), theirs)

    assert [
        (
            each.mine.id if each.mine else "",
            each.theirs.id if each.theirs else "",
            *map("".join, (each.both, each.only_mine, each.only_theirs)),
        )
        for each in found
    ] == [
        ("A1", "B2", "ab", "c", "e"),
        ("A2", "B1", "d", "e", "c"),
        ("", "B3", "", "", "f"),
        ("A0", "B0", "x", "", "y"),
    ]


def test_a_note_is_seen_otherwise_where_somebody_put_it_elsewhere() -> None:
    theirs = placed(B1="ac", B2="bc")

    assert list(seen_otherwise("abcz", theirs, "B1")) == [("b", "B2")]
