// Makes elements; words always become text, never markup.

/** @typedef {Node | string | number | null | false | undefined} Child */

/**
 * @param {string} tag @param {Record<string, any>} [given] @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      made.append(child instanceof Node ? child : String(child));
    }
  }
  return made;
}

/** A button; `key` finds it again when the screen is drawn anew. @param {string} words @param {string} key @param {() => void} click @param {string} [look] */
export const button = (words, key, click, look = "button") =>
  el("button", { type: "button", class: look, "data-key": key, click }, words);

/** A link that opens beside the board. @param {string} words @param {string} href @param {string} [look] */
export const beside = (words, href, look = "") =>
  el("a", { href, class: look, target: "_blank", rel: "noopener", "data-key": href }, words);

/** @param {...Child} words */
export const p = (...words) => el("p", { dir: "auto" }, ...words);

/** Write seconds as a clock does. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.abs(Math.round(seconds));
  return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number | null | undefined} at seconds since 1970 */
export const hour = (at) =>
  at ? new Date(at * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }) : "";

/** @param {number} many */
export const notes = (many) => (many === 1 ? "one note" : `${many} notes`);

const WORDS_MS = 2 * 60 * 1000;

/** Words stay on a screen for two minutes after the last press. @param {() => void} hide @returns {() => void} what begins them anew */
export function forTwoMinutes(hide) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waits;
  return () => {
    clearTimeout(waits);
    waits = setTimeout(hide, WORDS_MS);
  };
}

const panel = /** @type {HTMLElement} */ (document.getElementById("panel"));
/** What the last screen said of what was pressed. */
let noticed = "";

/**
 * Show a screen: a heading, what there is to read, and the one main button at the foot. What was
 * focused is focused again. What is said of a press is seen, wherever on the screen the button is.
 * @param {{mark?: Child, title: string, tabs?: Child, body: Child[], foot?: Child[]}} screen
 */
export function show({ mark, title, tabs, body, foot = [] }) {
  const isNew = panel.querySelector("h1")?.textContent !== title;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.key;
  panel.replaceChildren(
    el("div", { class: "panel-top" }, mark, el("h1", { tabindex: -1 }, title)),
    ...(tabs instanceof Node ? [tabs] : []),
    el("div", { class: "panel-body stack" }, ...body),
    ...(foot.length > 0 ? [el("div", { class: "panel-foot stack-s" }, ...foot)] : []),
  );
  // What is gone to by keys is never hidden beneath the foot, however much stands there.
  const below = /** @type {HTMLElement | null} */ (panel.querySelector(".panel-foot"))?.offsetHeight ?? 0;
  document.documentElement.style.scrollPaddingBottom = `${below + 8}px`;
  if (focused) {
    const again = panel.querySelector(`[data-key="${CSS.escape(focused)}"]`);
    /** @type {HTMLElement | null} */ (again ?? panel.querySelector("h1"))?.focus();
  }
  if (isNew) {
    scrollTo(0, 0);
  }
  const notice = panel.querySelector(".panel-body .notice:is([role='status'], [role='alert'])");
  if (notice && notice.textContent !== noticed) {
    notice.scrollIntoView({ block: "nearest" });
  }
  noticed = notice?.textContent ?? "";
}

/** Go to what a press led to, where what was pressed is gone. @param {string} key */
export const goOnAt = (key) => /** @type {HTMLElement | null} */ (panel.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus();

/** Tell it to whoever cannot see the screen, and on it. @param {string} sentence */
export function say(sentence) {
  const said = document.getElementById("said");
  if (said) {
    said.textContent = sentence;
  }
}
