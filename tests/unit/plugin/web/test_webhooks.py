"""Webhooks: who adds them, which addresses can be told, and what waits for them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from plugin.accounts.encryption_keys import rotate
from plugin.govern.withdrawal import take_back
from plugin.store import tables
from tests.unit.plugin.web.filled import a_session
from tests.unit.plugin.web.house import TestHouse

ADDRESS = "http://127.0.0.1:9/told"


def added(made: TestHouse, address: str, who: str = "connie") -> str:
    path = f"/p/{made.partnership.id}/webhooks"
    answer = made.as_(who).post(path, data={"address": address})
    assert answer.status_code == 200, answer.text
    (secret,) = re.findall(r"whsec_[\w+/=]+", answer.text)
    return str(secret)


def waiting(made: TestHouse) -> list[tuple[str, str, int]]:
    sent = tables.webhook_delivery.c
    with made.services.db.read() as tx:
        rows = tx.execute(sa.select(sent.happened, sent.subject, sent.attempts))
        return sorted((row.happened, row.subject, row.attempts) for row in rows)


def test_nobody_else_is_told(made: TestHouse) -> None:
    filled = a_session(made)
    take_back(made.services, made.actor("sam"), filled.proposal_note_id)
    assert waiting(made) == []

    elsewhere = f"/p/{made.elsewhere.id}/webhooks"
    assert made.as_("connie").get(elsewhere).status_code == 404
    here = f"/p/{made.partnership.id}/webhooks"
    for who in ("helen", "amina", "grace"):
        assert made.as_(who).get(here).status_code == 403
        assert made.as_(who).post(here, data={"address": ADDRESS}).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        *("", "partner.example", "http://partner.example/", "ftp://partner.example/"),
        *("https://10.0.0.7/", "https://[::1]/", "https://127.0.0.1/", "https://intranet/"),
        *("https://name@partner.example/", "https://partner.example/#x", "https://a b.example/"),
        *(
            "https://169.254.169.254/latest",
            "https://partner.example:x/",
            "https://x.example/" + "y" * 400,
        ),
    ],
)
def test_an_address_that_cannot_be_told_is_refused(made: TestHouse, address: str) -> None:
    path = f"/p/{made.partnership.id}/webhooks"

    answer = made.as_("connie").post(path, data={"address": address})

    assert answer.status_code == 400
    assert "Nothing was stored." in answer.text


def test_removing_an_address_forgets_what_waits_for_it(made: TestHouse) -> None:
    filled = a_session(made)
    added(made, ADDRESS)
    take_back(made.services, made.actor("sam"), filled.proposal_note_id)
    client, path = made.as_("connie"), f"/p/{made.partnership.id}/webhooks"
    remove = re.search(rf"{path}/\w+/remove", client.get(path).text)
    assert remove is not None

    assert waiting(made) == [("note.gone", filled.proposal_note_id, 0)]
    client.post(remove[0])

    assert waiting(made) == []


def test_keys_can_be_changed_under_a_secret(made: TestHouse) -> None:
    secret = added(made, ADDRESS)
    keys = made.runtime.accounts.keys

    rotate(made.services, keys)

    with made.services.db.read() as tx:
        (locked,) = tx.execute(sa.select(tables.webhook.c.locked_secret)).scalars()
    assert secret not in locked
    assert keys.unlocked(locked) == secret
