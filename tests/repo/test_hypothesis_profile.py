"""One hypothesis profile holds for all tests: no deadline, and the same examples in CI."""

import re
import subprocess
import sys
from time import sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import REPOSITORY

_SAYS = "import tests, hypothesis; print(hypothesis.settings.default.derandomize)"


@settings(max_examples=1)
@given(slow_s=st.just(0.3))
def test_a_slow_example_is_no_failure(slow_s: float) -> None:
    sleep(slow_s)


@pytest.mark.parametrize(("ci", "derandomized"), [("true", "True"), ("", "False")])
def test_examples_are_the_same_in_ci_only(
    ci: str, derandomized: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    command = [sys.executable, "-c", _SAYS]

    said = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)

    assert said.stdout.strip() == derandomized


def test_no_test_has_a_deadline_of_its_own() -> None:
    own = [
        path.name
        for path in sorted((REPOSITORY / "tests").rglob("*.py"))
        if path.parent.name != "tests" and re.search(r"\bdeadline\s*=", path.read_text("utf-8"))
    ]

    assert own == []
