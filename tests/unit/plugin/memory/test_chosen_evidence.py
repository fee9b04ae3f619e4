"""What stands beneath a piece leaves in a document for those who read in its group."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
import sqlalchemy as sa
from PIL import Image

from plugin.convene.template_files import read_template
from plugin.curate.evidence import put_figure
from plugin.curate.pictures import put_image
from plugin.curate.releasing import release
from plugin.domain.exports import ExportFormat, ExportOf
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import Power
from plugin.domain.pieces import Rung
from plugin.errors import NotHere
from plugin.memory.chosen_export import chosen_waiting, download_chosen
from plugin.store import tables as t
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.curate.place import Place
from tests.unit.plugin.memory.test_chosen_export import exported

SHOWS = "A line from the ward to the flat."


def a_picture(place: Place) -> None:
    """Let a released piece have a picture and a figure beneath it."""
    services, helen = place.services, place.actor("helen")
    piece = a_piece(services, helen, meet(services, place.community.id))
    read_back_today(services, place.actor("sam"), piece)
    place.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    place.clock.pass_days(3)
    sent = io.BytesIO()
    Image.new("RGB", (80, 40)).save(sent, "PNG")
    said = (SHOWS, "the flip chart", "Nobody")
    put_image(services, helen, piece.piece.id, sent.getvalue(), said, "", read_template)
    typed = ("12", "calls in a week", "the log of the ward")
    put_figure(services, helen, piece.piece.id, typed, services.today)


def test_a_picture_leaves_with_what_it_shows_in_words(runtime: Place) -> None:
    a_picture(runtime)

    text = exported(runtime, "sam", ExportOf.PIECES).decode()
    word = docx.Document(io.BytesIO(exported(runtime, "sam", ExportOf.PIECES, ExportFormat.DOCX)))

    assert "data:image/jpeg;base64," in text
    assert "A line from the ward to the flat" in text
    assert "12 calls in a week" in text
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == SHOWS


def test_whoever_reads_outside_the_group_gets_none_of_it(runtime: Place) -> None:
    a_picture(runtime)

    text = exported(runtime, "grace", ExportOf.PIECES).decode()

    assert "data:image" not in text
    assert "A line from the ward" not in text
    assert "12 calls" not in text
    assert "outside the form" in text


def test_what_may_point_to_a_person_stays_here(runtime: Place) -> None:
    a_picture(runtime)
    with runtime.services.db.begin() as tx:  # as it was stored before anything looked for such
        own = t.piece_evidence.c
        of_picture = own.words == SHOWS
        words = {"words": "Ring 07700 900123 at night."}
        tx.execute(sa.update(t.piece_evidence).where(of_picture).values(**words))

    text = exported(runtime, "sam", ExportOf.PIECES).decode()

    assert "data:image" not in text
    assert "07700" not in text
    assert "12 calls in a week" in text


def test_who_reads_in_the_group_no_more_downloads_no_picture_of_it(runtime: Place) -> None:
    a_picture(runtime)
    services, ours, sam = runtime.services, runtime.partnership.id, runtime.actor("sam")
    exported(runtime, "sam", ExportOf.PIECES)
    newest = chosen_waiting(services, sam, ours)[0]
    assert download_chosen(services, sam, ours, newest.id)[1]

    partner = replace(sam, memberships=runtime.actor("grace").memberships)

    assert not partner.may(Power.READ_COMMUNITY, ours, runtime.community.id)
    with pytest.raises(NotHere):
        download_chosen(services, partner, ours, newest.id)
