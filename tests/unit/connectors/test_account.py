import pytest
import responses

from connectors.account import Account, base_url, bearer
from connectors.errors import LookFirst, NotAnAnswer, NotThereOrNotShared, Reconnect, Wait
from connectors.http import Call, Service
from connectors.miro.error_bodies import read_error_details
from schemas.miro import read_board
from tests.unit.connectors.speaking import TOKEN, waiting_http

BASE = "https://api.example.test"
READING = Call(method="GET", route="/board", harmless=True)
WRITING = Call(method="POST", route="/board", body={}, harmless=False)
DELETION = Call(method="DELETE", route="/board", harmless=True)
GONE = {"type": "error", "code": "notFound", "message": "Not found", "status": 404}


def account() -> Account:
    auth = bearer(TOKEN, "miro")
    return Account(
        waiting_http()[0],
        Service(vendor="miro", base_url=f"{BASE}/", auth=auth, error_details=read_error_details),
    )


@responses.activate
def test_an_answer_is_read_into_a_value() -> None:
    responses.get(f"{BASE}/board", json={"id": 7, "name": "Home"})

    assert account().ask(READING, read_board).id == "7"


@responses.activate
def test_an_answer_of_another_shape_is_not_an_answer() -> None:
    responses.get(f"{BASE}/board", json={"name": "lantern"})

    with pytest.raises(NotAnAnswer) as caught:
        account().ask(READING, read_board)

    assert (caught.value.reason, caught.value.__context__) == ("id", None)


@responses.activate
def test_a_write_with_an_answer_of_another_shape_is_looked_after() -> None:
    responses.post(f"{BASE}/board", json=["lantern"])

    with pytest.raises(LookFirst) as caught:
        account().ask(WRITING, read_board)

    assert "lantern" not in repr(caught.value)


@responses.activate
def test_deleting_what_is_not_there_is_told() -> None:
    responses.delete(f"{BASE}/board", status=404, json=GONE)

    with pytest.raises(NotThereOrNotShared):
        account().delete(DELETION)


@responses.activate
def test_a_deletion_that_was_repeated_is_done_when_nothing_is_left() -> None:
    responses.delete(f"{BASE}/board", status=503, body="")
    responses.delete(f"{BASE}/board", status=404, json=GONE)

    account().delete(DELETION)

    assert len(responses.calls) == 2


@responses.activate
def test_a_deletion_without_an_answer_is_not_done() -> None:
    responses.delete(f"{BASE}/board", status=503, body="")

    with pytest.raises(Wait):
        account().delete(DELETION)


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "snow\u2603"])
def test_what_cannot_be_a_token_is_refused_unseen(token: str) -> None:
    with pytest.raises(Reconnect) as caught:
        bearer(token, "miro")

    assert caught.value.code == "malformed_token"
    assert not token.strip() or token not in repr(caught.value)


def test_spaces_around_a_token_are_forgiven() -> None:
    assert repr(bearer(f" {TOKEN}\n", "miro")) == "Bearer(…)"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.example.test",
        "ftp://127.0.0.1",
        "https://",
        "api.example.test",
        "http://127.0.0.1.example.test",
    ],
)
def test_addresses_that_would_show_the_token_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        base_url(address)


@pytest.mark.parametrize(
    "address", ["https://api.example.test", "http://127.0.0.1:8421/miro", "http://[::1]:8421"]
)
def test_addresses_lose_their_final_slash(address: str) -> None:
    assert base_url(f"{address}/") == address
