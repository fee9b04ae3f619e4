"""What a sentence that was read back changes, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.domain.agreements import Attribution, Setting
from plugin.domain.labels import Label
from plugin.domain.piece_records import Rung


def setting_as_json(setting: Setting) -> dict[str, Any]:
    """Return what a sentence changes, as it is stored."""
    if setting.zone is not None:
        template, code, label = setting.zone
        return {"template": template, "zone": code, "label": label.value}
    if setting.attribution is not None:
        return {"attribution": setting.attribution.value}
    if setting.take_back_days is not None:
        return {"take_back_days": setting.take_back_days}
    if setting.furthest is not None:
        return {"furthest": setting.furthest.name}
    name, value = setting.other or ("note", "")
    return {"other": name, "value": value}


def setting_of(stored: Mapping[str, Any]) -> Setting:
    """Return what a stored sentence changes."""
    if "zone" in stored:
        return Setting(zone=(stored["template"], stored["zone"], Label(stored["label"])))
    if "attribution" in stored:
        return Setting(attribution=Attribution(stored["attribution"]))
    if "take_back_days" in stored:
        return Setting(take_back_days=stored["take_back_days"])
    if "furthest" in stored:
        return Setting(furthest=Rung[stored["furthest"]])
    return Setting(other=(stored["other"], stored["value"]))
