"""What a command says when it could not do what was asked: one sentence, no traceback.

It ends with 1, also where it was typed wrongly (2 says that differences wait), or with 3 where it
stopped for safety and a person must answer. The sentence of an error of ours is its own; a vendor's
is the one that pages show.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from connectors.errors import ConnectorError
from plugin.errors import HedgerowError, StoppedForSafety

CANNOT, STOPPED_FOR_SAFETY = 1, 3


class Failed(click.ClickException):
    """A command that ended with a sentence for the person who typed it."""

    exit_code = CANNOT

    def show(self, file: Any = None) -> None:
        """Print the sentence as it is, where errors go."""
        click.echo(self.message, file=file, err=True)


class Stopped(Failed):
    """A command that stopped before anything was lost; a person must answer first."""

    exit_code = STOPPED_FOR_SAFETY


class TypedWrongly(click.UsageError):
    """A command that cannot be read; how it is used is shown with it."""

    exit_code = CANNOT


class InWords(click.Group):
    """A group of commands whose errors arrive as sentences."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words before a command."""
        with _as_cannot():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; every error of it ends as `Failed`."""
        try:
            with _as_cannot():
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click ends quietly where what reads the output has stopped: `| head`
        except HedgerowError as error:
            failed = Stopped if isinstance(error, StoppedForSafety) else Failed
            raise failed(error.in_terminal) from None
        except ConnectorError as error:
            raise Failed(_of_vendor(error)) from None
        except Exception as error:
            raise Failed(_unforeseen(error)) from None


@contextmanager
def _as_cannot() -> Iterator[None]:
    """Let a command that was typed wrongly end as one that cannot be done."""
    try:
        yield
    except click.UsageError as error:
        raise TypedWrongly(error.format_message(), error.ctx) from None


def _of_vendor(error: ConnectorError) -> str:
    from plugin.problems import in_words

    return f"{in_words(error).sentence} ({error})"


def _unforeseen(error: Exception) -> str:
    """Name the class and the place of an error, never its values: they may be people's words."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"Something went wrong on our side ({type(error).__name__} in {last.name}, line "
        f"{last.lineno}). What was stored before is safe. Try again; if it happens again, "
        "`hedgerow doctor` may say why."
    )
