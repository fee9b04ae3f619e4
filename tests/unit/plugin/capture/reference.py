"""What a collecting must come to, counted from people's events alone; shares no code with it.

Labels are letters, a note is a dictionary, and every rule is written down again from the design.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

STRICT = "XHSM"  # strictest first

Fact = dict[str, Any]


class Reference:
    """People's board, and what a collecting remembers of it."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.board: dict[str, Fact] = {}  # name → zone, text, colour, writer, hand
        self.kept: dict[str, Fact] = {}  # name → zone, text, colour, label, waits, version, state
        self.off_record: dict[str, str | None] = {}  # name → box where it waits
        self.taken_back: set[str] = set()
        self.older: dict[str, list[str]] = {}  # name → words that it had after Close
        self.withdrawn: set[str] = set()  # words of notes that were taken back
        self.is_closed = False
        self.forgotten = 0
        self.asked: dict[str, list[str]] = {}

    def add(self, name: str, by: str, zone: str | None, text: str, colour: str) -> None:
        """Somebody sticks a note."""
        self.board[name] = {
            "zone": zone, "text": text, "colour": colour, "writer": by, "hand": by
        }  # fmt: skip

    def change(self, name: str, by: str, **values: Any) -> None:
        """Somebody edits, moves or recolours a note."""
        self.board[name].update(values, hand=by)

    def take_back(self, name: str) -> None:
        """A note is taken back."""
        self.withdrawn.update({self.kept[name]["text"], *self.older.get(name, [])})
        del self.kept[name]
        self.taken_back.add(name)
        self.forgotten += 1

    def collect(self, *, closing: bool = False) -> Counter[str]:
        """Collect, and return the counts."""
        self.asked = self._questions()
        counts: Counter[str] = Counter()
        for name, lies in self.board.items():
            self._see(name, lies, counts)
        if not self.asked:
            gone = [name for name in self.kept if self._lay(name)]
            for name in gone:
                self._lose(name, counts)
        counts["forgotten"], self.forgotten = self.forgotten, 0
        counts["stored"] = len(self.kept)
        if closing and not self.asked:
            self.is_closed = True
        return counts

    def answer(self, answer: str) -> None:
        """Answer every question."""
        for name in [name for names in self.asked.values() for name in names]:
            if answer == "tidied":
                self.kept[name]["state"] = "tidied"
            else:
                self._lose(name, Counter())
        self.asked = {}

    def _questions(self) -> dict[str, list[str]]:
        missing: dict[str, list[str]] = {}
        sizes: Counter[str] = Counter()
        for name, note in self.kept.items():
            if note["state"] == "here":
                sizes[note["zone"]] += 1
                if name not in self.board:
                    missing.setdefault(note["zone"], []).append(name)
        if not self.board and sum(map(len, missing.values())) >= 5:
            return missing
        return {
            zone: names
            for zone, names in missing.items()
            if len(names) >= 5 and len(names) / sizes[zone] > 0.2
        }

    def _lay(self, name: str) -> bool:
        return self.kept[name]["state"] == "here" and name not in self.board

    def _see(self, name: str, lies: Fact, counts: Counter[str]) -> None:
        zone = lies["zone"]
        if zone is None or self.labels[zone] == "X":
            counts["dropped_outside" if zone is None else "dropped_off_record"] += 1
            if zone is not None or name in self.off_record or self._is_bound(name, lies):
                self.off_record[name] = None
            if self.kept.pop(name, None):
                self.forgotten += 1
        elif name in self.taken_back:
            return
        elif name in self.off_record and name not in self.kept and not self._let_out(name, lies):
            counts["waiting_for_writer"] += 1
            self.off_record[name] = zone
        elif name in self.kept and self._stays_off(self.kept[name], lies):
            counts["ignored_blank"] += not lies["text"].strip()
            self._put(self.kept[name], lies)
        elif not lies["text"].strip():
            counts["ignored_blank"] += 1
            if name in self.kept and not self.asked and self.kept[name]["state"] != "left":
                self._lose(name, counts)
        elif lies["text"] in self.withdrawn and lies["text"] != self._words(name):
            counts["asked_about"] += not self.asked
            if name in self.kept and not self.asked and self.kept[name]["state"] != "left":
                self._lose(name, counts)
        elif name in self.kept:
            self._see_again(name, lies, counts)
        elif not self.asked:
            self.off_record.pop(name, None)
            counts["new"] += 1
            self.kept[name] = {
                "zone": zone, "text": lies["text"], "colour": lies["colour"],
                "label": self.labels[zone], "waits": False, "version": 1, "state": "here",
                "nobodys": self.is_closed,
            }  # fmt: skip

    def _is_bound(self, name: str, lies: Fact) -> bool:
        """Its writer took it out, or it is held: it comes again by their hand alone."""
        if name not in self.kept:
            return False
        note = self.kept[name]
        is_stuck = note["waits"] and note["nobodys"]
        return note["label"] == "H" or (lies["hand"] == lies["writer"] and not is_stuck)

    def _words(self, name: str) -> str | None:
        return self.kept[name]["text"] if name in self.kept else None

    def _let_out(self, name: str, lies: Fact) -> bool:
        return bool(self.off_record[name] != lies["zone"] and lies["hand"] == lies["writer"])

    def _is_by_writer(self, note: Fact, lies: Fact) -> bool:
        is_stuck = note["waits"] and note["nobodys"]
        return lies["hand"] == lies["writer"] and not is_stuck

    def _stays_off(self, note: Fact, lies: Fact) -> bool:
        """It left the board, and comes back by its writer's hand alone."""
        return note["state"] == "left" and not self._is_by_writer(note, lies)

    def _put(self, note: Fact, lies: Fact) -> None:
        """Another hand can only tighten its label."""
        was, now, waits = note["label"], self.labels[lies["zone"]], note["waits"]
        is_by_writer = self._is_by_writer(note, lies)
        if note["zone"] == lies["zone"]:
            label = was
        elif STRICT.index(now) > STRICT.index(was) and not is_by_writer:
            label, waits = was, True
        else:
            label, waits = now, False
        note.update(zone=lies["zone"], label=label, waits=waits)

    def _see_again(self, name: str, lies: Fact, counts: Counter[str]) -> None:
        note = self.kept[name]
        is_by_writer = self._is_by_writer(note, lies)
        counts["moved"] += note["zone"] != lies["zone"]
        self._put(note, lies)
        counts["waiting_for_writer"] += note["waits"]
        if self.asked:
            return
        counts["recoloured"] += note["colour"] != lies["colour"]
        if note["text"] != lies["text"]:
            counts["new_versions" if self.is_closed else "replaced"] += 1
            note["version"] += self.is_closed
            if not self.is_closed or lies["hand"] != lies["writer"]:
                note["nobodys"] = not is_by_writer
            if self.is_closed:
                self.older.setdefault(name, []).append(note["text"])
        note.update(state="here", text=lies["text"], colour=lies["colour"])

    def _lose(self, name: str, counts: Counter[str]) -> None:
        if self.is_closed:
            counts["removed_from_board"] += 1
            self.kept[name].update(state="left")
        else:
            del self.kept[name]
            self.off_record[name] = None
            self.forgotten += 1
