// The panel inside Miro: asks which screen it is, shows it, and does what is pressed.
import { boardId, bringAllHere, countNotes, goTo, looksLikeOurs, noteMarks, onCard, onSelection, openedCard, selectedItem, startTimer } from "./board.js";
import { say } from "./elements.js";
import { NoAnswer, Refusal, read, session as wordsOf, state as stateOf, tell } from "./server.js";
import * as after from "./after.js";
import * as closing from "./closing.js";
import * as piece from "./piece.js";
import * as reading from "./reading.js";
import * as making from "./making.js";
import { session as showSession, tick } from "./session.js";
import * as troubles from "./troubles.js";

/**
 * @typedef {import("./server.js").State} State
 * @typedef {import("./server.js").Session} Session
 * @typedef {import("./board.js").Counts} Counts
 */

const OPEN_MS = 5000;
const REST_MS = 30000;
const SOON_MS = 1500;
const SLOW_MS = 8000;
const REGULARLY_MS = 10 * 60 * 1000;
const NO_ANSWER = "No answer from Hedgerow. Nothing was changed. Try again.";

let board = "";
/** @type {State | null} */
let state = null;
/** @type {Session | null} */
let meeting = null;
/** @type {Counts | null} */
let counts = null;
/** @type {{id: string, box: string | null} | null} */
let selected = null;
/** Whether the last asking had no answer: then nothing else is drawn, whatever happens on the board. */
const unanswered = { is: false, isShown: false };
let isStale = false;
let isCopy = false;
let takesPart = false;
/** @type {{address: string, since: number} | null} */
let link = null;
/** The link to the notes of who looks, once they asked for it. @type {{address: string, said: string} | null} */
let own = null;
let isClosing = false;
/** Collecting by itself: off until it is switched on here; `marks` are of the notes as collected last. */
const regularly = { isOn: false, at: 0, marks: "" };
let tab = "now";
/** The box whose quiet writing is shown; empty for none. */
let quiet = "";
/** The card that is open; empty for none. */
let card = "";
let said = "";
/** Who else works at the board, and in which job; asked for once a job. */
let others = { job: "", said: "" };
let drawn = "";
/** The view that was drawn last. */
let shownView = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const acts = {
  /** @param {number} to */
  step: (to) => act("/step", { to, shown: state?.step ?? null }),
  close: () => {
    isClosing = true;
    closing.begin(board, redraw, () => {
      isClosing = false;
      redraw();
    });
  },
  longer: () => act("/longer", { shown: state?.step ?? null }),
  collect: () => act("/collect"),
  unlink: () => act("/unlink"),
  bring: () =>
    onBoard(async () => {
      const many = await bringAllHere();
      return many ? "Everybody who has the app sees what you see." : "Nobody else is on the board.";
    }, "Miro cannot bring people here on this board. Ask them to press your picture, top right."),
  /** @param {number} seconds */
  timer: (seconds) =>
    onBoard(
      async () => (seconds <= 0 ? "The time of this step is over. Press 2 minutes more first." : (await startTimer(seconds)) ? "Miro’s timer runs." : "This board has no timer in Miro’s plan. The time runs here."),
      "Miro’s timer did not start. The time runs here.",
    ),
  /** @param {string} path @param {object} [body] */
  phone: (path, body) => act(path, body),
  /** @param {() => Promise<void>} work @param {string} done */
  onBoard: async (work, done) => {
    await onBoard(async () => {
      await work();
      return done;
    }, "Miro did not change this. Change it on the board.");
    await look();
  },
  /** @param {string} box */
  quiet: (box) => {
    quiet = box;
    told("");
    draw();
  },
  /** @param {string} box */
  beginQuiet: (box) => {
    quiet = box;
    act("/quiet", { box });
  },
  invitation: async () => {
    try {
      return (await read("/invitation", board)).text;
    } catch {
      told(NO_ANSWER);
      draw();
      return "";
    }
  },
  reading: () => reading.section(board, redraw),
  /** @param {boolean} isOn */
  regularly: (isOn) => {
    regularly.isOn = isOn;
    regularly.at = Date.now();
    told(isOn ? "Collected every ten minutes from now on, where something was written." : "Collected when you press, and at Close.");
    draw();
  },
  /** @param {string} name */
  tab: (name) => {
    tab = name;
    told("");
    draw();
  },
};

/** @param {string} path @param {object} [body] */
async function act(path, body) {
  try {
    isStale = true; // what was pressed here is seen here at once
    told((await tell(path, board, body)).said ?? "");
  } catch (error) {
    told(error instanceof Refusal ? error.message : NO_ANSWER);
  }
  await look();
}

/** @param {() => Promise<string>} work @param {string} otherwise */
async function onBoard(work, otherwise) {
  try {
    told(await work());
  } catch {
    told(otherwise);
  }
  draw();
}

function redraw() {
  drawn = "";
  draw();
}

/** @param {string} sentence */
function told(sentence) {
  said = sentence;
  say(sentence);
}

async function begin() {
  const opened = window.open("about:blank", "_blank");
  try {
    const { address } = await tell("/link", board);
    link = { address, since: Date.now() };
    if (opened) {
      opened.opener = null;
      opened.location.href = address;
    }
  } catch {
    opened?.close();
    return showUnreachable();
  }
  return look();
}

async function look() {
  clearTimeout(timer);
  try {
    const found = await stateOf(board, isStale);
    await learn(found);
    state = found;
    unanswered.is = unanswered.isShown = false;
    draw();
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refusal)) {
      throw error;
    }
    showUnreachable();
  }
  timer = setTimeout(look, pause());
}

