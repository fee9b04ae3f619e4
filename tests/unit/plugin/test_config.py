import threading
from pathlib import Path

import pytest

from plugin.config import Settings
from plugin.errors import BadInput


def read(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_environment({"HEDGEROW_DATA": str(tmp_path / "data"), **env})


def test_the_secret_is_made_once_and_for_this_account_alone(tmp_path: Path) -> None:
    first = read(tmp_path)
    again = read(tmp_path)

    assert first.secret == again.secret
    assert len(first.secret) >= 48
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o077 == 0
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret"]


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        found.append(read(tmp_path).secret)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert set(found) == {(tmp_path / "data" / "secret").read_text()}


def test_an_empty_secret_is_refused_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("")

    with pytest.raises(BadInput, match="is empty"):
        read(tmp_path)


@pytest.mark.parametrize(
    "address",
    ["https://hedgerow.example", "http://192.168.1.20:8420", "http://127.0.0.1.evil.example"],
)
def test_the_demo_has_no_address_but_this_machine(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match="stays on this machine"):
        read(tmp_path, HEDGEROW_DEMO="1", HEDGEROW_BASE_URL=address)


@pytest.mark.parametrize(
    "address",
    [
        "smtp://post:pa/SECRET@mail.example:587",
        "smtp://post:SECRET@mail.example:SECRET",
        "smtp://post:pa]SECRET[@mail.example",
        "mail.example:587?SECRET",
        "SECRET",
    ],
)
def test_a_mail_server_that_cannot_be_is_told_without_its_password(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(BadInput, match="HEDGEROW_SMTP_URL") as told:
        read(tmp_path, HEDGEROW_SMTP_URL=address)

    assert "SECRET" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("HEDGEROW_BASE_URL", "http://[::"),
        ("HEDGEROW_BASE_URL", "http://a.example:port"),
        ("HEDGEROW_BASE_URL", "ftp://a.example"),
        ("HEDGEROW_CLOCK_OFFSET_S", "tomorrow"),
        ("HEDGEROW_CLOCK_OFFSET_S", "9" * 40),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path, name: str, given: str) -> None:
    with pytest.raises(BadInput, match=name):
        read(tmp_path, HEDGEROW_DEMO="1", **{name: given})
