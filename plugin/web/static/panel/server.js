// Asks our server. Each request carries a fresh id token of Miro's; nothing is kept in the browser.

/** What the server says in words when it does not do something. */
export class Refusal extends Error {
  /** @param {string} sentence @param {number} status */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Nobody answered, or not as our server does. */
export class NoAnswer extends Error {}

/**
 * @typedef {{id: string, does: "building" | "collecting" | "closing", failed: boolean, is_own: boolean, says: string, done: number, of: number}} Job
 * @typedef {{view: string, state?: string, seen?: string, step?: number | null, collected?: number | null, job?: Job | null}} State
 * @typedef {{title: string, say: string, happens: string, minutes: number, boxes: string[], starts: number | null}} Step
 * @typedef {{code: string, title: string, name: string, label: string, says: string, counts: boolean, frame: string | null, waiting: number}} Box
 * @typedef {{name: string, community: string, day: string, starts: number | null, page: string, open_to: string[], close: string, collected: number, ends: number | null, steps: Step[], boxes: Box[], welcome: string | null, told: string[], hands: Hand[], cards: Record<string, {says: string, page: string}>, has_pieces: boolean, phone: Phone | null, ready: {point: string, done: boolean, says: string, page: string, action: string}[], pretended: number, invite: string, round: {people: number, heard: number} | null, people: number | null, dots: {number: number, title: string, most: number, is_current: boolean, is_shown: boolean, has_box: boolean, readiness: string, fewest: number}[], order: string}} Session
 * @typedef {{id: string, does: "brake" | "copy" | "page" | "told", says: string, can_build: boolean, page: string}} Hand
 * @typedef {{words: string, address: string, qr: string, sheet: string, moderate: string, boxes: {code: string, title: string, readiness: string}[]}} Phone
 */

const api = document.body.dataset.api ?? "";
/** @type {{tag: string, body: State} | null} */
let last = null;
/** How many seconds the server's clock is before ours. */
let ahead = 0;

/** The server's time in seconds. */
export const now = () => Date.now() / 1000 + ahead;

/**
 * @param {string} method @param {string} path @param {string} board
 * @param {object} [body] @param {Record<string, string>} [headers]
 * @param {Record<string, string>} [asked]
 */
async function send(method, path, board, body, headers = {}, asked = {}) {
  let response;
  try {
    const token = await miro.board.getIdToken();
    response = await fetch(`${api}${path}?${new URLSearchParams({ board, ...asked })}`, {
      method,
      credentials: "omit",
      cache: "no-store",
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new NoAnswer();
  }
  if (response.ok || response.status === 304) {
    return response;
  }
  const problem = await response.json().catch(() => null);
  if (!problem?.detail) {
    throw new NoAnswer();
  }
  throw new Refusal(problem.detail, response.status);
}

/**
 * Which screen it is now; after something was pressed it is asked for anew, since an answer that
 * nothing changed may be some seconds old.
 * @param {string} board @param {boolean} isAnew @returns {Promise<State>}
 */
export async function state(board, isAnew) {
  const response = await send("GET", "/state", board, undefined, last && !isAnew ? { "If-None-Match": last.tag } : {});
  const theirs = Number(response.headers.get("Hedgerow-Now"));
  ahead = theirs ? theirs - Date.now() / 1000 : 0;
  if (response.status === 304 && last) {
    return last.body;
  }
  last = { tag: response.headers.get("ETag") ?? "", body: await response.json() };
  return last.body;
}

/** The session's words as they came last: they come again only where they differ. @type {{tag: string, body: Session} | null} */
let words = null;

/** The words of a session's design. @param {string} board @returns {Promise<Session>} */
export async function session(board) {
  const response = await send("GET", "/session", board, undefined, words ? { "If-None-Match": words.tag } : {});
  if (response.status !== 304 || !words) {
    words = { tag: response.headers.get("ETag") ?? "", body: await response.json() };
  }
  return words.body;
}

/** @param {string} path @param {string} board */
export async function read(path, board) {
  return (await send("GET", path, board)).json();
}

/** @param {string} path @param {string} board @param {Record<string, string>} asked */
export async function readWith(path, board, asked) {
  return (await send("GET", path, board, undefined, {}, asked)).json();
}

/** @param {string} path @param {string} board @param {object} [body] */
export async function tell(path, board, body = {}) {
  return (await send("POST", path, board, body)).json();
}
