// Groups in rooms of their own: how many there are, and which boxes each of them has.
import { button, el } from "./elements.js";
import { Refusal } from "./server.js";

/**
 * @typedef {{number: number, boxes: string[]}} Rooms which each of several rooms has
 * @typedef {{code: string, title: string}} Roomed a box that each room can have
 * @typedef {{may: Roomed[], most: number, rooms: Rooms, isOpen: boolean, open(): void, choose(change: (now: Rooms) => Rooms): Promise<void>}} Dividing
 */

const NONE = "Tick at least one box that each room has. Nothing was stored.";

/** @param {Dividing} given @returns {(Node | null)[]} */
export function part({ may, most, rooms, isOpen, open, choose }) {
  if (may.length === 0) {
    return [];
  }
  if (!isOpen) {
    const words = rooms.number > 1 ? `${rooms.number} rooms: change` : "Groups in rooms of their own";
    return [button(words, "divide", open, "button button-3")];
  }
  const number = el(
    "select",
    { id: "rooms", "data-key": "rooms", change: (/** @type {any} */ event) => choose((now) => ({ ...now, number: Number(event.target.value) })) },
    ...Array.from({ length: most }, (_, before) =>
      el("option", { value: before + 1, selected: before + 1 === rooms.number }, before === 0 ? "All work together" : `${before + 1} rooms`),
    ),
  );
  /** @param {Roomed} box */
  const one = (box) =>
    el(
      "label",
      { class: "panel-choice" },
      el("input", { type: "checkbox", "data-key": `roomed ${box.code}`, checked: rooms.boxes.includes(box.code), change: (/** @type {any} */ event) => choose((now) => withBox(now, box.code, event.target.checked)) }),
      el("span", {}, box.title),
    );
  return [
    el("p", { class: "field" }, el("label", { for: "rooms" }, "How many rooms"), number),
    el("p", { class: "small second" }, "All stay on this board. Each room has boxes of its own there: 3A, 3B and so on."),
    rooms.number > 1 ? el("fieldset", {}, el("legend", {}, "Boxes that each room has"), ...may.map(one)) : null,
  ];
}

/** @param {Rooms} rooms @param {string} code @param {boolean} isIn */
const withBox = (rooms, code, isIn) => ({ ...rooms, boxes: [...rooms.boxes.filter((each) => each !== code), ...(isIn ? [code] : [])] });

/** Return for rooms that can be; none of them is without a box. @param {Rooms} wanted @param {Rooms} before */
export function requireBoxes(wanted, before) {
  if (wanted.number > 1 && before.number > 1 && wanted.boxes.length === 0) {
    throw new Refusal(NONE, 400);
  }
}
