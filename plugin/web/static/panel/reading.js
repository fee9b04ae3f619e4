// Pieces to read to the group while it meets, and recorded as read after Close: their words are
// asked for by a press.
import { putLink } from "./board.js";
import { beside, button, el, forTwoMinutes, goOnAt, p, say } from "./elements.js";
import { drawing } from "./phones.js";
import { Refusal, read, tell } from "./server.js";

/**
 * @typedef {{id: string, title: string, line: string, story: string, stored_story: string, after: number, page: string}} Piece
 * @typedef {{title: string, line: string, story: string}} Words
 * @typedef {{address: string, qr: string, until: string}} Objecting
 */

/** @type {Piece[] | null} */
let pieces = null;
let canBeRecorded = false;
/** Those that the group did not hear today. @type {Set<string>} */
const later = new Set();
/** The piece whose words the group changed; empty for none. */
let changing = "";
/** What was typed there so far. @type {Words} */
let typed = { title: "", line: "", story: "" };
let said = "";
/** How people object to what was read last. @type {Objecting | null} */
let objecting = null;

/** @type {() => void} */
let drawAnew = () => {};
const stay = forTwoMinutes(() => {
  if (pieces) {
    pieces = null;
    said = `The words are hidden again.${changing ? " What you typed is still there." : ""}`;
    drawAnew();
  }
});

/** @param {string} board @param {() => void} redraw */
export function section(board, redraw) {
  drawAnew = redraw;
  /** @param {() => Promise<void>} work */
  const trying = async (work) => {
    try {
      await work();
    } catch (error) {
      said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was stored. Try again.";
    }
    say(said);
    stay();
    redraw();
  };
  const ask = () =>
    trying(async () => {
      said = "";
      ({ pieces, can_be_recorded: canBeRecorded } = await read("/pieces-to-read", board));
    });
  /** @param {Piece} piece @param {object} [words] as the group changed them */
  const agreed = async (piece, words = {}) => {
    await trying(async () => {
      const answer = await tell("/pieces-to-read", board, { piece: piece.id, after: piece.after, press: crypto.randomUUID(), ...words });
      ({ said, pieces, objecting } = answer);
      changing = "";
    });
    if (!changing) {
      goOnAt("pieces");
    }
  };
  /** @param {Piece} piece */
  const change = (piece) => {
    changing = piece.id;
    typed = { title: piece.title, line: piece.line, story: piece.stored_story };
    redraw();
    goOnAt("agreed title");
  };
  const leave = () => {
    const left = changing;
    changing = "";
    redraw();
    goOnAt(`change ${left}`);
  };
  /** @param {Piece} piece */
  const notToday = (piece) => {
    later.add(piece.id);
    redraw();
    goOnAt("pieces");
  };
  const put = () =>
    trying(async () => {
      const { address, until } = /** @type {Objecting} */ (objecting);
      await putLink(`Not right what was read to us? Object here until ${until}, without an account. Nobody learns who.`, address);
      said = "The link is on the board.";
    });
  const hide = () => {
    pieces = null;
    said = "";
    redraw();
  };
  const waiting = (pieces ?? []).filter((piece) => !later.has(piece.id));
  return [
    // Focus lands here from what is pressed below and is gone then: the words follow at once.
    el("h2", { tabindex: -1, "data-key": pieces ? "pieces" : "hide pieces" }, "Read back"),
    said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
    pieces && waiting.length > 0 && !canBeRecorded ? p("Read it aloud, and ask the group whether it is right. You record here what it said once the session is closed.") : null,
    pieces
      ? el(
          "ul",
          { class: "rows" },
          ...waiting.map((piece) =>
            el(
              "li",
              { class: "stack-s panel-aloud" },
              ...(piece.id === changing
                ? form(piece, () => agreed(piece, { changed: true, ...typed }), leave)
                : [
                    el("p", {}, el("strong", { dir: "auto" }, piece.title)),
                    el("p", { class: "voice", dir: "auto" }, piece.line),
                    el("p", { class: "keep-lines", dir: "auto" }, piece.story),
                    canBeRecorded
                      ? el(
                          "p",
                          { class: "pair" },
                          button("Read, and agreed", `read ${piece.id}`, () => agreed(piece), "button button-2"),
                          button("Read, with changes", `change ${piece.id}`, () => change(piece), "button button-2"),
                        )
                      : null,
                    button("Not today", `later ${piece.id}`, () => notToday(piece), "button button-3"),
                  ]),
            ),
          ),
        )
      : el("div", { class: "stack-s" }, p("Is your screen shared? Then everybody reads what you open."), button("Show the pieces that wait", "pieces", ask, "button button-2")),
    ...(objecting ? scan(objecting, put) : []),
    pieces && waiting.length === 0 ? p("No piece waits.") : null,
    pieces && !canBeRecorded ? button("Hide the words", "hide pieces", hide, "button button-3") : null,
  ];
}

/** @param {keyof Words} name @param {string} words */
function keep(name, words) {
  typed[name] = words;
  stay();
}

/** The words as the group changed them, in the session. @param {Piece} piece @param {() => void} record @param {() => void} leave */
function form(piece, record, leave) {
  /** @param {keyof Words} name @param {string} label @param {number} rows */
  const field = (name, label, rows) =>
    el(
      "p",
      { class: "field" },
      el("label", { for: `agreed-${name}` }, label),
      el("textarea", { id: `agreed-${name}`, rows, dir: "auto", "data-key": `agreed ${name}`, input: (/** @type {any} */ event) => keep(name, event.target.value) }, typed[name]),
    );
  return [
    p("Write the words as the group agreed them."),
    field("title", "Title", 2),
    field("line", "In one line", 3),
    field("story", "The story", 8),
    button("Record these words", `record ${piece.id}`, record, "button button-2"),
    el("p", { class: "line apart" }, button("‹ Back", `leave ${piece.id}`, leave, "button button-3"), beside("On its page", piece.page)),
  ];
}

/** A code by which everybody in the room objects, alone and without an account. @param {Objecting} given @param {() => void} put */
function scan(given, put) {
  return [
    drawing(given.qr, given.address),
    p(`Not right? Scan this, or open the link on the board, until ${given.until}. No account is needed, and nobody learns who objects.`),
    button("Put the link on the board", "put link", put, "button button-2"),
  ];
}
