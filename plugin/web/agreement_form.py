"""Reads the form of an agreement, and writes an agreement as its fields; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from plugin.convene.template_files import known_templates
from plugin.domain.agreement_words import BOX_KINDS
from plugin.domain.agreements import Agreement, AgreementDetails, Attribution, NoteLimits
from plugin.domain.blankness import is_blank, one_line
from plugin.domain.ground_rules import LIBRARY, RuleReason
from plugin.domain.labels import Label
from plugin.domain.overtaken import shown_mark
from plugin.domain.piece_records import Rung
from plugin.domain.templates import Template
from plugin.errors import BadInput

_EMPTY_ROWS = 2  # for own rules, below those that are there
_HALF = (
    "Under “Agree for one box alone” you chose a box or what happens to its notes, but not both. "
    "Nothing was stored. Choose the other one too, or neither."
)
_DAYS = {
    "take_back_days": "taking a note back",
    "held_days": "how long held notes live",
    "smallest_group": "how many people share a role",
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as its three fields show it."""

    text: str
    why: str
    if_it_slips: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAgreement:
    """What the fields of the form show, as typed; `labels` has a box's `T3 Z2`."""

    rules: tuple[RuleRow, ...]
    kinds: Mapping[str, str]
    labels: Mapping[str, str]
    values: Mapping[str, str]
    shown: str  # the version that the form was filled with
    had: str  # the mark of its rules
    new_box: str = ""  # a box without a label, or the other way round: half of what is needed
    new_label: str = ""

    @property
    def rows(self) -> tuple[RuleRow, ...]:
        """Return the rules, and rows for new ones."""
        return (*self.rules, *(RuleRow("", "", "") for _ in range(_EMPTY_ROWS)))


def as_typed(agreement: Agreement) -> TypedAgreement:
    """Return the fields of an agreement that stands."""
    reasons, limits = agreement.details.reasons, agreement.details.limits
    rows = ((rule, reasons.get(rule, RuleReason())) for rule in agreement.rules)
    return TypedAgreement(
        rules=tuple(RuleRow(rule, reason.why, reason.if_it_slips) for rule, reason in rows),
        kinds={kind: label.value for kind, label in agreement.details.kinds.items()},
        labels={
            f"{code} {zone}": label.value
            for code, zones in agreement.labels.items()
            for zone, label in zones.items()
        },
        values={
            "attribution": agreement.attribution.value,
            "take_back_days": str(agreement.take_back_days),
            "held_days": str(agreement.held_days),
            "kept_days": "" if limits.kept_days is None else str(limits.kept_days),
            "smallest_group": str(limits.smallest_group),
            "furthest": agreement.details.furthest.name,
        },
        shown=str(agreement.version),
        had=shown_mark(*agreement.rules),
    )


def typed_in(form: MultiDict[str, str]) -> TypedAgreement:
    """Return the fields as they were sent; ticked rules of the library stand below the others.

    A box that is added stands among those that the group agreed for alone.
    """
    days = ("take_back_days", "held_days", "kept_days")
    names = ("attribution", *days, "smallest_group", "furthest")
    labels = {
        name.removeprefix("box."): label for name, label in form.items() if name.startswith("box.")
    }
    new_box, new_label = form.get("new_box", ""), form.get("new_label", "")
    if new_box and new_label:
        labels[new_box] = new_label
        new_box = new_label = ""
    return TypedAgreement(
        rules=tuple(_rows(form)),
        kinds={kind: form.get(f"kind.{kind}", "") for kind in BOX_KINDS},
        labels=labels,
        values={name: form.get(name, "") for name in names},
        shown=form.get("shown", ""),
        had=form.get("had", ""),
        new_box=new_box,
        new_label=new_label,
    )


def agreement_of(
    typed: TypedAgreement, standing: Agreement, own: Iterable[Template] = ()
) -> Agreement:
    """Return the agreement that the fields ask for; raise BadInput for what cannot be read.

    Boxes of the group's `own` designs are known, and those of the agreement that stands.
    """
    if typed.new_box or typed.new_label:
        raise BadInput(_HALF)
    rules = {one_line(row.text): RuleReason(row.why, row.if_it_slips) for row in typed.rules}
    rules.pop("", None)
    given = {name: _number(typed.values[name], called) for name, called in _DAYS.items()}
    kept = typed.values["kept_days"]
    limits = NoteLimits(
        kept_days=None if is_blank(kept) else _number(kept, "how long kept notes live"),
        smallest_group=given["smallest_group"],
    )
    try:
        return Agreement(
            version=int(typed.shown or "0"),
            labels=_labels(typed.labels, standing, own),
            attribution=Attribution(typed.values["attribution"]),
            take_back_days=given["take_back_days"],
            held_days=given["held_days"],
            rules=tuple(rules),
            details=AgreementDetails(
                kinds={kind: Label(label) for kind, label in typed.kinds.items() if label},
                limits=limits,
                furthest=Rung[typed.values["furthest"] or standing.details.furthest.name],
                reasons={rule: said for rule, said in rules.items() if said != RuleReason()},
            ),
        )
    except (ValueError, KeyError) as error:
        raise BadInput(
            "One of the choices cannot be read. Nothing was stored. Choose again from the lists."
        ) from error


def not_chosen(typed: TypedAgreement) -> tuple[tuple[int, str], ...]:
    """Return the rules of the library that are not among the fields, with their numbers."""
    here = {one_line(row.text) for row in typed.rules}
    return tuple((n, rule.text) for n, rule in enumerate(LIBRARY) if rule.text not in here)


def _rows(form: MultiDict[str, str]) -> Iterator[RuleRow]:
    texts = form.getlist("rule")
    whys, slips = form.getlist("why"), form.getlist("slips")
    for number, text in enumerate(texts):
        if not is_blank(text):
            why = whys[number] if number < len(whys) else ""
            slip = slips[number] if number < len(slips) else ""
            yield RuleRow(text.strip(), why.strip(), slip.strip())
    for number, rule in enumerate(LIBRARY):
        if str(number) in form.getlist("library"):
            yield RuleRow(rule.text, rule.reason.why, rule.reason.if_it_slips)


def _labels(
    given: Mapping[str, str], standing: Agreement, own: Iterable[Template]
) -> dict[str, dict[str, Label]]:
    designs = (*own, *known_templates())
    known = {(each.design_id, zone.agreed_as) for each in designs for zone in each.zones}
    known |= {(code, zone) for code, zones in standing.labels.items() for zone in zones}
    found: dict[str, dict[str, Label]] = {}
    for box, label in given.items():
        code, _, zone = box.partition(" ")
        if label and (code, zone) in known:
            found.setdefault(code, {})[zone] = Label(label)
    return found


def _number(given: str, called: str) -> int:
    words = given.strip()
    if not (words.isascii() and words.isdecimal() and len(words) < 6):
        raise BadInput(f"The number for {called} cannot be read. Nothing was stored. Write digits.")
    return int(words)
