// The screens of a session on this board: ready, the step that it is now, its boxes, and after.
import { goTo, renameFrame } from "./board.js";
import { beside, button, clock, el, hour, notes, p, show } from "./elements.js";
import * as holding from "./holding.js";
import * as phones from "./phones.js";
import { now } from "./server.js";

/**
 * @typedef {import("./server.js").State} State
 * @typedef {import("./server.js").Session} Session
 * @typedef {import("./server.js").Box} Box
 * @typedef {import("./board.js").Counts} Counts
 * @typedef {{step(to: number): void, close(): void, longer(): void, collect(): void, unlink(): void, bring(): void, timer(seconds: number): void, tab(name: string): void, regularly(isOn: boolean): void, phone(path: string, body?: object): void, quiet(box: string): void, beginQuiet(box: string): void, onBoard(work: () => Promise<void>, done: string): void, invitation(): Promise<string>, reading(): (Node | null)[]}} Acts
 * @typedef {{state: State, session: Session, counts: Counts | null, tab: string, quiet: string, said: string, others: string, selected: {id: string, box: string | null} | null, isRegular: boolean, acts: Acts}} Shown
 */

const MARKS = /** @type {Record<string, string>} */ ({ "○": "stays", "◔": "held", "●": "kept", "✓": "decide" });

const DOING = { building: "Building …", collecting: "Collecting …", closing: "Closing …" };

/** @param {string} label */
const labelled = (label) => el("span", { class: `label label-${MARKS[label[0]] ?? "kept"}` }, label);

/** @param {Shown} shown */
export function session(shown) {
  const { state } = shown;
  if (shown.quiet && phones.quietScreen(shown, shown.quiet)) {
    return;
  }
  if (state.step === null || state.step === undefined) {
    ready(shown);
  } else if (shown.tab === "boxes") {
    boxes(shown);
  } else if (shown.tab === "hands") {
    hands(shown);
  } else {
    step(shown, state.step);
  }
}

/** @param {Shown} shown */
const told = ({ said }) => (said ? el("p", { class: "notice notice-told", role: "status" }, said) : null);

/** What is known of the item that is selected on the board. @param {Shown} shown */
function inHand({ selected, session: meeting }) {
  const card = selected ? meeting.cards[selected.id] : undefined;
  const box = meeting.boxes.find((each) => each.frame && each.frame === selected?.box);
  if (!selected || (!card && !box && selected.box)) {
    return null;
  }
  return el(
    "section",
    { class: "card in-hand", "aria-label": "What is selected" },
    box
      ? el("div", {}, p("In ", el("strong", {}, box.title), " ", labelled(box.label)), el("p", { class: "small second" }, box.says))
      : p("Outside every box. Nobody keeps this. Drag it into a box to keep it."),
    card && p(card.says, " ", card.page ? beside("Where did it go", card.page) : null),
  );
}

/** @param {Shown} shown */
function hands(shown) {
  const { session: meeting, state } = shown;
  show({
    title: meeting.steps[state.step ?? 0]?.title ?? meeting.name,
    tabs: tabs(shown),
    body: [
      told(shown),
      meeting.hands.length === 0 ? p("Nothing waits for you.") : null,
      el("ul", { class: "rows" }, ...meeting.hands.map((each) => hand(each, shown.acts))),
      meeting.phone?.moderate ? p(beside("Hold a note by phone back, or return it", meeting.phone.moderate)) : null,
      p(button("Unlink my Miro name", "unlink", shown.acts.unlink, "button button-3")),
    ],
    foot: collectFoot(shown),
  });
}

const ANSWERS = /** @type {Record<string, [string, string][]>} */ ({
  brake: [["Tidying", "tidied"], ["Taken back", "taken back"]],
  copy: [["Keep it", "yes"], ["Do not keep it", "no"]],
});

/** @param {import("./server.js").Hand} each @param {Acts} acts */
function hand(each, acts) {
  const answers = ANSWERS[each.does] ?? [];
  return el(
    "li",
    { class: "stack-s" },
    p(each.says),
    answers.length > 0
      ? el("p", { class: "pair" }, ...answers.map(([words, answer]) => button(words, `${each.id} ${answer}`, () => acts.phone(`/${each.does}`, { id: each.id, answer }), "button button-2")))
      : null,
    each.page ? p(beside("Open its page", each.page)) : null,
    each.can_build ? button("Put the box back", `${each.id} box`, () => acts.phone("/go-on"), "button button-3") : null,
  );
}

