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
        ("HEDGEROW_BASE_URL", "https://SECRET:SECRET@a.example"),
        ("HEDGEROW_BASE_URL", "https://SECRET@a.example"),
        ("HEDGEROW_BASE_URL", "https://a.example?next=b"),
        ("HEDGEROW_BASE_URL", "https://a.example/?"),
        ("HEDGEROW_BASE_URL", "https://a.example/#top"),
        ("HEDGEROW_BASE_URL", "https://a.ex\nample"),
        ("HEDGEROW_BASE_URL", "https://a.example\\b"),
        ("HEDGEROW_BASE_URL", "https://a b.example"),
        ("HEDGEROW_BASE_URL", "https://a_b.example"),
        ("HEDGEROW_BASE_URL", "https://stra\u00dfe.example"),
        ("HEDGEROW_BASE_URL", "https://\ud800.example"),
        ("HEDGEROW_BASE_URL", "https://a.example/../b"),
        ("HEDGEROW_BASE_URL", "https://a.example//b"),
        ("HEDGEROW_BASE_URL", "https://a.example/b c"),
        ("HEDGEROW_BASE_URL", "https://a.example/%2e"),
        ("HEDGEROW_BASE_URL", "a.example"),
        ("HEDGEROW_CLOCK_OFFSET_S", "tomorrow"),
        ("HEDGEROW_CLOCK_OFFSET_S", "9" * 40),
        ("HEDGEROW_SECRET_KEY", "SECRET"),
        ("HEDGEROW_SECRET_KEY", "a" * 64),
        ("HEDGEROW_SECRET_KEY", " " * 64),
        ("HEDGEROW_SANDBOX", "ftp://127.0.0.1:8422"),
        ("HEDGEROW_SANDBOX", "https://127.0.0.1:8422"),
        ("HEDGEROW_SANDBOX", "http://sandbox.example"),
        ("HEDGEROW_SANDBOX", "http://SECRET@127.0.0.1:8422"),
        ("HEDGEROW_SANDBOX", "http://127.0.0.1:8422/?a"),
        ("HEDGEROW_SANDBOX", "http://127.0.0.1:8422/other"),
        ("HEDGEROW_SANDBOX", "127.0.0.1:8422"),
        ("HEDGEROW_SANDBOX_RATE", "quick"),
        ("HEDGEROW_SMTP_URL", "smtp://mail.example\nBcc: somebody@a.example"),
        ("HEDGEROW_MIRO_EMAIL", "hedgerow"),
        ("HEDGEROW_MIRO_EMAIL", "a@b@c.example"),
        ("HEDGEROW_MAIL_FROM", "hedgerow"),
        ("HEDGEROW_MAIL_FROM", "a@b.example\nBcc: c@d.example"),
        ("HEDGEROW_DATABASE_URL", "sqlite://"),
        ("HEDGEROW_DATABASE_URL", "sqlite:///:memory:"),
        ("HEDGEROW_DATA", "/dev/null"),
        ("HEDGEROW_DEMO", "yes"),
        ("HEDGEROW_MIRO_CREDITS_A_MINUTE", "many"),
        ("HEDGEROW_NOTION_CALLS_A_MINUTE", "200"),
        ("HEDGEROW_METRICS_TOKEN", "SECRET"),
        ("HEDGEROW_PROXY_HOPS", "yes"),
        ("HEDGEROW_PROXY_HOPS", "-1"),
        ("HEDGEROW_PROXY_HOPS", "10"),
        ("HEDGEROW_TIME_ZONE", "Gateshead"),
        ("HEDGEROW_TIME_ZONE", "../London"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_quoted(
    tmp_path: Path, name: str, given: str
) -> None:
    with pytest.raises(BadInput, match=name) as told:
        read(tmp_path, **{"HEDGEROW_DEMO": "1", name: given})

    assert "SECRET" not in str(told.value).replace("HEDGEROW_SECRET_KEY", "")


@pytest.mark.parametrize("given", ["a token", "to\nken", "t\u00f6ken", "x" * 5000])
@pytest.mark.parametrize("name", ["HEDGEROW_MIRO_TOKEN", "HEDGEROW_NOTION_TOKEN"])
def test_a_token_that_no_vendor_gives_out_is_refused_unquoted(
    tmp_path: Path, name: str, given: str
) -> None:
    with pytest.raises(BadInput, match=name) as told:
        read(tmp_path, **{name: given})

    assert given not in str(told.value)


def test_half_of_an_app_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="belong together"):
        read(tmp_path, HEDGEROW_MIRO_CLIENT_ID="12345")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://Hedgerow.example/\n", "https://hedgerow.example"),
        ("HTTPS://hedgerow.example:8443", "https://hedgerow.example:8443"),
        ("https://example.org/learning/hedgerow/", "https://example.org/learning/hedgerow"),
        ("https://b\u00fccher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8420", "http://[::1]:8420"),
        ("", "http://127.0.0.1:8420"),
    ],
)
def test_an_address_is_kept_as_browsers_send_it(tmp_path: Path, given: str, kept: str) -> None:
    assert read(tmp_path, HEDGEROW_BASE_URL=given).base_url == kept


