"""The library of ground rules that a group can choose from: each with why, and what if it slips."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class RuleReason:
    """Why a group keeps a rule, and what it does when the rule slips; empty: not said."""

    why: str = ""
    if_it_slips: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """Return both texts."""
        return (self.why, self.if_it_slips)


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A rule of the library; one with a gap to fill (`…`) is not printed before it is filled."""

    text: str
    reason: RuleReason


def _rule(text: str, why: str, if_it_slips: str) -> GroundRule:
    return GroundRule(text, RuleReason(why, if_it_slips))


LIBRARY = (
    _rule(
        "What is learnt may travel. Who said it may not.",
        "People speak openly when their name stays here.",
        "We tell the person whose name got out, and ask what they need.",
    ),
    _rule(
        "You choose how much to tell. Passing is always fine.",
        "Nobody learns well under pressure.",
        "Whoever notices says “you can pass”.",
    ),
    _rule(
        "Speak from your own practice.",
        "We know our own work best, and others’ work only from outside.",
        "We ask: “Where did you meet this yourself?”",
    ),
    _rule(
        "Ask before advising.",
        "Advice ends the thinking of the person who tells.",
        "We turn the advice into a question.",
    ),
    _rule(
        "Doubt is a contribution.",
        "What we are not sure about is where we learn.",
        "We write the doubt down before we answer it.",
    ),
    _rule(
        "Nobody’s mistake leaves here with a name on it.",
        "A mistake that is punished is not told again.",
        "We take the note back, and tell the person.",
    ),
    _rule(
        "Rank stays outside. Say so if it creeps in.",
        "A good question can come from anybody.",
        "Anybody may say “rank”, and we start that point again.",
    ),
    _rule(
        "Service users and colleagues in stories are disguised before we start writing.",
        "They did not agree to be in our notes.",
        "We stop, change what gives them away, and then go on.",
    ),
    _rule(
        "If harm or a crime is disclosed, these people must act: …",
        "Some things must be passed on, and everybody knows it beforehand.",
        "Whoever must act says so in the room, before acting.",
    ),
    _rule(
        "We say what will be written down before we write.",
        "People decide what to say when they know where it goes.",
        "We delete what was written without saying so.",
    ),
    _rule(
        "The off-record corner is never captured.",
        "Some things are better said than written.",
        "We delete the note, and nobody repeats it.",
    ),
    _rule(
        "You may take back what you wrote until the date shown.",
        "What feels right today can feel wrong next week.",
        "After the date, ask the facilitator.",
    ),
    _rule(
        "Disagreement is recorded, not smoothed.",
        "The difference is often what we came for.",
        "We write both views beside each other.",
    ),
    _rule(
        "We start and end on time. Airtime is shared.",
        "People’s time is not ours to spend.",
        "The timekeeper says so, and we stop or shorten together.",
    ),
    _rule(
        "Cameras, phones and names are each person’s choice.",
        "People take part from different places, with different needs.",
        "We do not ask why.",
    ),
    _rule(
        "If a rule is broken we name it, pause, and mend.",
        "Rules that nobody names do not hold.",
        "The facilitator asks what would make it right.",
    ),
    _rule(
        "No one uses what happens here for appraisal, contract or complaint.",
        "This is a place to learn, not to be judged.",
        "We tell the sponsor, who promised it.",
    ),
    _rule(
        "We look at these rules again at every third session.",
        "Groups change, and so does what they need.",
        "Anybody may ask for it earlier.",
    ),
)
