import os
import subprocess
import sys

import pytest

from plugin.intents.processes import is_gone, this_process


def test_this_process_is_not_gone() -> None:
    assert not is_gone(this_process())
    assert not is_gone(f"{this_process()} some-run")


def test_a_process_that_ended_is_gone() -> None:
    code = "from plugin.intents.processes import this_process; print(this_process())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert is_gone(f"{ended.stdout.strip()} some-run")


def test_another_process_under_the_same_number_is_another() -> None:
    name, _, _started = this_process().rpartition("/")

    assert is_gone(f"{name}/1")


@pytest.mark.parametrize("owner", ["", "-", "x", "a/b/c", "elsewhere/boot/pid:[1]/1/1 abc"])
def test_what_cannot_be_known_is_not_called_gone(owner: str) -> None:
    assert not is_gone(owner)


def test_a_process_is_named_without_spaces() -> None:
    assert " " not in this_process()
    assert str(os.getpid()) in this_process()