def test_blanks_around_settings_do_not_matter(tmp_path: Path) -> None:
    token = read(tmp_path, HEDGEROW_MIRO_TOKEN=" token\n").miro_token
    sandbox = read(tmp_path, HEDGEROW_SANDBOX=" http://127.0.0.1:8422/ ").sandbox_url

    assert (token, sandbox) == ("token", "http://127.0.0.1:8422")


def test_a_kept_secret_that_is_guessable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("a")

    with pytest.raises(BadInput, match="too easy to guess"):
        read(tmp_path)


OIDC = {
    "HEDGEROW_OIDC_ISSUER": "https://id.example/tenant/v2.0/",
    "HEDGEROW_OIDC_CLIENT_ID": "hedgerow",
    "HEDGEROW_OIDC_CLIENT_SECRET": "a-secret",
}


def test_single_sign_on_is_set_whole_and_its_issuer_kept_letter_by_letter(tmp_path: Path) -> None:
    known = read(tmp_path, **OIDC).openid

    assert known is not None
    assert (known.issuer, known.client_id) == ("https://id.example/tenant/v2.0/", "hedgerow")
    assert known.name == "your organisation’s account"
    assert "a-secret" not in repr(known)
    assert read(tmp_path).openid is None


@pytest.mark.parametrize("missing", sorted(OIDC))
def test_half_of_single_sign_on_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BadInput, match="belong together"):
        read(tmp_path, **{name: value for name, value in OIDC.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("HEDGEROW_OIDC_ISSUER", "id.example"),
        ("HEDGEROW_OIDC_ISSUER", "http://id.example"),
        ("HEDGEROW_OIDC_ISSUER", "https://id.example/?x=1"),
        ("HEDGEROW_OIDC_ISSUER", "https://name:secret@id.example"),
        ("HEDGEROW_OIDC_NAME", "two\nlines"),
        ("HEDGEROW_OIDC_NAME", "x" * 61),
    ],
)
def test_single_sign_on_that_cannot_work_is_refused(tmp_path: Path, name: str, given: str) -> None:
    with pytest.raises(BadInput, match=name):
        read(tmp_path, **{**OIDC, name: given})


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    names = {
        "HEDGEROW_MIRO_TOKEN": "miro-token",
        "HEDGEROW_METRICS_TOKEN": "a-token-for-figures-0123456789-abcdef",
        "HEDGEROW_SECRET_KEY": "a secret for tests, too long to be guessed",
        "HEDGEROW_DATABASE_URL": "sqlite:////folder/other.db",
        "HEDGEROW_NOTION_TOKEN": "",
    }
    for name, value in names.items():
        (tmp_path / name).write_text(f"{value}\n")

    found = read(tmp_path, **{f"{name}_FILE": str(tmp_path / name) for name in names})

    assert (found.miro_token, found.notion_token) == ("miro-token", None)
    assert (found.secret, found.metrics_token) == (
        names["HEDGEROW_SECRET_KEY"],
        names["HEDGEROW_METRICS_TOKEN"],
    )
    assert found.database_url == "sqlite:////folder/other.db"


@pytest.mark.parametrize("given", ["/no/such/SECRET", "\0", "/"])
def test_a_file_of_a_secret_that_cannot_be_read_is_named_by_its_setting(
    tmp_path: Path, given: str
) -> None:
    with pytest.raises(BadInput, match="HEDGEROW_MIRO_TOKEN_FILE") as told:
        read(tmp_path, HEDGEROW_MIRO_TOKEN_FILE=given)

    assert "SECRET" not in str(told.value)


def test_a_secret_in_both_places_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("SECRET")

    with pytest.raises(BadInput, match="both set"):
        read(tmp_path, HEDGEROW_MIRO_TOKEN="x", HEDGEROW_MIRO_TOKEN_FILE=str(tmp_path / "token"))


def test_the_sandbox_never_stands_beside_a_real_token_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("real")

    with pytest.raises(BadInput, match="does not start beside real"):
        read(
            tmp_path,
            HEDGEROW_SANDBOX="http://127.0.0.1:8422",
            HEDGEROW_NOTION_TOKEN_FILE=str(tmp_path / "token"),
        )
