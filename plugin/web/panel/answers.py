"""The shapes of what the panel is answered: one marshmallow schema each, for all of it."""

from __future__ import annotations

from marshmallow import fields

from plugin.web.api.shapes import Answered, a_number, a_text, a_yes, many, one, text_or_none, texts

_VIEWS = (
    *("unlinked", "new", "participant", "connection-ended"),
    *("no-edit", "checking", "miro-away", "session"),
)
_DOES = ("building", "collecting", "closing")


def _moment(says: str) -> fields.Integer:
    return a_number(f"{says} In seconds since 1970; null for none.", optional=True)


class DoneAnswer(Answered):
    """It is done, and there is nothing to say."""


class SaidAnswer(Answered):
    """What came of it, to be shown."""

    said = a_text("A sentence or two; empty where the screen shows it.")


class AskedJobAnswer(Answered):
    """Work that was asked for."""

    job = a_text("The job’s id.")


class SaidJobAnswer(AskedJobAnswer):
    """Work that was asked for, and what to say about it."""

    said = a_text("A sentence or two; empty where the screen shows it.")


class AddressAnswer(Answered):
    """An address to open in a window."""

    address = a_text("The address.")


class TextAnswer(Answered):
    """A text to copy."""

    text = a_text("The text.")


class RunningJobAnswer(Answered):
    """A job that the panel waits for, or that failed."""

    id = a_text("Its id.")
    does = a_text("What it does.", enum=_DOES)
    failed = a_yes("Whether it came to nothing.")
    is_own = a_yes("Whether who looks asked for it.")
    says = a_text("What it waits for, or why it failed.")
    done = a_number("How many steps are done.")
    of = a_number("Of how many; 0 where nobody can count.")


class StateAnswer(Answered):
    """Which screen is to be shown, without a word of anybody; of a session there is more."""

    view = a_text("The screen.", enum=_VIEWS)
    state = fields.String(metadata={"description": "Where the session is."})
    seen = fields.String(metadata={"description": "Differs when its words are to be asked for."})
    step = fields.Integer(allow_none=True, metadata={"description": "Its step, from 0."})
    collected = fields.Integer(allow_none=True, metadata={"description": "When it was last."})
    job = fields.Nested(RunningJobAnswer, allow_none=True)


class StepAnswer(Answered):
    """A step of the session’s design."""

    title = a_text("Its title.")
    say = a_text("What the facilitator can say aloud.")
    happens = a_text("What happens.")
    minutes = a_number("How long it takes.")
    boxes = texts("The codes of the boxes that it needs.")
    starts = _moment("When it begins.")


class PanelBoxAnswer(Answered):
    """A box of the session’s board."""

    code = a_text("Its code.")
    title = a_text("Its title.")
    name = a_text("Its title with its number, as on the board.")
    label = a_text("What happens to notes in it, in a few words.")
    says = a_text("The same, in a sentence or two.")
    counts = a_yes("Whether its notes are counted.")
    frame = text_or_none("Miro’s id of its frame.")
    waiting = a_number("How many notes by phone are on their way to it.")


class HandAnswer(Answered):
    """A line of what waits for a person."""

    id = a_text("Its id.")
    does = a_text("How it is answered.", enum=("brake", "copy", "page", "told"))
    says = a_text("What waits.")
    can_build = a_yes("Whether the box can be put back.")
    page = a_text("The page on which it is answered; empty for none.")


class CardAnswer(Answered):
    """A card on the board that came back."""

    says = a_text("What it is, and from when.")
    page = a_text("The piece’s page; empty for none.")


class QuietBoxAnswer(Answered):
    """A box in which people write, or can write, quietly."""

    code = a_text("Its code.")
    title = a_text("Its title.")
    readiness = a_text("How many have written, in words; empty where nobody writes quietly.")


class PhoneAnswer(Answered):
    """How people take part by phone."""

    words = a_text("The words of the code; empty without one.")
    address = a_text("The address to join; empty without a code.")
    qr = a_text("The code as SVG.")
    sheet = a_text("The sheet to print.")
    moderate = a_text("The page of notes by phone; empty while nobody can write.")
    boxes = many(QuietBoxAnswer)


class ReadyAnswer(Answered):
    """A line of what a session needs."""

    point = a_text("What it is about.")
    done = a_yes("Whether it is ready.")
    says = a_text("How it is.")
    page = a_text("The page that mends it; empty for none.")
    action = a_text("What the link to it says.")


class RoundAnswer(Answered):
    """A round in which everybody speaks once."""

    people = a_number("How many speak.")
    heard = a_number("How many were heard.")


class DotsAnswer(Answered):
    """A step with dots; no number of dots is here."""

    number = a_number("The step, counted from 0.")
    title = a_text("Its title.")
    most = a_number("How many dots each has.")
    is_current = a_yes("Whether it is this step now.")
    is_shown = a_yes("Whether they are shown.")
    has_box = a_yes("Whether they can go on anything.")
    readiness = a_text("How many have put theirs, in words.")
    fewest = a_number("Of how many people they are shown at least.")