/** @param {Shown} shown */
function ready(shown) {
  const { session: meeting, acts } = shown;
  const minutes = meeting.steps.reduce((sum, each) => sum + each.minutes, 0);
  show({
    title: `Ready for ${meeting.day}${meeting.starts ? `, ${hour(meeting.starts)}` : ""}`,
    body: [
      told(shown),
      inHand(shown),
      el("p", { class: "voice", dir: "auto" }, meeting.name),
      p(`${meeting.steps.length} steps, ${minutes} minutes. The first is ${meeting.steps[0]?.title}.`),
      ...phones.join(shown),
      ...phones.beforeTheyCome(shown),
      el("h2", {}, "Boxes"),
      boxList(shown),
      p(beside("All about this session", meeting.page)),
      p(button("Unlink my Miro name", "unlink", acts.unlink, "button button-3")),
    ],
    foot: [button("Start session", "start", () => acts.step(0), "button button-wide")],
  });
}

/** @param {Shown} shown @param {number} number */
function step(shown, number) {
  const { session: meeting, acts } = shown;
  const current = meeting.steps[number];
  const before = meeting.steps[number - 1];
  const next = meeting.steps[number + 1];
  const own = meeting.boxes.filter((box) => current.boxes.includes(box.code));
  const left = meeting.ends ? meeting.ends - now() : 0;
  show({
    mark: el("span", { class: "pulse", id: "left" }, clock(left)),
    title: `${current.title} · ${current.minutes} min`,
    tabs: tabs(shown),
    body: [
      told(shown),
      inHand(shown),
      current.say && el("p", { class: "voice", dir: "auto" }, current.say),
      p(current.happens),
      ...own.map((box) => p(labelled(box.label), " ", toBox(box, box.title, shown.counts?.places.get(box.code)))),
      el(
        "div",
        { class: "pair" },
        button("Bring all here", "bring", acts.bring, "button button-2"),
        button(timerSays(left), "timer", () => acts.timer(Math.round(meeting.ends ? meeting.ends - now() : 0)), "button button-2"),
      ),
      el(
        "p",
        { class: "line apart" },
        before && button(`‹ ${before.title}`, "before", () => acts.step(number - 1), "button button-3"),
        button("2 minutes more", "longer", acts.longer, "button button-3"),
        next && button(`${next.title} ›`, "next", () => acts.step(number + 1), "button button-3"),
      ),
      next?.starts ? el("p", { class: "small second" }, `${next.title} at ${hour(next.starts)}.`) : null,
      tally(shown, own),
      ...phones.quietly(shown),
      ...holding.round(shown),
      ...holding.dots(shown),
      ...(meeting.has_pieces ? acts.reading() : []),
      regular(shown),
    ],
    foot: collectFoot(shown),
  });
}

/** @param {number} left seconds */
const timerSays = (left) => `Timer ${clock(Math.max(left, 0))}`;

/** Collecting by itself, which is off at first. @param {Shown} shown */
const regular = ({ isRegular, acts }) =>
  el(
    "div",
    {},
    el(
      "label",
      { class: "panel-choice" },
      el("input", { type: "checkbox", "data-key": "regularly", checked: isRegular, change: (/** @type {any} */ event) => acts.regularly(event.target.checked) }),
      el("span", {}, "Collect every ten minutes"),
    ),
    el("p", { class: "small second" }, "Not while Miro’s private mode is on: people have not shown their notes yet. It ends with this panel, and at Close."),
  );

/** How many notes the boxes of this step have: on the board, and by phone still on their way. @param {Shown} shown @param {Box[]} own */
function tally({ counts }, own) {
  const here = own.filter((box) => box.counts);
  if (!counts || here.length === 0) {
    return null;
  }
  const many = here.reduce((sum, box) => sum + (counts.inBox.get(box.code) ?? 0), 0);
  const waiting = here.reduce((sum, box) => sum + box.waiting, 0);
  return el(
    "dl",
    { class: "tally" },
    el("div", {}, el("dt", {}, "Notes here, on the board"), el("dd", {}, many)),
    waiting > 0 ? el("div", {}, el("dt", {}, "By phone, waiting"), el("dd", {}, waiting)) : null,
  );
}

/** @param {Shown} shown */
function boxes(shown) {
  const { session: meeting, state } = shown;
  show({
    mark: el("span", { class: "pulse", id: "left" }, meeting.ends ? clock(meeting.ends - now()) : ""),
    title: meeting.steps[state.step ?? 0]?.title ?? meeting.name,
    tabs: tabs(shown),
    body: [
      told(shown),
      inHand(shown),
      boxList(shown),
      meeting.told.length > 0 ? el("h2", {}, "Said by the last collecting") : null,
      ...meeting.told.map((said) => p(said)),
    ],
    foot: collectFoot(shown),
  });
}

