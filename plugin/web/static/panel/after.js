// After Close: what is cleared from Miro, the thank-you, and the next session.
import { clearOldLinks, clearStickies } from "./board.js";
import { fateList } from "./closing.js";
import { beside, button, el, hour, p, say, show } from "./elements.js";
import { Refusal, read, readWith, tell } from "./server.js";
import * as reading from "./reading.js";
import { copyBeside } from "./troubles.js";

/**
 * @typedef {import("./server.js").Session} Session
 * @typedef {import("./closing.js").Fate} Fate
 * @typedef {{name: string, page: string, board: string}} Coming
 * @typedef {{asks: string, taps: {says: string, many: number}[]}} How
 * @typedef {{thanks: string, coming: Coming | null, next_day: string, closed: number | null, where: string, fates: Fate[], how: How[]}} After
 */

const clear = { spoken: true, held: true };
let isToClear = false;
let board = "";
/** @type {() => void} */
let redraw = () => {};
/** @type {After | null} */
let found = null;
let said = "";
let day = "";
let press = "";
/** The board of the next session that is being built. @type {{id: string, isOver: boolean, failed: string} | null} */
let job = null;

/** What goes from Miro when the session is closed; asked before. @param {string} spoken the boxes that stay here */
export function choices(spoken) {
  /** @param {"spoken" | "held"} name @param {string} words */
  const one = (name, words) =>
    el(
      "label",
      { class: "panel-choice" },
      el("input", { type: "checkbox", "data-key": `clear ${name}`, checked: clear[name], change: (/** @type {any} */ event) => (clear[name] = event.target.checked) }),
      el("span", {}, words),
    );
  return [
    el(
      "fieldset",
      {},
      el("legend", {}, "Then delete from Miro"),
      spoken ? one("spoken", `Sticky notes in ${spoken}`) : null,
      one("held", "Held notes. Hedgerow keeps them until their day"),
    ),
    el("p", { class: "small second" }, "What is deleted here is not read. Miro may keep it in the board’s history. Whoever wants a held note back tells you."),
  ];
}

/** @param {() => Promise<string>} work */
async function trying(work) {
  try {
    said = await work();
  } catch (error) {
    said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was changed. Try again.";
  }
  say(said);
  redraw();
}

/** Delete what was chosen as soon as the session is closed. */
export function clearAfterwards() {
  isToClear = clear.spoken || clear.held;
}

/** @param {{spoken: boolean, held: boolean}} chosen */
const clearNow = (chosen) =>
  trying(async () => {
    const which = await tell("/clear", board, chosen);
    const left = await clearStickies(which.frames, which.stickies);
    return left === 0
      ? "Deleted from Miro. What Hedgerow keeps is not touched."
      : "Miro did not delete every note. Nothing else was changed. Press once more.";
  });

const planNext = () =>
  trying(async () => {
    const answer = await tell("/next", board, { day, press });
    job = { id: answer.job, isOver: false, failed: "" };
    follow();
    return answer.said;
  });

async function follow() {
  if (!job) {
    return;
  }
  const now = await readWith("/job", board, { job: job.id }).catch(() => null);
  if (!now?.over) {
    setTimeout(follow, 1500);
    return;
  }
  job = { id: job.id, isOver: true, failed: now.failed ? now.says : "" };
  found = await read("/after", board).catch(() => found);
  redraw();
}

/** @param {string} on @param {Session | null} meeting @param {() => void} again */
export async function draw(on, meeting, again) {
  board = on;
  redraw = again;
  if (!found) {
    press = crypto.randomUUID();
    found = await read("/after", on).catch(() => null);
    clearOldLinks(async (tokens) => (await tell("/objections-over", on, { tokens })).over).catch(() => undefined);
    day ||= found?.next_day ?? "";
  }
  if (isToClear) {
    isToClear = false;
    clearNow(clear);
  }
  const text = found?.thanks ?? "";
  const copied = button("Copy a thank-you for the group", "copy", () => copyBeside(copied, text), "button button-wide");
  show({
    title: found?.closed ? (text ? `Closed ${hour(found.closed)}` : `Closed, ${meeting?.day ?? ""}`) : "Closed",
    body: [
      said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
      found && found.fates.length > 0 ? fateList(found.fates) : null,
      found ? null : p("The session is closed."),
      found?.where ? p(found.where) : null,
      ...(meeting?.hands ?? []).filter((each) => each.id === "talk first").map((each) => p(each.says, " ", beside("Open its page", each.page))),
      text ? el("details", {}, el("summary", {}, "Read the thank-you"), el("p", { class: "keep-lines", dir: "auto" }, text)) : null,
      ...howItWas(found?.how ?? [], meeting?.page ?? ""),
      ...reading.section(board, redraw),
      ...next(),
      el("h2", {}, "Tidy up"),
      p("Held notes, and notes in boxes that stay here, can go from Miro. What Hedgerow keeps stays."),
      button("Delete these notes from Miro", "clear board", () => clearNow({ spoken: true, held: true }), "button button-2"),
      meeting ? p(beside("What comes next", meeting.page)) : null,
    ],
    foot: text ? [copied] : [],
  });
}

/** How the taps spread, where enough people answered. @param {How[]} how @param {string} page @returns {Node[]} */
function howItWas(how, page) {
  if (how.length === 0) {
    return [];
  }
  return [
    el("h2", {}, "How it was"),
    el(
      "ul",
      { class: "rows" },
      ...how.map((each) => el("li", {}, el("p", {}, each.asks), el("p", { class: "second" }, each.taps.map((tap) => `${tap.says}: ${tap.many}`).join(" · ")))),
    ),
    page ? p(beside("What people would change next time", page)) : el("span"),
  ];
}

/** @returns {(Node | null)[]} */
function next() {
  const heading = el("h2", {}, "Next session");
  if (job && !job.isOver) {
    return [heading, p("Building its board … You can close this. It goes on.")];
  }
  if (job?.failed) {
    return [heading, p(job.failed, " ", found?.coming ? beside("Open the session", found.coming.page) : "")];
  }
  const coming = found?.coming;
  if (coming) {
    return [
      heading,
      p(coming.name),
      p(beside("Open the session", coming.page), " ", coming.board ? beside("Open its board", coming.board) : ""),
    ];
  }
  if (!found?.next_day) {
    return [];
  }
  return [
    heading,
    el(
      "p",
      { class: "field" },
      el("label", { for: "next-day" }, "When"),
      el("input", { type: "date", id: "next-day", "data-key": "next-day", value: day, change: (/** @type {any} */ event) => (day = event.target.value) }),
    ),
    button("Plan the next session", "plan next", planNext, "button button-2"),
    el("p", { class: "small second" }, "The same kind of session, on a new board."),
  ];
}
