"""Puts Miro's endpoints together into one blueprint."""

from flask import Blueprint

from connectors.sandbox.miro import routes_boards, routes_items, routes_tags
from connectors.sandbox.miro.kinds import KINDS
from connectors.sandbox.miro.routing import mount
from connectors.sandbox.miro.state import MiroState


def miro_blueprint(state: MiroState) -> Blueprint:
    """Return the API of Miro over this state."""
    blueprint = Blueprint("sandbox_miro", __name__)
    kinds = [route for kind in KINDS.values() for route in routes_items.kind_routes(kind)]
    mount(
        blueprint,
        state,
        [*routes_boards.ROUTES, *routes_items.ROUTES, *routes_tags.ROUTES, *kinds],
    )
    return blueprint
