// Reading sentences to the group: words are asked for by a press, since this screen may be shared.
import { beside, button, el, forTwoMinutes, p, say } from "./elements.js";
import { Refusal, read, tell } from "./server.js";

/**
 * @typedef {{key: string, sentence: string, open: boolean}} Sentence
 * @typedef {{page: string, sentences: Sentence[]}} Waiting
 */

let board = "";
/** @type {() => void} */
let redraw = () => {};
/** @type {Waiting | null} */
let waiting = null;
let said = "";
/** What was typed instead of a sentence, by its key. @type {Map<string, string>} */
const typed = new Map();
const NEW = "new";

const stay = forTwoMinutes(() => {
  if (waiting) {
    waiting = null;
    said = "The words are hidden again. What you typed is still there.";
    redraw();
  }
});

/** @param {string} on @param {() => void} again */
export function begin(on, again) {
  board = on;
  redraw = again;
  waiting = null;
  said = "";
  typed.clear();
}

/** @param {() => Promise<void>} work */
async function trying(work) {
  try {
    await work();
  } catch (error) {
    said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was stored. Try again.";
  }
  say(said);
  stay();
  redraw();
}

const ask = () =>
  trying(async () => {
    said = "";
    waiting = await read("/sentences", board);
  });

/** @param {string} key @param {"agreed" | "not yet"} outcome @param {string} sentence */
const record = (key, outcome, sentence) =>
  trying(async () => {
    const answer = await tell("/sentences", board, { key, outcome, sentence, press: crypto.randomUUID() });
    said = answer.said;
    waiting = answer;
    typed.delete(key);
  });

/** @param {string} key @param {string} words */
function keep(key, words) {
  typed.set(key, words);
  stay();
}

/** @param {Sentence} each */
function line(each) {
  const words = () => typed.get(each.key) ?? each.sentence;
  const field = `sentence ${each.key}`;
  return el(
    "li",
    { class: "stack-s" },
    each.open
      ? el("p", { class: "voice", dir: "auto" }, each.sentence)
      : el(
          "p",
          { class: "field" },
          el("label", { for: field }, each.key === NEW ? "A sentence that nobody wrote on the board" : "The sentence, as you read it"),
          el("textarea", { id: field, rows: 3, dir: "auto", "data-key": field, input: (/** @type {any} */ event) => keep(each.key, event.target.value) }, words()),
        ),
    el(
      "p",
      { class: "pair" },
      button("Agreed", `agreed ${each.key}`, () => record(each.key, "agreed", words()), "button button-2"),
      button("Not yet", `not yet ${each.key}`, () => record(each.key, "not yet", words()), "button button-2"),
    ),
  );
}

/** @returns {(Node | null)[]} */
export function body() {
  if (!waiting) {
    return [
      said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
      p("Is your screen shared? Then everybody reads what you open."),
      button("Show the sentences", "sentences", ask, "button button-2"),
    ];
  }
  const lines = [...waiting.sentences, { key: NEW, sentence: "", open: false }];
  return [
    said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
    el("ul", { class: "rows" }, ...lines.map(line)),
    p(beside("It changes a box, names, or days", waiting.page)),
  ];
}
