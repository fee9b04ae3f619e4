"""Commands that give people their places: add, change, remove, confirm, list.

They act as the administrator, and so can give roles in a whole partnership that no page
can give yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from plugin.cli import startup

if TYPE_CHECKING:
    from plugin.domain.people import Actor, Membership, Role
    from plugin.use_cases import Runtime

_ROLES = ("convenor", "facilitator", "participant", "learning partner", "sponsor", "supervisor")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


def _place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take the place that is meant."""
    for option in (
        click.option("--community", help="Id of the group that is meant."),
        click.option("--partnership", help="Id or name of the partnership, if there are several."),
    ):
        command = option(command)
    return command


@click.group()
def person() -> None:
    """The people of a partnership and their roles."""


@person.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(_ROLES))
@click.option("--email", help="The address to which sign-in links go.")
@click.option("--party", default="", help="Where the person comes from: health, housing …")
@_place_options
@_AS_JSON
def add(
    name: str,
    role: str,
    email: str | None,
    party: str,
    community: str | None,
    partnership: str | None,
    as_json: bool,
) -> None:
    """Give NAME a role: in a community, or without --community in the whole partnership."""
    from plugin.convene.communities import add_person
    from plugin.domain.people import OPERATOR, Role

    runtime = startup.runtime()
    here = _place(runtime, partnership, community)
    wanted = Role(role)
    _require_fitting(wanted, community)
    added = add_person(runtime.services, OPERATOR, *here, name, email, wanted, party)
    _say(runtime, added.person_id, "Added", as_json=as_json)


@person.command("change")
@click.argument("person_given", metavar="PERSON")
@click.option("--name", help="How the person is called from now on.")
@click.option("--email", help="The new address; an empty one takes it away.")
@click.option("--role", type=click.Choice(_ROLES), help="The new role in the place that is meant.")
@click.option("--was", type=click.Choice(_ROLES), help="The role until now, if there are several.")
@click.option("--party", help="Where the person comes from.")
@_place_options
@_AS_JSON
def change(
    person_given: str,
    name: str | None,
    email: str | None,
    role: str | None,
    was: str | None,
    party: str | None,
    community: str | None,
    partnership: str | None,
    as_json: bool,
) -> None:
    """Correct PERSON (an id or an e-mail address), or give them another role in one place."""
    from plugin.convene.corrections import correct_everywhere
    from plugin.convene.people import change_role, groups_without_host
    from plugin.domain.people import OPERATOR, Role

    if name is email is role is party is None:
        raise click.UsageError("Say what changes: --name, --email, --role or --party.")
    runtime = startup.runtime()
    known, address = _person(runtime, person_given)
    moved = None
    if role is not None or party is not None:
        before = _one_place(runtime, known, partnership, community, was)
        wanted = Role(role) if role else before.role
        _require_fitting(wanted, community)
        moved = (before, wanted, before.party if party is None else party)
    if name is not None or email is not None:
        new_name = known.name if name is None else name
        new_address = address if email is None else email
        correct_everywhere(runtime.services, known.person_id, new_name, new_address)
    if moved is not None:
        partnership_id = moved[0].partnership_id
        without = groups_without_host(runtime.services, partnership_id)
        change_role(runtime.services, OPERATOR, known.person_id, *moved)
        _warn_without_host(runtime, partnership_id, without)
    _say(runtime, known.person_id, "Changed", as_json=as_json)


@person.command("remove")
@click.argument("person_given", metavar="PERSON")
@click.option("--role", type=click.Choice(_ROLES), help="End this role only.")
@_place_options
@_AS_JSON
def remove(
    person_given: str,
    role: str | None,
    community: str | None,
    partnership: str | None,
    as_json: bool,
) -> None:
    """Take PERSON (an id or an e-mail address) out of a community, or out of the partnership.

    They are signed out at once. What they wrote stays as it was agreed.
    """
    from plugin.convene.people import groups_without_host, remove_person
    from plugin.domain.people import OPERATOR

    runtime = startup.runtime()
    known, _ = _person(runtime, person_given)
    partnership_id, community_id = _place(runtime, partnership, community)
    going = [
        each
        for each in known.memberships
        if each.partnership_id == partnership_id
        and community_id in (None, each.community_id)
        and role in (None, each.role.value)
    ]
    before = groups_without_host(runtime.services, partnership_id)
    remove_person(runtime.services, OPERATOR, known.person_id, going)
    _warn_without_host(runtime, partnership_id, before)
    _say(runtime, known.person_id, "Removed and signed out", as_json=as_json)


