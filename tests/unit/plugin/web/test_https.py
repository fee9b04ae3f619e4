from pathlib import Path

from tests.unit.plugin.web.house import make_house


def test_cookie_is_secure_and_https_is_kept(tmp_path: Path) -> None:
    made = make_house(tmp_path, base_url="https://hedgerow.example")
    client = made.app.test_client()

    answer = client.get("/sign-in", base_url="https://hedgerow.example")

    made.services.db.close()
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
