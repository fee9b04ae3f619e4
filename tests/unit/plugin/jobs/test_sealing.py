import pytest

from plugin.jobs.sealing import new_reply_key, opened, public_part, sealed_for


def test_an_answer_is_read_by_whoever_holds_the_key() -> None:
    key = new_reply_key()

    sealed = sealed_for(public_part(key), "Tom Brennan")

    assert "Tom" not in sealed
    assert opened(key, sealed) == "Tom Brennan"
    assert sealed_for(public_part(key), "Tom Brennan") != sealed


def test_what_was_sealed_for_another_key_stays_closed() -> None:
    key, other = new_reply_key(), new_reply_key()

    assert opened(key, sealed_for(public_part(other), "Tom Brennan")) is None
    assert opened("no key", sealed_for(public_part(key), "Tom Brennan")) is None


@pytest.mark.parametrize("rubbish", ["", "x.y", "a", "{public}.rubbish"])
def test_rubbish_is_opened_by_nobody(rubbish: str) -> None:
    key = new_reply_key()

    assert opened(key, rubbish.format(public=public_part(key))) is None
