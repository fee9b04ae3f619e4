"""The files with which Hedgerow runs in production say what commands, pages and settings there are.

Nothing of them is built here. What they name is held against what exists: commands with their
options, addresses, settings, files.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from plugin.cli import main
from plugin.config.secret_files import MAY_STAND_IN_FILES
from tests.shared import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
CADDYFILE = (DEPLOY / "Caddyfile").read_text("utf-8")
UNITS = sorted(DEPLOY.glob("*.service"))
OPERATE = (REPOSITORY / "docs/operate.md").read_text("utf-8")
OURS = [name for name, each in COMPOSE["services"].items() if each.get("image") == "hedgerow"]
ADDRESSES = ("/healthz", "/readyz", "/metrics")


def instructions() -> list[tuple[str, str]]:
    """Return every instruction of the Containerfile with its words."""
    joined = re.sub(r"\\\n\s*", "", CONTAINERFILE)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def require_command(words: list[str]) -> None:
    """Return if a command with these words would start; raise what click says otherwise."""
    command, rest = main, list(words)
    while isinstance(command, click.Group):
        found = command.commands.get(rest[0])
        assert found is not None, rest
        command, rest = found, rest[1:]  # type: ignore[assignment]
    if not any(getattr(each, "prompt", None) for each in command.params):  # it would ask
        command.make_context("hedgerow", rest)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield every command line of ours, and where it stands."""
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=(.+)$", unit.read_text("utf-8"), re.MULTILINE):
            program, *words = shlex.split(line)
            assert program.endswith("/bin/hedgerow")
            yield unit.name, words
    for name in OURS:
        yield f"compose.yaml {name}", COMPOSE["services"][name]["command"]
    (told,) = [json.loads(words) for name, words in instructions() if name == "CMD"]
    yield "Containerfile", told
    for block in re.findall(r"```\n(.*?)```", OPERATE, re.DOTALL):
        for words in re.findall(r"^hedgerow ([^\n]+)$", block, re.MULTILINE):
            yield "docs/operate.md", shlex.split(words, comments=True)
        for words in re.findall(r"compose.yaml run --rm (\w[^\n]*)$", block, re.MULTILINE):
            service, *more = shlex.split(words, comments=True)
            yield "docs/operate.md", more or COMPOSE["services"][service]["command"]


@pytest.mark.parametrize(("where", "words"), list(commands()), ids=str)
def test_every_command_is_one_of_ours_with_its_options(where: str, words: list[str]) -> None:
    require_command(words)


def test_a_command_that_is_none_is_found() -> None:
    for words in (["serve", "--ports", "1"], ["web", "--port", "many"]):
        with pytest.raises(click.UsageError):
            require_command(words)


def test_health_is_asked_where_it_is_answered() -> None:
    asked = re.findall(r"8420(/\w+)", CONTAINERFILE) + re.findall(r"health_uri (\S+)", CADDYFILE)
    checks = [COMPOSE["services"][name]["healthcheck"] for name in OURS]
    for check in checks:
        asked += re.findall(r"8420(/\w+)", " ".join(check.get("test", ())))

    assert sorted(set(asked)) == ["/healthz", "/readyz"]
    assert [check for check in checks if not check.get("disable") and "test" not in check] == []
    for script in re.findall(r'"(import [^"]+)"', CONTAINERFILE):
        compile(script, "Containerfile", "exec")


def test_every_setting_is_known() -> None:
    known = set(re.findall(r"`(HEDGEROW_\w+)`", (REPOSITORY / "README.md").read_text("utf-8")))
    known |= {f"{name}_FILE" for name in MAY_STAND_IN_FILES} | {"HEDGEROW_HOST"}  # compose's own
    texts = [each.read_text("utf-8") for each in DEPLOY.iterdir() if each.is_file()]

    assert set(re.findall(r"HEDGEROW_\w+", "".join(texts))) <= known


def test_compose_runs_web_two_workers_and_postgresql_apart() -> None:
    services = COMPOSE["services"]
    workers = [name for name in OURS if services[name]["command"][0] == "worker"]

    assert (len(workers), services["db"]["image"].partition(":")[0]) == (2, "postgres")
    for name, each in services.items():
        assert each["read_only"] is True, name
        assert "no-new-privileges:true" in each["security_opt"], name
    for name in OURS:
        given = services[name]["environment"]
        assert services[name]["cap_drop"] == ["ALL"]
        assert given["HEDGEROW_PROXY_HOPS"] == "1"
        secret = [each for each in given if each.removesuffix("_FILE") in MAY_STAND_IN_FILES]
        assert all(each.endswith("_FILE") for each in secret)
        files = {given[each].removeprefix("/run/secrets/") for each in secret}
        assert files == set(services[name]["secrets"])
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]


def test_every_secret_is_a_file_that_git_leaves_out() -> None:
    used = {name for each in COMPOSE["services"].values() for name in each.get("secrets", ())}
    folder = "deploy/secrets/"

    assert set(COMPOSE["secrets"]) == used
    assert all(each["file"] == f"./secrets/{name}" for name, each in COMPOSE["secrets"].items())
    assert folder in (REPOSITORY / ".gitignore").read_text("utf-8").splitlines()
    assert [name for name in used if f"{folder}{name}" not in OPERATE] == []


def test_the_proxy_leads_to_the_web_process() -> None:
    (to,) = set(re.findall(r"reverse_proxy (\S+:\d+)", CADDYFILE))
    host, _, port = to.partition(":")

    assert port in COMPOSE["services"][host]["command"]
    assert CADDYFILE.count("{") == CADDYFILE.count("}")


def test_the_image_holds_all_that_the_wheel_is_made_of(tmp_path: Path) -> None:
    copied = [words.split() for name, words in instructions() if name == "COPY"]
    for *sources, target in (each for each in copied if not each[0].startswith("--from")):
        for source in sources:
            place, to = REPOSITORY / source, tmp_path / target
            shutil.copytree(place, to) if place.is_dir() else shutil.copy(place, to)

    (wheel,) = WheelBuilder(str(tmp_path)).build(
        directory=str(tmp_path / "made"), versions=["standard"]
    )

    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "plugin/app.py" in names
    assert "plugin/manifest.json" in names


def test_the_image_runs_as_nobody_and_is_built_with_the_same_tool() -> None:
    found = instructions()
    users = [words for name, words in found if name == "USER"]
    version = re.search(
        r"^UV_VERSION := (\S+)", (REPOSITORY / "Makefile").read_text(), re.MULTILINE
    )

    assert users == ["10001:10001"]
    assert version
    assert f"uv=={version[1]}" in CONTAINERFILE
    assert {name for name, _ in found} <= {
        *("FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER"),
        *("VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"),
    }
    assert [json.loads(words) for name, words in found if name == "ENTRYPOINT"] == [["hedgerow"]]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_hardened_and_known_to_systemd(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text("utf-8")
    for line in ("User=hedgerow", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
        assert line in text.splitlines()
    if shutil.which("systemd-analyze") is None:
        return
    # Where the program lies on this machine; everything else is as it stands.
    program = Path(sys.executable).with_name("hedgerow")
    placed = tmp_path / unit.name.replace("@", "@1")
    placed.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={program}", text, flags=re.MULTILINE))

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(placed)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in said.stderr.splitlines() if unit.stem.partition("@")[0] in line] == []
