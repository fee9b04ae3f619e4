// A new session on this board: choose, see what will be built, and how far it is.
import * as dividing from "./dividing.js";
import { beside, button, el, p, say, show } from "./elements.js";
import * as lettingIn from "./letting_in.js";
import { NoAnswer, Refusal, readWith, tell } from "./server.js";

/**
 * @typedef {{code: string, title: string, minutes: number, short: number}} Kind
 * @typedef {import("./dividing.js").Rooms} Rooms
 * @typedef {{code: string, form: string, title: string, minutes: number, day: string, changes: string[], unwritten: number, rooms: Rooms | null}} Last
 * @typedef {{groups: {id: string, name: string}[], chosen: string, today: string, starts: string, missing: string, held_days: number | null, last: Last | null, kinds: Kind[]}} Choices
 * @typedef {{over: boolean, failed: boolean, says: string, board: string, parts: {name: string, done: number, of: number}[]}} Progress
 * @typedef {import("./server.js").State} State
 */

const FIRST_KINDS = 4;
const home = document.body.dataset.home ?? "";
const wish = { community: "", kind: "", form: "", day: "", time: "" };
/** Whether somebody typed the time; one that is filled in is the chosen group's. */
let hasOwnTime = false;
let board = "";
/** @type {() => void} */
let redraw = () => {};
/** @type {() => void} */
let askNow = () => {};
/** @type {Choices | null} */
let choices = null;
/** @typedef {{code: string, name: string, title: string, label: string, cards: number, questions: string[], choices: {label: string, says: string}[]}} Box */
/** @type {{boxes: Box[], name: string, day: string, minutes: number, over: string, most_rooms: number, may_be_in_rooms: {code: string, title: string}[], in_rooms: string[]} | null} */
let preview = null;
/** How many groups work in rooms of their own, and which boxes each has. @type {Rooms} */
let rooms = { number: 1, boxes: [] };
let isDividing = false;
let looks = 0;
/** What this session keeps less of than agreed, by box. @type {Record<string, string>} */
let labels = {};
/** What boxes ask in this session, where it is something else, by box. @type {Record<string, string>} */
let questions = {};
let isChanging = false;
/** @type {string | null} */
let job = null;
/** The building that failed and was left; it is not shown again. @type {string | null} */
let left = null;
/** @type {Progress | null} */
let progress = null;
let press = "";
let said = "";
let showsAll = false;
/** A copy of a session's board is used for none: its session gets a new board, which opens here once it is built. */
let elsewhere = { is: false, board: "" };

export const isBusy = () => job !== null && !progress?.failed;
export const isAtWork = () => job !== null;

export const isElsewhere = () => elsewhere.is;

/** Learn how the screen is drawn anew, and how the server is asked at once. @param {() => void} again @param {() => void} ask */
export function connect(again, ask) {
  redraw = again;
  askNow = ask;
}

/** Begin a session on a new board. @param {string} on */
export async function beginElsewhere(on) {
  elsewhere = { is: true, board: "" };
  await begin(on);
}

/** @param {string} on */
export async function begin(on) {
  board = on;
  press = crypto.randomUUID();
  await choose("");
}

/** @param {string} community */
async function choose(community) {
  await trying(async () => {
    choices = await readWith("/kinds", board, community ? { community } : {});
    wish.community = choices?.chosen ?? "";
    wish.day ||= choices?.today ?? "";
    wish.time = hasOwnTime ? wish.time : (choices?.starts ?? "");
    wish.kind = choices?.kinds.some((kind) => kind.code === wish.kind) ? wish.kind : (choices?.kinds[0]?.code ?? "");
  });
}

/** @param {string} typed */
function setTime(typed) {
  wish.time = typed;
  hasOwnTime = typed !== "";
}

/** @param {() => Promise<void>} work */
async function trying(work) {
  said = "";
  try {
    await work();
  } catch (error) {
    said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was changed. Try again.";
    say(said);
    if (!(error instanceof Refusal || error instanceof NoAnswer)) {
      throw error;
    }
  }
  redraw();
}