@person.command("confirm")
@click.argument("person_given", metavar="PERSON")
@click.option("--partnership", help="Id or name of the partnership, if there are several.")
@_AS_JSON
def confirm(person_given: str, partnership: str | None, as_json: bool) -> None:
    """Confirm that PERSON (an id or an e-mail address) is nobody else.

    A facilitator who adds a person writes their address, so the two count as one until somebody
    else confirms that they are two.
    """
    from plugin.convene.overview import the_partnership
    from plugin.convene.second_people import confirm_person
    from plugin.domain.people import OPERATOR

    runtime = startup.runtime()
    known, _ = _person(runtime, person_given)
    home = the_partnership(runtime.services, partnership)
    confirm_person(runtime.services, OPERATOR, home.id, known.person_id)
    _say(runtime, known.person_id, "Confirmed", as_json=as_json)


@person.command("list")
@click.option("--partnership", help="Id or name of the partnership, if there are several.")
@_AS_JSON
def list_people(partnership: str | None, as_json: bool) -> None:
    """List the people of a partnership with their ids, addresses and roles."""
    from plugin.convene.overview import the_partnership
    from plugin.convene.people import people_of
    from plugin.domain.people import OPERATOR

    runtime = startup.runtime()
    view = people_of(runtime.services, OPERATOR, the_partnership(runtime.services, partnership).id)
    if as_json:
        people = [_as_values(each.person, each.email, each.places) for each in view.people]
        click.echo(json.dumps({"people": people}))
        return
    for each in view.people:
        click.echo(f"{each.person.person_id}  {each.person.name}  {each.email or 'no address'}")
        for place in each.places:
            click.echo(f"  {_place_words(runtime, place)}")


def _place(
    runtime: Runtime, partnership: str | None, community: str | None
) -> tuple[str, str | None]:
    from plugin.convene.communities import community_of
    from plugin.convene.overview import the_partnership

    if community is None:
        return the_partnership(runtime.services, partnership).id, None
    return community_of(runtime.services, community).partnership_id, community


def _person(runtime: Runtime, given: str) -> tuple[Actor, str | None]:
    from plugin.convene.people import person_called

    return person_called(runtime.services, given)


def _one_place(
    runtime: Runtime, known: Actor, partnership: str | None, community: str | None, was: str | None
) -> Membership:
    """Return the place that is to be changed; raise BadInput if none or several are meant."""
    from plugin.errors import BadInput

    here = _place(runtime, partnership, community)
    found = [
        each
        for each in known.memberships
        if (each.partnership_id, each.community_id) == here and was in (None, each.role.value)
    ]
    if len(found) == 1:
        return found[0]
    raise BadInput(
        "Say which role is to be changed: --community for a place in a group, and --was where "
        "there are several. Nothing was changed. `hedgerow person list` shows them."
    )


def _require_fitting(role: Role, community: str | None) -> None:
    from plugin.domain.people import ROLES_OF_GROUP, ROLES_OF_PARTNERSHIP
    from plugin.errors import BadInput

    offered = ROLES_OF_PARTNERSHIP if community is None else ROLES_OF_GROUP
    if role in offered:
        return
    if community is None:
        raise BadInput("A participant belongs to a group. Nothing was changed. Give --community.")
    raise BadInput(
        f"A {role.value} stands outside every group. Nothing was changed. Leave out --community."
    )


def _say(runtime: Runtime, person_id: str, done: str, *, as_json: bool) -> None:
    from plugin.convene.joining import held_notes_told

    known, address = _person(runtime, person_id)
    if as_json:
        click.echo(json.dumps({"person": _as_values(known, address, known.memberships)}))
        return
    click.echo(f"{done}: {known.name}, {person_id}")
    for place in known.memberships:
        click.echo(f"  {_place_words(runtime, place)}")
    where = {(place.partnership_id, place.community_id) for place in known.memberships}
    told = (held_notes_told(runtime.services, known, *each) for each in where)
    for said in sorted({each for each in told if each}):
        click.echo(f"  {said}")
    if not known.memberships:
        click.echo("  no place is left, and the address is forgotten")


def _warn_without_host(runtime: Runtime, partnership_id: str, before: tuple[str, ...]) -> None:
    """Say on stderr which groups have lost the last person who looked after them."""
    from plugin.convene.people import groups_without_host

    for name in groups_without_host(runtime.services, partnership_id):
        if name not in before:
            click.echo(
                f"Nobody looks after {name} any more: no page can add people or plan sessions "
                "there. Give somebody the role of facilitator: hedgerow person add … --role "
                "facilitator --community … (`hedgerow list` shows the id).",
                err=True,
            )


def _place_words(runtime: Runtime, place: Membership) -> str:
    from plugin.convene.communities import community_of

    where = "in the whole partnership"
    if place.community_id:
        where = f"in {community_of(runtime.services, place.community_id).name}"
    return f"{place.role.value} {where}" + (f", from {place.party}" if place.party else "")


def _as_values(known: Actor, address: str | None, places: tuple[Membership, ...]) -> dict[str, Any]:
    return {
        "id": known.person_id,
        "name": known.name,
        "email": address,
        "places": [
            {
                "partnership": each.partnership_id,
                "community": each.community_id,
                "role": each.role.value,
                "party": each.party,
            }
            for each in places
        ],
    }


COMMANDS = (person,)
