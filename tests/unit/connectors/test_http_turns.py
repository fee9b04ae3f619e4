import pytest
import responses

from connectors.account import RenewedBearer
from connectors.errors import LONG_QUEUE, Reconnect, RefusedForGood, Wait
from connectors.http import HTTP, Call, Service
from connectors.limits import Allowance, Turn
from connectors.miro.error_bodies import read_error_details
from connectors.notion.error_bodies import read_error_details as read_notion_complaint
from connectors.retry import Patience
from tests.unit.connectors.speaking import NOW

URL = "https://api.miro.com/v2/boards"
BOARDS = Call(method="GET", route="/v2/boards", harmless=True)
NEW_BOARD = Call(method="POST", route="/v2/boards", body={"name": "a"}, harmless=False)
NO = {"type": "error", "code": "tokenInvalid", "message": "no", "status": 401}


class Tokens:
    """A source with a list of tokens."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)

    def token(self) -> str:
        return self._tokens[0]

    def renew(self) -> bool:
        self._tokens = self._tokens[1:] or self._tokens
        return len(self._tokens) > 0 and self._tokens[0] != "old"


class Pace:
    """A pace that notes what it is told; `waits` are the turns that it gives."""

    def __init__(self, *waits: float, held: tuple[bool, ...] = ()) -> None:
        self.waits, self.held, self.asked = list(waits), list(held), []
        self.holds: list[float] = []

    def take(self, method: str, route: str, query: object, longest_wait_s: float) -> Turn:
        self.asked.append((method, route))
        wait_s = self.waits.pop(0) if self.waits else 0.0
        return Turn(Allowance(0), wait_s, wait_s > longest_wait_s)

    def hold(self, wait_s: float) -> None:
        self.holds.append(wait_s)

    def is_held(self) -> bool:
        return self.held.pop(0) if self.held else False


def service(tokens: Tokens | None = None, vendor: str = "miro") -> Service:
    reads = read_error_details if vendor == "miro" else read_notion_complaint
    auth = RenewedBearer(tokens or Tokens("a"), vendor)
    return Service(vendor, "https://api.miro.com", auth, reads)


def speaking(pace: Pace, attempts: int = 2) -> tuple[HTTP, list[float]]:
    waits: list[float] = []
    http = HTTP(
        sleep=waits.append,
        now=lambda: NOW,
        jitter=lambda: 0.0,
        patience=Patience(attempts=attempts),
    )
    return http.paced(pace), waits


@responses.activate
def test_every_sending_takes_its_turn_and_waits_for_it() -> None:
    responses.get(URL, status=503)
    responses.get(URL, json={})
    pace = Pace(0.25, 0.5)
    http, waits = speaking(pace)

    http.send(BOARDS, service())

    assert pace.asked == [("GET", "/v2/boards")] * 2
    assert waits == [0.25, 0.5, 0.5]


@responses.activate
def test_whoever_waited_looks_whether_quiet_was_asked_meanwhile() -> None:
    responses.get(URL, json={})
    http, waits = speaking(Pace(0.25, 30, held=(True, False)))

    http.send(BOARDS, service())

    assert waits == [0.25, 30]


@responses.activate
def test_a_turn_that_comes_too_late_sends_nothing() -> None:
    http, _ = speaking(Pace(61))

    with pytest.raises(Wait) as caught:
        http.send(NEW_BOARD, service())

    assert (caught.value.code, caught.value.retry_after_s) == (LONG_QUEUE, 61)
    assert len(responses.calls) == 0


@pytest.mark.parametrize(
    ("status", "headers", "held_s"),
    [(429, {"Retry-After": "7"}, 7), (529, {}, 1), (429, {"X-RateLimit-Reset": "12"}, 12)],
)
@responses.activate
def test_a_limit_that_was_met_holds_everybody(
    status: int, headers: dict[str, str], held_s: float
) -> None:
    responses.get(URL, status=status, headers=headers)
    responses.get(URL, json={})
    pace = Pace()

    speaking(pace)[0].send(BOARDS, service())

    assert pace.holds == [held_s]


@responses.activate
def test_a_limit_longer_than_our_patience_holds_everybody_too() -> None:
    responses.get(URL, status=429, headers={"Retry-After": "300"})
    pace = Pace()

    with pytest.raises(Wait):
        speaking(pace)[0].send(BOARDS, service())

    assert pace.holds == [300]


@responses.activate
def test_being_shut_out_holds_nobody_because_waiting_does_not_end_it() -> None:
    reason = {"rate_limit_reason": "public_api_request_blocked"}
    body = {"object": "error", "code": "rate_limited", "additional_data": reason}
    responses.get(URL, status=429, json=body)
    pace = Pace()

    with pytest.raises(RefusedForGood):
        speaking(pace)[0].send(BOARDS, service(vendor="notion"))

    assert pace.holds == []


@pytest.mark.parametrize("call", [BOARDS, NEW_BOARD], ids=["reading", "writing"])
@responses.activate
def test_a_refused_token_is_renewed_and_the_call_sent_again(call: Call) -> None:
    responses.add(call.method, URL, status=401, json=NO)
    responses.add(call.method, URL, json={})

    speaking(Pace())[0].send(call, service(Tokens("old", "new")))

    shown = [sent.request.headers["Authorization"] for sent in responses.calls]
    assert shown == ["Bearer old", "Bearer new"]


@pytest.mark.parametrize(
    ("tokens", "times"), [(("old",), 1), (("old", "new"), 2), (("old", "new", "newer"), 2)]
)
@responses.activate
def test_a_token_is_renewed_once_a_call(tokens: tuple[str, ...], times: int) -> None:
    responses.get(URL, status=401, json=NO)

    with pytest.raises(Reconnect):
        speaking(Pace())[0].send(BOARDS, service(Tokens(*tokens)))

    assert len(responses.calls) == times


@responses.activate
def test_a_form_is_sent_as_one_and_quoted_nowhere() -> None:
    sent = responses.post(URL, status=400, json={**NO, "message": "code is c-1"})
    call = Call(method="POST", route="/v2/boards", form={"code": "c-1", "a": "é"}, harmless=False)

    with pytest.raises(RefusedForGood) as caught:
        speaking(Pace())[0].send(call, service())

    request = sent.calls[0].request
    assert request.body == b"code=c-1&a=%C3%A9"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "c-1" not in f"{call!r}{caught.value!r}{vars(caught.value)}"
