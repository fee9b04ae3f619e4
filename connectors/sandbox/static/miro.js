// The stand-in for Miro's own script, for pages of an app inside a board of the sandbox: what they
// call is asked of the board's page around them, by messages. Only what Hedgerow's panel uses is
// here; its shape is compared with Miro's released types by a test.
"use strict";

var hedgerowStandIn = (() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const sandbox = new URL(script.src).origin;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  /** @type {Map<string, Set<(event: any) => void>>} */
  const handlers = new Map();
  let asked = 0;

  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== sandbox) {
      return;
    }
    const { answer, result, error, happened, about } = event.data ?? {};
    if (happened) {
      for (const handler of handlers.get(happened) ?? []) {
        handler(about);
      }
    } else if (waiting.has(answer)) {
      const { resolve, reject } = /** @type {any} */ (waiting.get(answer));
      waiting.delete(answer);
      if (error) {
        reject(new Error(error));
      } else {
        resolve(result);
      }
    }
  });

  /** @param {string} call @param {...any} given @returns {Promise<any>} */
  function ask(call, ...given) {
    asked += 1;
    const number = asked;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      parent.postMessage({ call, number, given: structuredClone(given) }, sandbox);
    });
  }

  /** @param {string} event @param {(event: any) => void} handler */
  async function on(event, handler) {
    handlers.set(event, (handlers.get(event) ?? new Set()).add(handler));
  }

  /** @param {string} event @param {(event: any) => void} handler */
  async function off(event, handler) {
    handlers.get(event)?.delete(handler);
  }

  /** An item as the script shows it: what was changed on it is sent by `sync`. @param {any} item */
  const live = (item) => Object.assign(item, { sync: () => ask("sync", { id: item.id, title: item.title }) });

  /** @param {any} items */
  const ids = (items) => [items].flat().map((item) => item.id);

  const board = {
    getInfo: () => ask("getInfo"),
    getIdToken: () => ask("getIdToken"),
    getUserInfo: () => ask("getUserInfo"),
    getOnlineUsers: () => ask("getOnlineUsers"),
    /** @param {any} [filter] */
    get: async (filter) => (await ask("get", filter)).map(live),
    /** @param {string} id */
    getById: async (id) => live(await ask("getById", id)),
    getSelection: async () => (await ask("getSelection")).map(live),
    /** @param {any} [props] */
    createText: (props) => ask("createText", props),
    /** @param {any} item */
    remove: (item) => ask("remove", item.id),
    /** @param {string} feature */
    canUse: (feature) => ask("canUse", feature),
    ui: {
      on,
      off,
      /** @param {{url: string, data?: any}} options */
      openPanel: async (options) => {
        await ask("openPanel", new URL(options.url, location.href).href, options.data);
        return { waitForClose: () => ask("waitForClose") };
      },
      getPanelData: () => ask("getPanelData"),
      canOpenPanel: () => ask("canOpenPanel"),
      closePanel: () => ask("closePanel"),
      /** @param {{url: string, width?: number, height?: number, data?: any}} options */
      openModal: async (options) => {
        const { width, height, data } = options;
        await ask("openModal", new URL(options.url, location.href).href, { width, height, data });
        return { waitForClose: () => ask("waitForModalClose") };
      },
      getModalData: () => ask("getModalData"),
      canOpenModal: () => ask("canOpenModal"),
      closeModal: () => ask("closeModal"),
    },
    viewport: {
      get: () => ask("viewport"),
      /** @param {any} items */
      zoomTo: (items) => ask("zoomTo", ids(items)),
    },
    notifications: {
      /** @param {string} message */
      showInfo: (message) => ask("notify", message),
      /** @param {string} message */
      showError: (message) => ask("notify", message),
    },
    timer: {
      /** @param {number} duration */
      start: (duration) => ask("timer", duration),
      stop: () => ask("timer", 0),
    },
    collaboration: {
      attention: {
        /** @param {any} followee @param {any} [options] */
        follow: (followee, options) => ask("follow", followee, options),
      },
    },
  };
  return { board, clientVersion: "sandbox" };
})();

/** @type {any} */ (globalThis).miro = hedgerowStandIn;