class PanelSessionAnswer(Answered):
    """The words of a session’s design, and of no note."""

    name = a_text("Its name.")
    community = a_text("Its group’s name.")
    day = a_text("Its day, as people say it.")
    starts = _moment("When it begins.")
    page = a_text("Its page in Hedgerow.")
    open_to = texts("Who else may open the board, as Miro says: a sentence each.")
    close = a_text("The page on which it is closed.")
    collected = a_number("How many notes were collected.")
    ends = _moment("When this step ends.")
    steps = many(StepAnswer)
    boxes = many(PanelBoxAnswer)
    welcome = text_or_none("Miro’s id of the frame of the first box.")
    told = texts("What the last collecting said.")
    hands = many(HandAnswer)
    cards = fields.Dict(
        fields.String(),
        fields.Nested(CardAnswer),
        required=True,
        metadata={"description": "Cards that came back, by Miro’s id."},
    )
    has_pieces = a_yes("Whether the group has pieces that nobody read to it yet.")
    phone = one(PhoneAnswer, optional=True)
    ready = many(ReadyAnswer)
    pretended = a_number("How many pretend notes are in it.")
    invite = a_text("The page of its invitation.")
    round = one(RoundAnswer, optional=True)
    people = a_number("How many spoke in the last round; null for none.", optional=True)
    dots = many(DotsAnswer)
    order = a_text("The page with the order of the dots.")


class NamedAnswer(Answered):
    """A group."""

    id = a_text("Its id.")
    name = a_text("Its name.")


class RoomsAnswer(Answered):
    """Rooms in which groups work."""

    number = a_number("How many.")
    boxes = texts("The codes of the boxes that each has.")


class LastTimeAnswer(Answered):
    """The design and the form of the last session, and what was agreed since."""

    code = a_text("The code of its design.")
    form = a_text("“short” for the short form; otherwise empty.")
    title = a_text("What kind of session it was.")
    minutes = a_number("How long it takes.")
    day = a_text("Its day, as people say it.")
    rooms = one(RoomsAnswer, optional=True)
    changes = texts("Sentences that were agreed since.")
    unwritten = a_number("How many of them the design does not say yet.")


class KindAnswer(Answered):
    """A kind of session that can be begun."""

    code = a_text("The code of its design.")
    title = a_text("What kind of session it is.")
    minutes = a_number("How long it takes.")
    short = a_number("How long its short form takes; 0 for none.", optional=True)


class KindsAnswer(Answered):
    """What can be begun with a group."""

    groups = many(NamedAnswer)
    chosen = a_text("The id of the group that this is about.")
    today = a_text("The day, as 2027-01-06.")
    starts = a_text("When it usually begins, as 14:00; empty for never yet.")
    missing = a_text("Why no board can be built; empty where one can.")
    held_days = a_number(
        "For how many days everything is held; null with an agreement.", optional=True
    )
    last = one(LastTimeAnswer, optional=True)
    kinds = many(KindAnswer)


class ChoiceAnswer(Answered):
    """What a box can keep instead."""

    label = a_text("The label.")
    says = a_text("The label, in a few words.")


class PreviewBoxAnswer(Answered):
    """A box that will be built."""

    code = a_text("Its code in the design.")
    title = a_text("Its title.")
    name = a_text("Its title in the design, with its number.")
    questions = texts("The questions in it that can be changed.")
    label = a_text("What happens to notes in it, in a few words.")
    choices = many(ChoiceAnswer)
    cards = a_number("How many cards come back into it.")


class RoomedAnswer(Answered):
    """A box that each room can have."""

    code = a_text("Its code.")
    title = a_text("Its title, with its number.")


class PreviewAnswer(Answered):
    """What will be built."""

    boxes = many(PreviewBoxAnswer)
    name = a_text("What kind of session it is.")
    day = a_text("Its day, as people say it.")
    minutes = a_number("How long it takes.")
    over = a_text("A sentence where the day is over; otherwise empty.")
    most_rooms = a_number("How many rooms there can be.")
    may_be_in_rooms = many(RoomedAnswer)
    in_rooms = texts("The codes of the boxes that each room has.")


class PartAnswer(Answered):
    """A part of a job, and how far it is."""

    name = a_text("What is done.")
    done = a_number("How many are done.")
    of = a_number("Of how many; 0 where nobody can count.")


class ProgressAnswer(Answered):
    """How far a job is."""

    over = a_yes("Whether it is over.")
    failed = a_yes("Whether it came to nothing.")
    says = a_text("What it waits for, or why it failed.")
    parts = many(PartAnswer)
    board = a_text("Where the board opens that it built; otherwise empty.")


class SeenAnswer(Answered):
    """Whether Hedgerow’s account at Miro can open the board."""

    seen = a_text("What Miro said.", enum=("yes", "no", "asked", "unknown"))
    name = a_text("The account’s name.")
    address = a_text("Its address, to invite it; empty where nobody set it.")