/** @param {Shown} shown */
function boxList({ session: meeting, counts, state, acts }) {
  return el(
    "ul",
    { class: "rows panel-boxes" },
    ...meeting.boxes.map((box) =>
      el(
        "li",
        {},
        toBox(box, box.title, counts?.places.get(box.code)),
        el("span", { class: "count" }, box.counts && counts ? (counts.inBox.get(box.code) ?? 0) : ""),
        labelled(box.label),
        odd(box, counts?.troubles.get(box.code), state.state === "open", acts),
      ),
    ),
    counts && counts.outside > 0
      ? el(
          "li",
          {},
          el("span", {}, "Outside every box"),
          el("span", { class: "count" }, counts.outside),
          el("p", { class: "small second" }, "Nobody keeps these. If their writers want them kept, they can drag them into a box."),
        )
      : null,
  );
}

/**
 * What is odd about a box on the board, and the one thing that mends it.
 * @param {Box} box @param {import("./board.js").Trouble | undefined} trouble @param {boolean} isOpen @param {Acts} acts
 */
function odd(box, trouble, isOpen, acts) {
  switch (trouble?.is) {
    case "gone":
      return el(
        "div",
        { class: "panel-odd stack-s" },
        p("This box is gone from the board. What was collected there is kept until you answer under Hands."),
        isOpen ? button("Put the box back", `back ${box.code}`, () => acts.phone("/go-on"), "button button-2") : null,
      );
    case "renamed":
      return el(
        "div",
        { class: "panel-odd stack-s" },
        p("This box has another title on the board. Its label still holds."),
        button("Put the title back", `title ${box.code}`, () => acts.onBoard(() => renameFrame(trouble.frame, box.name), "The title is back."), "button button-2"),
      );
    case "mistitled":
      return el(
        "div",
        { class: "panel-odd stack-s" },
        p("This box has the title of another box", ...(trouble.as ? [" on the board: ", el("bdi", {}, trouble.as)] : []), ". The stricter label of the two holds until the title is right."),
        button("Put the title back", `title ${box.code}`, () => acts.onBoard(() => renameFrame(trouble.frame, box.name), "The title is back."), "button button-2"),
      );
    case "doubled":
      return el(
        "div",
        { class: "panel-odd stack-s" },
        p("This box is on the board more than once. Notes of all of them are collected, under the stricter label. Keep one."),
        button("Show the copy", `copy ${box.code}`, () => goTo(trouble.frame), "button button-2"),
      );
    default:
      return null;
  }
}

/** @param {Box} box @param {string} words @param {string} [place] the frame that is this box now */
function toBox(box, words, place) {
  const pressed = button(
    words,
    `box ${box.code}`,
    async () => {
      if (!(await goTo(place ?? box.frame))) {
        pressed.after(el("p", { class: "small second" }, "This box is gone from the board."));
      }
    },
    "button button-3",
  );
  return pressed;
}

/** @param {Shown} shown */
function tabs({ tab, acts, session: meeting }) {
  /** @param {string} name @param {string} words */
  const one = (name, words) =>
    el(
      "li",
      {},
      el("button", { type: "button", "aria-pressed": String(tab === name), "data-key": `tab ${name}`, click: () => acts.tab(name) }, words),
    );
  return el("nav", { "aria-label": "Panel" }, el("ul", { class: "panel-tabs" }, one("now", "Now"), one("boxes", "Boxes"), one("hands", meeting.hands.length > 0 ? `Hands ${meeting.hands.length}` : "Hands")));
}

/** @param {Shown} shown @returns {Node[]} */
function collectFoot({ state, session: meeting, others, acts }) {
  const { job, collected } = state;
  const busy = Boolean(job && !job.failed);
  const pressed = /** @type {HTMLButtonElement} */ (
    button(busy ? DOING[job?.does ?? "collecting"] : "Collect notes", "collect", acts.collect, "button button-wide")
  );
  pressed.disabled = busy;
  const last = collected
    ? `Last: ${hour(collected)}. ${notes(meeting.collected)}, words not shown.`
    : "Nothing is collected yet.";
  const failed = job?.failed ? `The last try came to nothing; what was collected before is safe. ${job.says} ` : "";
  const whose = busy && others ? `${others} ` : "";
  const waits = busy && job?.says ? `${job.says} This goes on by itself. ` : "";
  return [
    pressed,
    el("p", { class: "small second" }, `${failed}${whose}${waits}${last}`),
    button("Close …", "close", acts.close, "button button-3"),
  ];
}

/** Let the clock run without drawing the screen anew. @param {Session | null} meeting */
export function tick(meeting) {
  const left = document.getElementById("left");
  if (left && meeting?.ends) {
    left.textContent = clock(meeting.ends - now());
  }
  const timer = document.querySelector('[data-key="timer"]');
  if (timer && meeting?.ends) {
    timer.textContent = timerSays(meeting.ends - now());
  }
  const says = document.getElementById("round-says");
  if (says && meeting) {
    says.textContent = holding.roundSays(meeting);
  }
}
