"""The vendors of the world, by their former names."""

from connectors.sandbox.in_process import InProcess as Mounted
from tests.world.vendors import SANDBOX_URL, http_to

__all__ = ["SANDBOX_URL", "Mounted", "http_to"]