/** Ask how far the building is, wherever it was begun. @param {string} on @param {State} state */
export async function follow(on, state) {
  board = on;
  if (!job && state.job?.does === "building" && state.job.id !== left) {
    job = state.job.id;
  }
  if (!job) {
    return;
  }
  const before = progress;
  progress = await readWith("/job", board, { job });
  if (progress?.over && !progress.failed) {
    elsewhere.board = elsewhere.is ? progress.board : "";
    job = null;
    progress = null;
    preview = null;
  }
  if (JSON.stringify(before) !== JSON.stringify(progress)) {
    redraw();
  }
}

const told = () => (said ? el("p", { class: "notice notice-problem", role: "alert" }, said) : null);

export function draw() {
  if (job) {
    building();
  } else if (elsewhere.board) {
    built(elsewhere.board);
  } else if (preview && lettingIn.isAtWork()) {
    lettingIn.draw(askMiro, redraw);
  } else if (preview) {
    look();
  } else if (choices) {
    form(choices);
  } else {
    show({ title: "New session", body: [told() ?? p("One moment …")] });
  }
}

/** @param {Choices} given */
function form(given) {
  const groups = el(
    "select",
    { id: "group", "data-key": "group", change: (/** @type {any} */ event) => choose(event.target.value) },
    ...given.groups.map((each) => el("option", { value: each.id, selected: each.id === wish.community }, each.name)),
  );
  const kinds = showsAll ? given.kinds : given.kinds.slice(0, FIRST_KINDS);
  show({
    title: "New session",
    body: [
      told(),
      given.missing && el("p", { class: "notice notice-problem" }, given.missing, " ", beside("Open Connections", `${home}connections`)),
      el("p", { class: "field" }, el("label", { for: "group" }, "Community"), groups),
      el(
        "fieldset",
        {},
        el("legend", {}, "What kind of session?"),
        ...kinds.map((each) => kind(each)),
        !showsAll && given.kinds.length > FIRST_KINDS && button("More kinds", "more", more, "button button-3"),
      ),
      el(
        "div",
        { class: "pair" },
        el(
          "p",
          { class: "field" },
          el("label", { for: "day" }, "When"),
          el("input", { type: "date", id: "day", "data-key": "day", value: wish.day, change: (/** @type {any} */ event) => (wish.day = event.target.value) }),
        ),
        el(
          "p",
          { class: "field" },
          el("label", { for: "time" }, "Starts at"),
          el("input", { type: "time", id: "time", "data-key": "time", value: wish.time, change: (/** @type {any} */ event) => setTime(event.target.value) }),
        ),
      ),
      given.kinds.find((each) => each.code === wish.kind)?.short ? length(given) : null,
      given.held_days === null
        ? null
        : p(`Until your group has agreed how notes are handled, everything written is held for ${given.held_days} days and nobody is named.`),
      given.last ? lastTime(given.last) : null,
    ],
    foot: given.missing
      ? []
      : [button("See the board", "see", () => trying(() => see(null)), "button button-wide")],
  });
}

function more() {
  showsAll = true;
  redraw();
}

/** The design of last time, in the form of last time. @param {Last} last */
function lastTime(last) {
  const inRooms = last.rooms ? `, in ${last.rooms.number} rooms` : "";
  const day = el("span", { class: "small second" }, `${last.title}, ${last.minutes} minutes${inRooms}, as on ${last.day}.`);
  const pressed = button("Use the board from last time ›", "last time", () => trying(() => again(last)), "button button-3");
  return el("div", {}, pressed, el("p", {}, day), ...agreedSince(last));
}

/** @param {Last} last */
function agreedSince(last) {
  const many = last.unwritten;
  return [
    ...last.changes.map((sentence) => el("p", { class: "small" }, "Agreed since: ", el("bdi", {}, sentence))),
    many > 0
      ? el("p", { class: "small" }, many === 1 ? "One agreed change is not in the design yet. " : `${many} agreed changes are not in the design yet. `, beside("Write it in", `${home}c/${wish.community}/designs`))
      : null,
  ];
}

