from pathlib import Path

import pytest

from plugin.demo.story import run_demo
from plugin.errors import BadInput


def test_the_demo_refuses_to_stand_beside_real_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEDGEROW_NOTION_TOKEN", "a-secret-token")

    with pytest.raises(BadInput, match="real Miro or Notion tokens") as told:
        run_demo(tmp_path / "data", None, serve=False, port=0)

    assert "a-secret-token" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_is_told_before_the_story(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--report"):
        run_demo(tmp_path / "data", tmp_path / "nowhere" / "report.json", serve=False, port=0)

    assert list(tmp_path.iterdir()) == []
