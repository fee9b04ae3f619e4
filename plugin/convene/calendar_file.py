"""An invitation as a file for a calendar (RFC 5545), made with icalendar.

Its times are UTC, so that no calendar needs to know our time zone. The id of its one event never
changes: a file that is opened again moves the event.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plugin.domain.blankness import one_line
from plugin.domain.invitations import Invitation

_UNKNOWN_LENGTH = timedelta(hours=1)


def calendar_file(
    invitation: Invitation, *, session_id: str, page: str, host: str, zone: ZoneInfo, now: datetime
) -> bytes:
    """Return the file; without a start the event lasts the whole day.

    `page` is the address of the invitation, `host` the name of this server, for the event's id.
    """
    from icalendar import Calendar, Event  # it takes long to import, and few ask for a file

    event = Event.new(
        uid=f"{session_id}@{host}",
        stamp=now,
        summary=f"{invitation.group}: {invitation.meeting_kind}",
        location=one_line(invitation.arrangements.place) or None,
        description=f"{invitation.as_text()}\n{page}",
        url=page,
    )
    starts = invitation.starts
    if starts is None:
        event.start, event.end = invitation.day, invitation.day + timedelta(days=1)
    else:
        at = starts.replace(tzinfo=zone)
        lasts = timedelta(minutes=invitation.minutes) or _UNKNOWN_LENGTH
        event.start, event.end = at.astimezone(UTC), at.astimezone(UTC) + lasts
    calendar = Calendar.new(prodid="-//Hedgerow//Hedgerow//EN", version="2.0", method="PUBLISH")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file
