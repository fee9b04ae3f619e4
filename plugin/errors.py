"""What can go wrong, grouped by what to do next; every error here is met by a person.

    HedgerowError
    ├── BadInput            the caller must change something
    │   └── ChangedMeanwhile  somebody else was faster; look again, then choose
    ├── NotHere             nothing there that this person may know of
    ├── Refused             known, but not allowed for this person
    ├── StoppedForSafety    we stopped; a person must answer
    ├── NotNow              try again later
    │   └── TakenOver       another run does it now: this one does nothing more
    ├── StorageFailed       the server cannot store: whoever runs it must act
    ├── Cancelled           somebody stopped it midway; asking again goes on
    ├── Interrupted         the server stops meanwhile; it goes on by itself
    └── ConnectionBroken    a connection must be mended
        └── NotConnected    no account is connected yet

The sentence says what happened, what is safe and what to do, and never holds a token, a name or
the text of a note.
"""


class HedgerowError(Exception):
    """Say in one sentence or two, for a person, what happened, what is safe and what to do.

    `for_operator` adds what only the administrator can use, such as the name of a setting:
    commands print it, pages never do.
    """

    def __init__(self, sentence: str, for_operator: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.in_terminal = f"{sentence} {for_operator}".rstrip()


class BadInput(HedgerowError):
    """What was given cannot be used as it is; the caller must change something."""


class ChangedMeanwhile(BadInput):
    """What it was about has changed since it was looked at; the caller must look again."""


class NotHere(HedgerowError):
    """There is nothing here that this person may know of."""


class Refused(HedgerowError):
    """It is there, but this person may not do that with it."""


class StoppedForSafety(HedgerowError):
    """We stopped before anything was lost; a person must answer first."""


class NotNow(HedgerowError):
    """It cannot be done at the moment; trying again later may work."""


class TakenOver(NotNow):
    """A run that lost its lease: what it would do is another run's by now, so it stops at once."""


class ConnectionBroken(HedgerowError):
    """Miro, Notion or the database no longer lets us in; the connection must be mended."""


class NotConnected(ConnectionBroken):
    """No account of Miro or Notion is connected yet."""


class StorageFailed(HedgerowError):
    """The server cannot store anything: its disk or its database needs whoever runs it."""


class Cancelled(HedgerowError):
    """Somebody stopped it midway: what was done stays, and asking again goes on from there."""


class Interrupted(HedgerowError):
    """The server stops while it is done; the next worker goes on from there by itself."""
