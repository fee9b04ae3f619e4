// What is held within a step: a round in which everybody speaks once, and dots that people put by phone.
import { beside, button, clock, el, p } from "./elements.js";
import { now } from "./server.js";

/**
 * @typedef {import("./session.js").Shown} Shown
 * @typedef {import("./server.js").Session} Session
 */

/** How many speak, as it was typed. */
let people = "";

/** @param {Shown} shown @returns {(Node | null)[]} */
export function round({ session: meeting, state, acts }) {
  const held = meeting.round;
  /** @param {string} does @param {object} [more] */
  const go = (does, more) => acts.phone("/round", { do: does, shown: state.step ?? null, ...more });
  if (!held) {
    const field = el("input", { type: "number", id: "people", class: "few", inputmode: "numeric", min: 2, max: 60, "data-key": "people", value: people || (meeting.people ?? ""), input: (/** @type {any} */ event) => (people = event.target.value) });
    const many = () => Number(/** @type {HTMLInputElement} */ (field).value) || 0;
    return [
      el(
        "div",
        { class: "line panel-round" },
        el("label", { for: "people" }, "A round: how many of you speak?"),
        field,
        button("Begin a round", "round", () => go("begin", { people: many() }), "button button-2"),
      ),
    ];
  }
  const toCome = held.people - held.heard;
  return [
    el("h2", {}, `A round: ${held.heard} of ${held.people} heard`),
    el("p", { id: "round-says" }, roundSays(meeting)),
    toCome > 0 ? button("One more was heard", "heard", () => go("heard"), "button button-2") : null,
    el(
      "p",
      { class: "line apart" },
      held.heard > 0 ? button("One back", "one back", () => go("back"), "button button-3") : null,
      button("End the round", "end round", () => go("end"), "button button-3"),
    ),
  ];
}

/** How much time the round leaves now; the clock writes it anew. @param {Session} meeting */
export function roundSays(meeting) {
  const toCome = meeting.round ? meeting.round.people - meeting.round.heard : 0;
  if (toCome === 0) {
    return "Everybody was heard. Who would like to add something?";
  }
  const left = meeting.ends ? meeting.ends - now() : 0;
  if (left <= 0) {
    return "The time of this step is over. Add two minutes, or let everybody still to come say one sentence.";
  }
  const each = toCome === 1 ? "the one who is" : `each of the ${toCome} who are`;
  return `${clock(left / toCome)} minutes for ${each} still to come. Passing is fine, and counts.`;
}

/** @param {Shown} shown @returns {(Node | null)[]} */
export function dots({ session: meeting, acts }) {
  return meeting.dots.flatMap((each) => [
    el("h2", {}, `${each.most === 1 ? "One dot" : `${each.most} dots`} each: ${each.title}`),
    ...(each.is_shown
      ? [p("The dots are shown. They decide nothing: ask people what they see in them."), p("The page with their order shows the words of the notes."), p(beside("Open the order", meeting.order))]
      : each.has_box
        ? [
            each.readiness ? el("p", { role: "status" }, each.readiness) : null,
            p(`${each.is_current ? "People put them on kept notes by phone" : "Nobody can put any more"}. Nobody sees a number until you show them, and only if at least ${each.fewest} people put any.`),
            button("Show the dots", `dots ${each.number}`, () => acts.phone("/dots", { step: each.number }), "button button-2"),
          ]
        : [p("Dots go on kept notes, and your group has not agreed to keep those of this step.")]),
  ]);
}