/** @param {Last} last */
async function again(last) {
  wish.kind = last.code;
  wish.form = last.form;
  await see(last.rooms);
}

/** @param {Kind} each */
const kind = (each) =>
  el(
    "label",
    { class: "panel-choice" },
    el("input", { type: "radio", name: "kind", "data-key": `kind ${each.code}`, checked: each.code === wish.kind, change: () => pick(each.code) }),
    el("span", {}, each.title),
    el("span", { class: "small second" }, `${each.short ? `${each.short} / ` : ""}${each.minutes} min`),
  );

/** @param {string} code */
function pick(code) {
  wish.kind = code;
  wish.form = "";
  redraw();
}

/** @param {Choices} given */
function length(given) {
  const chosen = given.kinds.find((each) => each.code === wish.kind);
  /** @param {string} form @param {number | undefined} minutes */
  const one = (form, minutes) =>
    el(
      "label",
      { class: "panel-choice" },
      el("input", { type: "radio", name: "form", "data-key": `form ${form}`, checked: wish.form === form, change: () => (wish.form = form) }),
      el("span", {}, `${minutes} minutes`),
    );
  return el("fieldset", {}, el("legend", {}, "Length"), one("short", chosen?.short), one("", chosen?.minutes));
}

/** @param {Rooms | null} inRooms */
async function see(inRooms) {
  labels = {};
  questions = {};
  isChanging = false;
  isDividing = false;
  await lookIn(inRooms ?? { number: 1, boxes: [] });
  if (!elsewhere.is) {
    askMiro();
  }
}

/** Show the board with other rooms; what cannot be leaves it as it is. @param {Rooms} wanted */
async function lookIn(wanted) {
  dividing.requireBoxes(wanted, rooms);
  const before = rooms;
  const mine = (looks += 1);
  rooms = wanted; // what is pressed next goes on from here, whenever the answer comes
  /** @type {Record<string, string>} */
  const divided = wanted.number > 1 ? { rooms: String(wanted.number), roomed: wanted.boxes.join(",") } : {};
  try {
    const found = await readWith("/preview", board, { ...wish, ...divided });
    if (mine === looks) {
      preview = found;
      rooms = { number: wanted.number, boxes: found?.in_rooms ?? [] };
    }
  } catch (error) {
    rooms = mine === looks ? before : rooms;
    throw error;
  }
}

const askMiro = () => lettingIn.look(board, wish.community, redraw);

function look() {
  const boxes = preview?.boxes ?? [];
  show({
    title: preview?.name ?? "",
    body: [
      told(),
      button("‹ Change", "change", back, "button button-3"),
      p(`${preview?.day}${wish.time ? `, ${wish.time}` : ""}, ${preview?.minutes} minutes.`),
      preview?.over ? el("p", { class: "notice notice-wait" }, preview.over) : null,
      p(elsewhere.is ? `${boxes.length} boxes, on a new board.` : `${boxes.length} boxes to the right of what is here now. Nothing of yours is moved.`),
      el(
        "ul",
        { class: "rows panel-boxes" },
        ...(isChanging ? boxes.filter(isFirst).map(changed) : boxes.map((box) => el("li", {}, el("span", {}, box.title), el("span", {}), el("span", { class: "small second" }, labelOf(box), cards(box))))),
      ),
      ...divided(),
      isChanging
        ? p("This holds for this session alone. To keep more than your group agreed, ask the group.")
        : button("Change who keeps what, or a question", "keeps", change, "button button-3"),
    ],
    foot: [
      lettingIn.isOut()
        ? button("Let Hedgerow in", "let in", () => lettingIn.begin(redraw), "button button-wide")
        : button("Build the board", "build", () => trying(build), "button button-wide"),
    ],
  });
}

/** A box that several rooms have is changed once for all. @param {Box} box @param {number} at @param {Box[]} all */
const isFirst = (box, at, all) => all.findIndex((each) => each.code === box.code) === at;

