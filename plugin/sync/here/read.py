"""Reading our side: every piece, and the rows of communities and sessions that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from plugin.domain.blankness import one_line
from plugin.domain.communities import Community
from plugin.domain.days import long_day
from plugin.domain.links import Link
from plugin.domain.pieces import PieceWhole, name_for_all
from plugin.domain.sessions import Session
from plugin.store import communities as stored_communities
from plugin.store import permissions as stored_permissions
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.quotable import Unquotable, unquotable
from plugin.sync.pieces.sides import OurPiece, OurRow, Ours, address_of, allowed
from plugin.sync.pieces.values import Values, piece_facts, session_values, short


def read_here(
    tx: Tx,
    partnership_id: str,
    links: Iterable[Link],
    now: datetime,
    base_url: str,
    *,
    is_short: bool = False,
) -> Ours:
    """Read our side: every piece, and the communities and sessions that those in Notion need.

    `is_short`: pages in Notion are to have few blocks.
    """
    communities = stored_communities.communities(tx, partnership_id)
    sessions = {
        session.id: session
        for community in communities
        for session in stored_sessions.sessions(tx, community.id)
    }
    pieces = tuple(
        _piece(whole, sessions, now, base_url, is_short=is_short)
        for whole in stored_pieces.pieces(tx, partnership_id)
    )
    needed = _needed(pieces, now, {link.our_id for link in links})
    needed |= {sessions[each].community_id for each in needed if each in sessions}
    asked = {community.id: community.question for community in communities}
    upcoming = _next_meetings(sessions.values(), now.date())
    unwanted = {each.id: unquotable(tx, each.id) for each in communities if each.id in needed}
    known = tuple(
        _community(tx, each, upcoming.get(each.id), unwanted.get(each.id)) for each in communities
    )
    rows = (
        *(each for each in known if each.id in needed),
        *(
            OurRow("session", each.id, _session(each, asked, unwanted))
            for each in sorted(sessions.values(), key=lambda each: (each.day, each.id))
            if each.id in needed
        ),
    )
    return Ours(now, rows, pieces, known, base_url)


def _community(
    tx: Tx, community: Community, next_meeting: date | None, unwanted: Unquotable | None
) -> OurRow:
    """Return the row of a community; one that nothing leads to has no page to be written."""
    body = () if unwanted is None else _page_of(tx, community, unwanted)
    return OurRow("community", community.id, community_values(community, next_meeting), body)


def _page_of(tx: Tx, community: Community, unwanted: Unquotable) -> tuple[str, ...]:
    """Return what stands on a community's page, without sentences with words that went."""
    given = [each for each in stored_permissions.permissions(tx, community.id) if each.agreed_on]
    agreed = stored_communities.agreement_versions(tx, community.id)
    note = community.permission_note
    rules = [*(agreed[-1].agreement.rules if agreed else ()), *community.rules]
    same = [each for each in given if each.words.note == note]
    return community_body(
        "" if unwanted.stand_in(note) else note,
        same[-1].agreed_on if same else None,
        [rule for rule in dict.fromkeys(rules) if not unwanted.stand_in(rule)],
        agreed[-1].made_at.date() if agreed else None,
    )


def community_values(community: Community, next_meeting: date | None) -> Values:
    """Return the row of a community."""
    return {
        "name": short(community.name),
        "question": short(community.question),
        "permission": short(community.permission_note),
        "next_meeting": next_meeting.isoformat() if next_meeting else "",
    }


def community_body(
    permission: str, permitted_on: date | None, rules: Sequence[str], agreed_on: date | None
) -> tuple[str, ...]:
    """Return what stands on the page of a community: its permission, and its rules, with days."""
    given = f"Our permission{_since(permitted_on)}:\n{_unbroken(permission)}"
    lines = "\n".join(f"• {one_line(rule)}" for rule in rules)
    kept = f"Our ground rules{_since(agreed_on)}:\n{lines}"
    return (
        given if permission.strip() else "Nobody has written down a permission yet.",
        kept if rules else "The group has agreed no ground rules yet.",
    )


def _since(day: date | None) -> str:
    return f", agreed on {long_day(day)}" if day else ""


def _unbroken(text: str) -> str:
    """Return a text as one paragraph: its lines stay, without blank ones between."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _session(
    session: Session, asked: Mapping[str, str], unwanted: Mapping[str, Unquotable]
) -> Values:
    """Return the row of a session, without a kind in which words stand that went or are held.

    The kind is the title of a group's own design, of which no version is ever changed.
    """
    if unwanted[session.community_id].stand_in(session.meeting_kind):
        session = replace(session, meeting_kind="")
    return session_values(session, asked[session.community_id])


def _needed(pieces: Iterable[OurPiece], now: datetime, linked: set[str]) -> set[str]:
    """Return the rows that are linked, and those to which pieces that may be in Notion lead."""
    found = {*linked, ""}
    for piece in pieces:
        leads_to = {piece.facts["community"], *piece.facts["session"].split("\n")}
        if not leads_to <= found and allowed(piece.whole, now) is not None:
            found |= leads_to
    return found - {""}


def _next_meetings(sessions: Iterable[Session], today: date) -> dict[str, date]:
    found: dict[str, date] = {}
    for session in sessions:
        if session.day >= today:
            found[session.community_id] = min(
                session.day, found.get(session.community_id, session.day)
            )
    return found


def _piece(
    whole: PieceWhole,
    sessions: Mapping[str, Session],
    now: datetime,
    base_url: str,
    *,
    is_short: bool,
) -> OurPiece:
    url = address_of(base_url, whole.piece.id)
    own = [sessions[each.session_id] for each in whole.sources if each.session_id in sessions]
    facts, name = piece_facts(whole, own, now, url), name_for_all(whole, now)
    return OurPiece(whole, facts, url, name, is_short)
