"""Secret settings that stand in files, as containers and systemd hand them over.

`HEDGEROW_MIRO_TOKEN_FILE=/run/secrets/miro_token` is the same as the token itself; an empty file is
the same as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plugin.errors import BadInput

MAY_STAND_IN_FILES = (
    "HEDGEROW_DATABASE_URL",
    "HEDGEROW_METRICS_TOKEN",
    "HEDGEROW_MIRO_CLIENT_SECRET",
    "HEDGEROW_MIRO_TOKEN",
    "HEDGEROW_NOTION_CLIENT_SECRET",
    "HEDGEROW_NOTION_TOKEN",
    "HEDGEROW_OIDC_CLIENT_SECRET",
    "HEDGEROW_SECRET_KEY",
    "HEDGEROW_SMTP_URL",
    "HEDGEROW_TOKEN_KEYS",
)


def with_secret_files(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings with what stands in files; raise BadInput for a file that cannot be."""
    env = dict(environ)
    for name in MAY_STAND_IN_FILES:
        file = env.pop(f"{name}_FILE", "").strip()
        if not file:
            continue
        if env.get(name):
            raise BadInput(
                f"{name} and {name}_FILE are both set. Nothing was started. Unset one of them."
            )
        try:
            env[name] = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError, ValueError) as error:
            raise BadInput(
                f"{name}_FILE names no file that can be read. Nothing was started. Let the account "
                "that runs Hedgerow read it."
            ) from error
    return env