/** Groups in rooms of their own: how many, and which boxes each has. @returns {(Node | null)[]} */
const divided = () =>
  dividing.part({
    may: preview?.may_be_in_rooms ?? [],
    most: preview?.most_rooms ?? 1,
    rooms,
    isOpen: isDividing,
    open() {
      isDividing = true;
      isChanging = false;
      redraw();
    },
    choose: (change) => trying(() => lookIn(change(rooms))),
  });

/** @param {Box} box */
const cards = (box) => (box.cards === 0 ? "" : box.cards === 1 ? ", one card" : `, ${box.cards} cards`);

/** @param {Box} box */
const labelOf = (box) => box.choices.find((each) => each.label === labels[box.code])?.says ?? box.label;

function change() {
  isChanging = true;
  isDividing = false; // one of the two at a time: both name every box
  redraw();
}

/** A box whose label can be made stricter. @param {Box} box */
function changed(box) {
  const id = `keeps ${box.code}`;
  if (box.choices.length < 2) {
    return el("li", {}, el("span", {}, box.name), el("span", {}), el("span", { class: "small second" }, box.label), asked(box));
  }
  const choice = el(
    "select",
    { id, "data-key": id, change: (/** @type {any} */ event) => (labels[box.code] = event.target.value) },
    ...box.choices.map((each) => el("option", { value: each.label, selected: each.says === labelOf(box) }, each.says)),
  );
  return el("li", {}, el("label", { for: id }, box.name), el("span", {}), choice, asked(box));
}

/** The question of a box, to be asked otherwise in this session. @param {Box} box */
function asked(box) {
  if (box.questions.length === 0) {
    return null;
  }
  const id = `asks ${box.code}`;
  const own = box.questions.join("\n");
  return el(
    "div",
    { class: "panel-asked" },
    el("label", { for: id, class: "small" }, `What it asks: ${box.name}`),
    el("textarea", { id, rows: 3, dir: "auto", "data-key": id, input: (/** @type {any} */ event) => ask(box.code, event.target.value, own) }, questions[box.code] ?? own),
  );
}

/** @param {string} code @param {string} words @param {string} own the question of its design */
function ask(code, words, own) {
  const isOther = words.trim() !== "" && words.trim() !== own;
  questions = Object.fromEntries([...Object.entries(questions).filter(([each]) => each !== code), ...(isOther ? [[code, words]] : [])]);
}

function back() {
  preview = null;
  said = "";
  redraw();
}

async function build() {
  job = (await tell("/build", board, { ...wish, labels, questions, rooms, press, elsewhere: elsewhere.is })).job;
  askNow();
}

async function goOn() {
  const again = await tell("/go-on", board).catch(() => tell("/build", board, { ...wish, labels, questions, rooms, press, elsewhere: elsewhere.is }));
  job = again.job;
  progress = null;
  askNow();
}

function building() {
  const parts = progress?.parts ?? [];
  show({
    title: progress?.failed ? "It stopped" : "Building…",
    body: [
      told(),
      progress?.says ? p(progress.says) : null,
      el(
        "ul",
        { class: "rows panel-boxes" },
        ...parts.map((part) => el("li", {}, `${part.of && part.done >= part.of ? "✓" : part.done > 0 ? "●" : "○"} ${part.name}`, part.of ? el("span", { class: "small second" }, `${part.done} of ${part.of}`) : "")),
      ),
      p(
        progress?.failed
          ? "What was built stays. Go on looks at what is there first, and never makes anything twice."
          : "You can close this. It goes on, and never makes anything twice.",
      ),
    ],
    foot: progress?.failed
      ? [button("Go on", "go on", () => trying(goOn), "button button-wide"), button("Back", "leave", leave, "button button-3")]
      : [],
  });
}

/** @param {string} address */
function built(address) {
  show({
    title: "The board is built",
    body: [p("It opens in a window of its own. Open the panel there.")],
    foot: [beside("Open its board", address, "button button-wide")],
  });
}

function leave() {
  left = job;
  job = null;
  progress = null;
  redraw();
}
