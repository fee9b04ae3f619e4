"""Commands for session designs: list those that are here, and check a file of somebody's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugin.domain.labels import MARKS, WORDS

if TYPE_CHECKING:
    from plugin.domain.templates import Template


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the designs as JSON.")
@click.pass_context
def designs(context: click.Context, as_json: bool) -> None:
    """List the session designs: what each is for, how long it takes, its boxes and labels."""
    from plugin.convene.template_files import known_templates

    if context.invoked_subcommand is not None:
        return
    if as_json:
        every = [_as_json(template) for template in known_templates()]
        click.echo(json.dumps({"designs": every}, ensure_ascii=False, indent=2))
        return
    for template in known_templates():
        click.echo(_in_lines(template))


@designs.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether FILE is a session design that works, or which entry is wrong and why."""
    from plugin.convene.template_files import read_template_file

    template = read_template_file(file)
    boxes = f"{len(template.zones)} boxes" if template.has_board else "no board"
    said = f"{template.meeting_kind}, {_minutes(template)}, {boxes}"
    click.echo(f"{file.name} is a design that works: {said}.")


def _as_json(template: Template) -> dict[str, Any]:
    return {
        "code": template.code,
        "title": template.title,
        "name": template.meeting_kind,
        "purpose": template.purpose,
        "who": template.who,
        "people": {"least": template.least_people, "most": template.most_people},
        "minutes": {"long": template.minutes, "short": template.short_minutes},
        "boxes": [
            {"code": zone.code, "title": zone.title, "label": WORDS[zone.label]}
            for zone in template.zones
        ],
    }


def _in_lines(template: Template) -> str:
    head = f"{template.code}  {template.meeting_kind}: {_minutes(template)}"
    boxes = (
        f"  {MARKS[zone.label]} {zone.frame_title} ({WORDS[zone.label]})" for zone in template.zones
    )
    return "\n".join((head, f"  {template.purpose}", *boxes, ""))


def _minutes(template: Template) -> str:
    short = f", or {template.short_minutes} in its short form" if template.short_minutes else ""
    return f"{template.minutes} minutes{short}"


COMMANDS = (designs,)
