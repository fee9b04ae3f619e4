"""Puts Miro's endpoints together into one blueprint."""

from flask import Blueprint

from connectors.sandbox.miro import (
    routes_boards,
    routes_connectors,
    routes_items,
    routes_members,
    routes_tags,
)
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.routing import mount
from connectors.sandbox.miro.state import MiroState


def miro_blueprint(state: MiroState) -> Blueprint:
    """Return the API of Miro over this state."""
    blueprint = Blueprint("sandbox_miro", __name__)
    parts = (routes_boards, routes_members, routes_items, routes_tags, routes_connectors)
    of_kinds = [route for kind in KINDS.values() for route in routes_items.kind_routes(kind)]
    mount(blueprint, state, [*(route for part in parts for route in part.ROUTES), *of_kinds])
    return blueprint
