"""Which design fits a group: five questions, and a recommendation with its reason.

The forms of learning together and what holds each of them follow Wenger and Snyder's table: a
learning community shares a question and needs somebody's permission, an action learning set needs
no shared problem, a community of practice holds while interest lasts, a project until it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YES, NO = "yes", "no"
GOES_ON, SOLVED, DONE, PARTNERSHIP = "goes on", "solved", "done", "partnership"
_YES_OR_NO = ((YES, "Yes"), (NO, "No"))


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five questions: its key in a form, its words, and the answers to choose from."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...] = _YES_OR_NO


AS_LONG_AS_IT_HELPS = "It goes on as long as it helps"
QUESTIONS = (
    Question("shared", "Is there one question that brings you together?"),
    Question("must_share", "Does everybody who comes have to share it?"),
    Question("authorised", "Has somebody with authority said that you may meet for this?"),
    Question("each_acts", "Is it the aim that each person acts on something of their own?"),
    Question(
        "ends",
        "When should it end?",
        (
            (GOES_ON, AS_LONG_AS_IT_HELPS),
            (SOLVED, "When the problems are solved, or the programme ends"),
            (DONE, "When one task or event is done"),
            (PARTNERSHIP, "When a partnership of several organisations ends"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A form of learning together, the designs that carry it, the first one first, and why."""

    form: str
    codes: tuple[str, ...]
    why: str


def is_answered(answers: Mapping[str, str]) -> bool:
    """Say whether every question has one of its answers."""
    return all(
        answers.get(question.key) in {value for value, _ in question.answers}
        for question in QUESTIONS
    )


def recommend(answers: Mapping[str, str], *, has_agreement: bool) -> Recommendation:
    """Return what fits whole answers; a group without an agreement first makes one."""
    if answers["ends"] == PARTNERSHIP:
        return _PARTNERSHIP
    if answers["ends"] == DONE:
        return _PROJECT
    if answers["each_acts"] == YES and YES not in (answers["shared"], answers["must_share"]):
        return _SET
    if answers["each_acts"] == YES and answers["ends"] == SOLVED:
        return _SET
    if answers["shared"] == NO:
        return _NETWORK
    if answers["must_share"] == NO:
        return _PRACTICE
    if answers["authorised"] == NO:
        return _COMMUNITY_WITHOUT_PERMISSION
    return _COMMUNITY if has_agreement else _COMMUNITY_WITHOUT_AGREEMENT


_PARTNERSHIP = Recommendation(
    "A learning partnership",
    ("T11", "T10", "T9"),
    "Several organisations learn together until the partnership ends. Say first what each of you "
    "gains, could lose and must publish.",
)
_PROJECT = Recommendation(
    "A project team",
    ("T6b", "T6"),
    "It ends with one task. Say before it what you expect, and compare afterwards.",
)
_SET = Recommendation(
    "An action learning set",
    ("T5",),
    "Each of you acts on something of your own. The others help with questions, not with advice, "
    "and nobody needs to share the problem.",
)
_NETWORK = Recommendation(
    "An informal network",
    ("T15",),
    "Without one question, you need no board: meet, talk, and pass on news. A person can still "
    "think alone for ten minutes.",
)
_PRACTICE = Recommendation(
    "A community of practice",
    ("T8", "T14"),
    "People come because the subject interests them. Make sense together of what each of you has "
    "seen. The short form is enough.",
)
_SAME = "You share one question, and everybody who comes has a part in it."
_COMMUNITY_WITHOUT_PERMISSION = Recommendation(
    "A learning community",
    ("T1", "T2", "T3"),
    f"{_SAME} Nobody has given permission yet, so begin with that: people talk honestly about "
    "mistakes when somebody has said that they may.",
)
FIRST_WITHOUT_AGREEMENT = "T2"  # the group decides there what happens to notes
_COMMUNITY_WITHOUT_AGREEMENT = Recommendation(
    "A learning community",
    (FIRST_WITHOUT_AGREEMENT, "T3", "T4"),
    f"{_SAME} You have permission, and no agreement yet: decide what people need to talk "
    "honestly, and what happens to notes.",
)
_COMMUNITY = Recommendation(
    "A learning community",
    ("T3", "T4"),
    f"{_SAME} You have permission and an agreement: tell stories and doubts, and look back on how "
    "you learn every few sessions.",
)
