"""The repository names nothing of the machine that it was written on."""

import re
import subprocess
from urllib.parse import urlsplit

from tests.shared import REPOSITORY

PUBLIC_REGISTRY = {"pypi.org", "files.pythonhosted.org"}
# Written in two parts, so that this file does not hold what it looks for.
MACHINE_FOLDERS = ["work/main", "work/shared", "work/.library", "root", "opt/pypi", "opt/wheels"]
MACHINE_PATH = re.compile(
    r"(?<![\w.*}-])/(" + "|".join(map(re.escape, MACHINE_FOLDERS)) + r")(?=[/\s\"'`)]|$)",
    re.MULTILINE,
)


def tracked_texts() -> dict[str, str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    texts = {}
    for name in filter(None, listing.stdout.split("\0")):
        path = REPOSITORY / name
        if path.is_file():
            texts[name] = path.read_text(encoding="utf-8", errors="ignore")
    return texts


def test_lock_names_only_public_registry() -> None:
    lock = (REPOSITORY / "uv.lock").read_text(encoding="utf-8")

    hosts = {urlsplit(address).hostname for address in re.findall(r"https?://[^\s\"]+", lock)}

    assert hosts == PUBLIC_REGISTRY


def test_lock_takes_no_package_from_elsewhere() -> None:
    lock = (REPOSITORY / "uv.lock").read_text(encoding="utf-8")

    sources = set(re.findall(r"^source = \{ (\w+) = \"([^\"]+)\"", lock, re.MULTILINE))

    assert sources == {("registry", "https://pypi.org/simple"), ("editable", ".")}


def test_no_file_names_this_machine() -> None:
    found = [name for name, text in tracked_texts().items() if MACHINE_PATH.search(text)]

    assert found == []


def test_ci_runs_what_developers_run() -> None:
    script = REPOSITORY / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")
