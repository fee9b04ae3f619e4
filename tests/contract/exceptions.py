"""Where the sandbox's answers may depart from the vendors' descriptions, each with its reason.

A line is `vendor METHOD route status: definition: what is wrong`; an exception is a pattern of it.
"""

import re
from dataclasses import dataclass

# Miro's oneOf finds two where it means one: the data of a sticky note fits the type of a shape too,
# that of a card the type of an app card. Both words are read as anyOf.
ONE_OF_READ_AS = "anyOf"


@dataclass(frozen=True, slots=True)
class Exempt:
    """A departure that is right, and why."""

    line: str
    why: str

    def covers(self, line: str) -> bool:
        """Say whether a departure is this one."""
        return re.search(self.line, line) is not None


EXCEPTIONS = (
    Exempt(
        r"^\w+ \S+ \S+ 501: ",
        "The sandbox's own loud answer for what it does not have; no vendor sends it.",
    ),
    Exempt(
        r"^miro GET \(unknown\) 404: ",
        "The router's own 404 (docs/miro.md#errors): neither type nor code, status a text.",
    ),
    Exempt(
        r"^(miro GET /oauth|notion GET /v1/oauth)/authorize ",
        "A page for people; neither description holds it.",
    ),
    Exempt(
        r'^notion .*/properties/.*"type":"(button|place|verification)".* is not valid under any of',
        "The description lacks these types of columns, which recordings show.",
    ),
    Exempt(
        r"^miro .*: /(data/\d+/)?parent: null is not of type",
        "What lay in a frame that was deleted shows a parent of null, as was seen live.",
    ),
    Exempt(
        r"^miro \S+ /v[12]/oauth/\w+ \d+: no description$",
        "The description has no token endpoint, and declares other refusals than were seen "
        "(docs/miro.md#errors and docs/miro.md#oauth).",
    ),
    Exempt(
        r"^miro .*: error: /context: null is not of type",
        "context is an object in the description and null on the wire (docs/miro.md#errors).",
    ),
    Exempt(
        r"^miro \S+ /v[12]/oauth\S* 4\d\d: error: ",
        "Refusals of the token endpoint are RFC 6749's; Miro's own were never recorded.",
    ),
    Exempt(
        r"^notion POST /v1/oauth\S* 4\d\d: error: ",
        "OAuth's refusals are RFC 6749's with Notion's codes (docs/notion.md#errors).",
    ),
)