/** It stays as it is, with what is focused, until there is an answer. */
function showUnreachable() {
  drawn = "";
  unanswered.is = true;
  if (!unanswered.isShown) {
    unanswered.isShown = true;
    troubles.unreachable(tryAgain);
  }
}

function tryAgain() {
  unanswered.isShown = false; // what was pressed says that it asks; no answer is said anew
  return look();
}

/** @param {State} found */
async function learn(found) {
  if (found.view === "session") {
    link = null;
    if (!meeting || isStale || found.seen !== state?.seen) {
      meeting = await wordsOf(board);
      isStale = false;
    }
    await learnWho(found.job ?? null);
    counts = meeting && found.state !== "closed" ? await countNotes(meeting.boxes).catch(() => null) : null;
  } else if (found.view === "new" && state?.view !== "new") {
    isCopy = await looksLikeOurs();
    if (!isCopy) {
      making.begin(board);
    }
  }
  const wasBuilding = making.isAtWork();
  await making.follow(board, found);
  if (wasBuilding && !making.isAtWork()) {
    drawn = ""; // what stands there is over, be the rest as it was
    await goTo(meeting?.welcome ?? null);
  }
  await collectByItself(found);
}

/** Ask for the name of somebody else who collects or closes. @param {import("./server.js").Job | null} job */
async function learnWho(job) {
  if (!job || job.failed || job.is_own !== false) {
    others = { job: "", said: "" };
  } else if (others.job !== job.id) {
    others = { job: job.id, said: (await read("/running", board).catch(() => ({ said: "" }))).said };
  }
}

/** Collect where it is time, and something was written since; a press counts too. @param {State} found */
async function collectByItself(found) {
  const isFree = found.view === "session" && found.state === "open" && !found.job && !isClosing && !making.isAtWork();
  if (found.collected !== state?.collected) {
    regularly.at = Date.now();
  }
  if (!regularly.isOn || !isFree || Date.now() < regularly.at + REGULARLY_MS) {
    return;
  }
  regularly.at = Date.now();
  const marks = await noteMarks().catch(() => "");
  if (marks && marks === regularly.marks) {
    return;
  }
  try {
    told((await tell("/collect", board)).said ?? "");
    regularly.marks = marks;
    isStale = true;
  } catch (error) {
    told(error instanceof Refusal ? error.message : NO_ANSWER);
  }
}

function pause() {
  if (document.hidden) {
    return REST_MS;
  }
  const isBusy = making.isBusy() || (state?.job && !state.job.failed);
  if (link || state?.view === "checking" || isBusy) {
    return SOON_MS;
  }
  return state?.view === "session" && state.state === "open" ? OPEN_MS : REST_MS;
}

/** @param {string} id of a card that somebody opened */
function openCard(id) {
  card = id;
  piece.open(board, id, () => {
    card = "";
    redraw();
  });
}

function draw() {
  const isSlow = Boolean(link && Date.now() - link.since > SLOW_MS);
  const now = JSON.stringify([state, meeting, counts && [[...counts.inBox], counts.outside, [...counts.troubles], [...counts.places]], tab, quiet, said, others, selected, regularly.isOn, isCopy, takesPart, link, isSlow]);
  if (!state || unanswered.is || now === drawn || (card && state.view === "session")) {
    return;
  }
  if (state.view === "checking" && (meeting || shownView === "connection-ended")) {
    return; // the screen that is there stays until Miro has answered
  }
  drawn = now;
  shownView = state.view;
  if (making.isAtWork() && ["new", "session", "checking"].includes(state.view)) {
    making.draw();
  } else if (state.view === "session" && state.state === "closed") {
    after.draw(board, meeting, redraw);
  } else if (state.view === "session" && isClosing) {
    closing.draw(state, meeting);
  } else if (state.view === "session" && meeting) {
    showSession({ state, session: meeting, counts, tab, quiet, said, others: others.said, selected, isRegular: regularly.isOn, acts });
  } else if (state.view === "unlinked") {
    drawUnlinked(isSlow);
  } else {
    (SCREENS[state.view] ?? participant)();
  }
}

const participant = () => troubles.participant(followNotes, own);

async function followNotes() {
  try {
    own = { address: (await tell("/my-notes", board)).address, said: "" };
  } catch (error) {
    own = { address: own?.address ?? "", said: error instanceof Refusal ? error.message : NO_ANSWER };
  }
  redraw();
}

/** @param {boolean} isSlow */
function drawUnlinked(isSlow) {
  if (takesPart) {
    participant();
  } else if (link) {
    troubles.linking(link.address, isSlow, () => {
      link = null;
      draw();
    });
  } else {
    troubles.unlinked(begin, () => {
      takesPart = true;
      draw();
    });
  }
}

const SCREENS = /** @type {Record<string, () => void>} */ ({
  checking: troubles.checking,
  "no-edit": troubles.noEdit,
  "miro-away": () => troubles.miroAway(look),
  "connection-ended": troubles.connectionEnded,
  new: () => (isCopy && !making.isElsewhere() ? troubles.copied(() => making.beginElsewhere(board)) : making.draw()),
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    look();
  }
});
onSelection(async () => {
  selected = await selectedItem().catch(() => null);
  draw();
});
setInterval(() => tick(meeting), 1000);
making.connect(redraw, look);
onCard(openCard);
board = await boardId();
await look();
const opened = await openedCard().catch(() => "");
if (opened) {
  openCard(opened);
}
