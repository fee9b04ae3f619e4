"""The command `hedgerow`: reads what a person typed, calls one function, prints the answer."""

import click


@click.group()
@click.version_option(package_name="hedgerow")
def main() -> None:
    """From notes on a Miro board to a memory in Notion that a whole partnership can trust."""
