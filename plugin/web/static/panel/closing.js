// Closing in four steps, each with words to say, and the thank-you afterwards.
import * as after from "./after.js";
import { startTimer } from "./board.js";
import * as deciding from "./deciding.js";
import { beside, button, el, notes, p, say, show } from "./elements.js";
import { code } from "./phones.js";
import { read, tell } from "./server.js";

/**
 * @typedef {{label: string, count: number | null, says: string}} Fate
 * @typedef {{spoken: string, waiting: number, outside: number, asks: number, fewest: number, readback: string, page: string, fates: Fate[]}} Closing
 * @typedef {import("./server.js").State} State
 */

const STEPS = ["Check together", "How was it?", "We decide", "Collect and close"];
let board = "";
let at = 0;
let said = "";
/** @type {() => void} */
let redraw = () => {};
/** @type {() => void} */
let leave = () => {};
/** @type {Closing | null} */
let found = null;
/** @type {import("./server.js").Phone | null} */
let phone = null;

/** @param {string} on @param {() => void} again @param {() => void} back */
export async function begin(on, again, back) {
  board = on;
  redraw = again;
  leave = back;
  at = 0;
  said = "";
  deciding.begin(on, redraw);
  redraw();
  await learn();
}

async function learn() {
  try {
    found = await read("/closing", board);
  } catch {
    told("No answer from Hedgerow. Nothing was changed. Try again.");
  }
  redraw();
}

/** @param {string} sentence */
function told(sentence) {
  said = sentence;
  say(sentence);
}

/** @param {number} to */
function go(to) {
  at = to;
  said = "";
  redraw();
}

const aloud = (/** @type {string} */ words) => el("p", { class: "voice", dir: "auto" }, `“${words}”`);

/** @param {Fate[]} fates */
export const fateList = (fates) =>
  el(
    "ul",
    { class: "rows" },
    ...fates.map((fate) =>
      el("li", {}, el("p", {}, fate.label, fate.count === null ? "" : `: ${notes(fate.count)}`), el("p", { class: "small second", dir: "auto" }, fate.says)),
    ),
  );

/** @param {Closing} given @returns {(Node | null)[]} */
function body(given) {
  switch (at) {
    case 0:
      return [
        p("Read out:"),
        aloud(
          `What is on this board now is what is kept. Changed your mind? Delete your note${given.spoken ? `, or move it to ${given.spoken}` : ""}. Take a minute.`,
        ),
        button("Timer 1:00", "minute", minute, "button button-2"),
        given.asks > 0 ? p("Hedgerow has a question about notes that left the board. ", beside("Answer it first", given.page)) : null,
        fateList(given.fates),
      ];
    case 1:
      return [
        ...byPhone(given.fewest),
        p(phone?.address ? "Or ask aloud, with a pause after each question:" : "Ask, with a pause after each question:"),
        aloud("Did you feel heard? Were you free to doubt? Was it worth the time?"),
        aloud("What one thing do we change next time?"),
        p("Passing is fine."),
      ];
    case 2:
      return [
        p(
          given.waiting > 0
            ? `${given.waiting === 1 ? "One sentence waits" : `${given.waiting} sentences wait`}. Read each to the group: agreed, or not yet.`
            : "No sentence waits. You can read one to the group that nobody wrote on the board.",
        ),
        ...deciding.body(),
        p("A sentence that waits can also be read at the next session."),
      ];
    default:
      return [
        p("Ask once more:"),
        aloud("Anything you want back? Delete your note now."),
        p("The board is collected once more. From then on every note stays as it was written, and Hedgerow forgets who wrote what."),
        ...after.choices(given.spoken),
        p("The session cannot be opened again. So that nobody writes on the board any more, let people only view it, in Miro’s Share."),
      ];
  }
}

/** How it was, in three taps on the phone page; the numbers come after Close. @param {number} fewest */
const byPhone = (fewest) =>
  phone?.address
    ? [
        p("Ask everyone to open “How was it?” on the phone page: three taps, and one thing to change next time."),
        ...code(phone),
        el("p", { class: "small second" }, `You see the numbers after closing, if at least ${fewest} people answered.`),
      ]
    : [];

async function minute() {
  const isRunning = await startTimer(60).catch(() => false);
  told(isRunning ? "Miro’s timer runs." : "This board has no timer in Miro’s plan. Count a minute yourself.");
  redraw();
}

/** @param {State} state @param {import("./server.js").Session | null} meeting */
export function draw(state, meeting) {
  phone = meeting?.phone ?? null;
  const isClosing = Boolean(state.job && !state.job.failed && state.job.does === "closing");
  const isLast = at === STEPS.length - 1;
  const main = /** @type {HTMLButtonElement} */ (
    isLast
      ? button(isClosing ? "Closing …" : "Collect and close", "close now", closeNow, "button button-wide button-final")
      : button("Go on", "go on", () => go(at + 1), "button button-wide")
  );
  main.disabled = isClosing;
  show({
    mark: el("span", { class: "small second" }, `${at + 1} of ${STEPS.length}`),
    title: STEPS[at],
    body: [
      said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
      state.job?.failed && state.job.does === "closing" ? p("The session is not closed. What was collected before is safe. Press once more.") : null,
      ...(found ? body(found) : [p("One moment …")]),
    ],
    foot: [main, at > 0 ? button("Back", "back", () => go(at - 1), "button button-3") : button("Not yet", "not yet", leave, "button button-3")],
  });
}

async function closeNow() {
  try {
    told((await tell("/close", board)).said || "Closing …");
    after.clearAfterwards();
  } catch (error) {
    told(error instanceof Error && error.message ? error.message : "No answer from Hedgerow. Nothing was changed. Try again.");
  }
  redraw();
}
