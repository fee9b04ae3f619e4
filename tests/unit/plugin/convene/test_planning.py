"""A meeting is planned in the long or in the short form of its design."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.domain.people import OPERATOR
from plugin.errors import BadInput
from plugin.store import sessions as stored_sessions
from tests.unit.plugin.curate.place import Place, make_place


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Place]:
    place = make_place(tmp_path)
    yield place
    place.services.db.close()


@pytest.mark.parametrize("is_short", [False, True])
def test_a_meeting_has_the_form_that_was_asked_for(runtime: Place, is_short: bool) -> None:
    services, design = runtime.services, read_template("T2")

    planned = plan_session(
        services,
        runtime.actor("sam"),
        runtime.community.id,
        services.today,
        design,
        is_short=is_short,
    )

    with services.db.read() as tx:
        stored = stored_sessions.session(tx, planned.id)
    assert stored is not None
    assert stored.is_short is is_short


def test_a_design_without_a_short_form_is_refused(runtime: Place) -> None:
    services, design = runtime.services, read_template("T2")
    one_form = tuple(replace(step, short_minutes=step.minutes) for step in design.steps)

    for each in (replace(design, steps=one_form), None):
        with pytest.raises(BadInput, match=r"no short form\. Nothing was stored"):
            plan_session(
                services,
                runtime.actor("sam"),
                runtime.community.id,
                services.today,
                each,
                is_short=True,
            )

    with services.db.read() as tx:
        assert stored_sessions.sessions(tx, runtime.community.id) == ()


def test_a_design_for_one_person_is_not_planned(runtime: Place) -> None:
    with pytest.raises(BadInput, match=r"has no board\. Nothing was stored"):
        plan_session(
            runtime.services,
            OPERATOR,
            runtime.community.id,
            runtime.services.today,
            read_template("T15"),
        )
