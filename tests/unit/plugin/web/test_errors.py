import logging

import pytest

from connectors import errors as connector
from plugin import errors as own
from plugin.web.errors import error_notice
from tests.unit.plugin.store.broken_off import full_disk
from tests.unit.plugin.web.house import TestHouse

WHERE = connector.Where("miro", "GET", "/v2/boards/{board_id}")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (own.BadInput("Words."), 400),
        (own.ChangedMeanwhile("Words."), 409),
        (own.NotHere("Words."), 404),
        (own.Refused("Words."), 403),
        (own.StoppedForSafety("Words."), 409),
        (own.NotNow("Words."), 503),
        (own.ConnectionBroken("Words."), 503),
        (own.StorageFailed("Words."), 503),
    ],
)
def test_own_error_keeps_its_sentence(error: own.HedgerowError, status: int) -> None:
    assert (error_notice(error).status, error_notice(error).sentence) == (status, "Words.")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (connector.Wait(WHERE), "Try again in a few minutes"),
        (connector.LookFirst(WHERE), "we look first"),
        (connector.Reconnect(WHERE), "connects Miro again under Connections"),
        (connector.NotThereOrNotShared(WHERE), "not shared"),
        (connector.ChangedMeanwhile(WHERE), "Nothing was overwritten"),
        (connector.RefusedForGood(WHERE), "kept"),
        (connector.NotAnAnswer(WHERE), "Nothing was concluded"),
    ],
)
def test_vendor_error_is_told_in_words(error: connector.ConnectorError, words: str) -> None:
    assert words in error_notice(error).sentence
    assert "Miro" in error_notice(error).sentence


def test_surprise_is_logged_without_its_values(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    @made.app.get("/surprise")
    def surprise() -> str:
        raise KeyError("somebody's words")

    answer = made.as_("sam").get("/surprise")

    assert answer.status_code == 500
    assert "What was stored before is safe" in answer.text
    assert "KeyError in surprise" in caplog.text
    assert "somebody's words" not in caplog.text + answer.text


def test_button_opened_as_a_link_is_told(made: TestHouse) -> None:
    answer = made.as_("sam").get("/sign-out")

    assert answer.status_code == 405
    assert "takes a button, not a link. Nothing was changed. Go back" in answer.text


def test_a_full_disk_blames_the_server_and_is_logged(
    made: TestHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "hedgerow.store")
    client, address = made.as_("connie"), f"/p/{made.partnership.id}/start-community"
    question = "What would help? " * 20
    made.services.db.close()

    with full_disk():
        answers = [
            client.post(address, data={"name": f"Group {number}", "question": question})
            for number in range(60)
        ]
        page = client.get("/")
    made.services.db.close()

    assert answers[-1].status_code == 503
    assert "Hedgerow could not save this. Nothing was changed. The disk" in answers[-1].text
    assert "SQLITE_FULL" in caplog.text
    assert page.status_code == 200
