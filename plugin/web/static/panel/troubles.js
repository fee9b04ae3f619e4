// The screens without a session: what went wrong, what is safe, and the one thing to press.
import { showWelcome } from "./board.js";
import { beside, button, el, p, show } from "./elements.js";

const home = document.body.dataset.home ?? "";

/** @param {string} title @param {string} words @param {Node[]} [foot] */
const trouble = (title, words, foot = []) => show({ title, body: [p(words)], foot });

const REQUEST =
  "Could you let me edit this Miro board, please? We use it with Hedgerow, and I run the session.";

/** Copy a text; where the browser forbids it, show it to be copied. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} pressed @param {string} text */
export async function copyBeside(pressed, text) {
  if (await copy(text)) {
    pressed.textContent = "Copied";
    return;
  }
  const field = /** @type {HTMLTextAreaElement} */ (
    el("textarea", { rows: 6, readonly: true, "aria-label": "Copy this" }, text)
  );
  pressed.before(field);
  field.select();
}

/** @param {() => void} again */
export function unreachable(again) {
  const pressed = button(
    "Try again",
    "again",
    () => {
      pressed.textContent = "Asking …";
      again();
    },
    "button button-wide",
  );
  trouble("Hedgerow", "No answer from Hedgerow. People can go on writing; nothing is lost. Collect later.", [pressed]);
}

export const checking = () => trouble("Hedgerow", "Asking Miro whether you may change this board …");

/** @param {() => void} again */
export const miroAway = (again) =>
  trouble(
    "Hedgerow",
    "Miro does not say just now who may change this board. People can go on writing; nothing is lost.",
    [button("Try again", "again", again, "button button-wide")],
  );

export function noEdit() {
  const pressed = button(
    "Copy request",
    "copy",
    () => copyBeside(pressed, REQUEST),
    "button button-wide",
  );
  trouble("Hedgerow", "You can look at this board but not change it. Ask its owner for editing.", [pressed]);
}

export const connectionEnded = () =>
  show({
    title: "Hedgerow",
    body: [
      p("Hedgerow may no longer open this board. Notes on it are safe; nothing is collected until you connect again."),
      el("p", { class: "small second" }, "If the administrator connected Miro for the whole server, ask them to do it."),
    ],
    foot: [beside("Connect", `${home}connections`, "button button-wide")],
  });

/** @param {() => void} begin */
export const copied = (begin) =>
  trouble(
    "A copy",
    "This is a copy of a session board. It is not connected, and its notes are collected nowhere.",
    [button("Start a new session", "start new", begin, "button button-wide")],
  );

/** What the board itself says, in its first box; this needs no account. */
const who = button(
  "Who keeps this, and who runs it ›",
  "who",
  async () => {
    if (!(await showWelcome().catch(() => false))) {
      who.after(p("The board says it in its first box, “Welcome”."));
    }
  },
  "button button-3",
);

/**
 * The card of everybody else on the board.
 * @param {() => void} follow @param {{address: string, said: string} | null} own the link to one's notes, once asked for
 */
export const participant = (follow, own) =>
  show({
    title: "You are on a Hedgerow board.",
    body: [
      p("What happens to your note depends on its box. The box says it, top right."),
      p("Changed your mind? Delete your note before we close."),
      own?.said ? el("p", { class: "notice notice-told", role: "status" }, own.said) : null,
      own?.address
        ? el(
            "div",
            { class: "stack-s" },
            p(beside("Open my notes", own.address, "button button-2")),
            p("Keep this link: it shows what becomes of your notes, and takes them back after the session. Whoever has it can do that too."),
            p("It shows what is collected by now. Ask once more before the session is closed; the newest link counts."),
          )
        : null,
      who,
    ],
    foot: [button("Follow my notes", "follow", follow, "button button-wide")],
  });

/** @param {() => void} link @param {() => void} takesPart */
export const unlinked = (link, takesPart) =>
  show({
    title: "Hedgerow",
    body: [
      p("This Miro name is not linked to a person in Hedgerow yet."),
      p("Linking opens a new window and takes half a minute. You do it once."),
    ],
    foot: [
      button("Link me", "link", link, "button button-wide"),
      button("I only take part", "part", takesPart, "button button-3"),
    ],
  });

/** @param {string} address @param {boolean} isSlow @param {() => void} stop */
export const linking = (address, isSlow, stop) =>
  show({
    title: "Hedgerow",
    body: [
      p("Sign in in the new window, and press Link my Miro name there. This goes on by itself."),
      isSlow && p("Pop-ups are blocked? Open this address: ", beside(address, address)),
    ],
    foot: [button("Stop", "stop", stop, "button button-3")],
  });
