// Loads the apps that are installed into a board's page, as Miro does: each has a page without a
// face, an icon that is pressed, and a panel in a frame. What their scripts ask is answered here.
"use strict";

(() => {
  const bar = document.getElementById("apps");
  const surface = document.getElementById("surface");
  const dock = document.getElementById("panel-dock");
  const status = document.getElementById("status");
  if (!bar || bar.dataset.apps === "[]") {
    return;
  }
  /** @type {Map<Window, {app: any, frame: HTMLIFrameElement, isPanel: boolean}>} */
  const frames = new Map();
  let selected = null;
  let closed = [];
  let panelData;

  const person = () => ({ id: surface.dataset.person, name: surface.dataset.name });
  const read = async (address, body) => {
    const response = await fetch(address, {
      method: body ? "POST" : "GET",
      ...(body ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) {
      throw new Error("The sandbox does not do this.");
    }
    return response.json();
  };
  const items = async () => (await read(bar.dataset.itemsAddress)).items;

  const here = (more = {}) => read(bar.dataset.hereAddress, { person: person().id, ...more });
  const HERE_AGAIN_MS = 2000;
  let brought = null;
  async function stay() {
    const { brought: found } = await here().catch(() => ({ brought: null }));
    if (found && brought !== null && found.number !== brought) {
      calls.zoomTo([[found.frame]]);
      status.textContent = `${found.by} brought you here.`;
    }
    brought = found?.number ?? 0;
    setTimeout(stay, HERE_AGAIN_MS);
  }
  addEventListener("pagehide", () => {
    const body = new Blob([JSON.stringify({ person: person().id, leaves: true })], { type: "application/json" });
    navigator.sendBeacon(bar.dataset.hereAddress, body);
  });

  function place(app, address, isPanel, into = isPanel ? dock : document.body) {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = isPanel ? app.name : `${app.name}, unseen`;
    frame.allow = "clipboard-write";
    frame.hidden = !isPanel;
    into.append(frame);
    frames.set(frame.contentWindow, { app, frame, isPanel });
    return frame;
  }

  const requireOwn = (address, app) => {
    if (new URL(address).origin !== new URL(app.address).origin) {
      throw new Error("Panels and modals are pages of the app.");
    }
  };

  // As in Miro, one modal at a time; Escape closes it.
  const modal = document.createElement("dialog");
  modal.className = "modal";
  let modalData;
  let modalClosed = [];
  function emptyModal() {
    for (const [from, { frame }] of frames) {
      if (modal.contains(frame)) {
        frame.remove();
        frames.delete(from);
      }
    }
    modalClosed.splice(0).forEach((resolve) => resolve());
  }
  modal.addEventListener("close", () => (modal.open ? undefined : emptyModal()));
  document.body.append(modal);

  function closePanel() {
    for (const [from, known] of frames) {
      if (known.isPanel && dock.contains(known.frame)) {
        known.frame.remove();
        frames.delete(from);
      }
    }
    dock.hidden = true;
    closed.splice(0).forEach((resolve) => resolve());
    dispatchEvent(new Event("resize"));
  }

  function tell(which, happened, about) {
    for (const [to, { app, isPanel }] of frames) {
      if (which(isPanel)) {
        to.postMessage({ happened, about }, new URL(app.address).origin);
      }
    }
  }

  const calls = {
    getInfo: () => ({ id: bar.dataset.board, locale: "en", createdAt: "", updatedAt: "" }),
    getIdToken: async (_given, app) =>
      (await read(bar.dataset.tokenAddress, { app: app.id, person: person().id })).token,
    getUserInfo: person,
    getOnlineUsers: async () => (await here()).online,
    get: async ([filter]) =>
      (await items()).filter(
        (item) =>
          (!filter?.type || [filter.type].flat().includes(item.type)) &&
          (!filter?.id || [filter.id].flat().includes(item.id)),
      ),
    getById: async ([id]) => {
      const found = (await items()).find((item) => item.id === id);
      if (!found) {
        throw new Error("There is no such item on the board.");
      }
      return found;
    },
    createText: ([props]) =>
      read(surface.dataset.notesAddress.replace(/notes$/, "texts"), {
        person: person().id,
        html: props.content,
        x: props.x ?? 0,
        y: props.y ?? 0,
      }),
    viewport: () => ({ x: 0, y: 0, width: 1600, height: 900 }),
    remove: async ([id]) => {
      const response = await fetch(`${surface.dataset.notesAddress}/${encodeURIComponent(id)}`, {
        method: "DELETE",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ person: person().id }),
      });
      if (!response.ok) {
        throw new Error("The sandbox does not delete this.");
      }
    },
    getSelection: async () => (await items()).filter((item) => item.id === selected),
    canUse: async ([feature]) => (await here()).features.includes(feature),
    canOpenPanel: () => true,
    getPanelData: () => panelData,
    openPanel: ([address, data], app) => {
      requireOwn(address, app);
      closePanel();
      panelData = data;
      dock.hidden = false;
      place(app, address, true);
      dispatchEvent(new Event("resize"));
    },
    waitForClose: () => new Promise((resolve) => closed.push(resolve)),
    closePanel: () => closePanel(),
    canOpenModal: () => true,
    getModalData: () => modalData,
    openModal: ([address, { width = 600, height = 400, data }], app) => {
      requireOwn(address, app);
      modal.close();
      emptyModal();
      modalData = data;
      const frame = place(app, address, true, modal);
      frame.width = String(width);
      frame.height = String(height);
      modal.setAttribute("aria-label", app.name);
      modal.showModal();
    },
    waitForModalClose: () => (modal.open ? new Promise((resolve) => modalClosed.push(resolve)) : undefined),
    closeModal: () => modal.close(),
    sync: ([item]) =>
      read(`${bar.dataset.itemsAddress}/${encodeURIComponent(item.id)}`, { person: person().id, title: item.title }),
    zoomTo: ([ids]) => {
      const goTo = document.getElementById("go-to");
      goTo.value = ids.find((id) => [...goTo.options].some((option) => option.value === id)) ?? "";
      goTo.dispatchEvent(new Event("change"));
    },
    notify: ([message]) => {
      status.textContent = message;
    },
    timer: async ([duration]) => {
      if (!(await calls.canUse(["timer"]))) {
        throw new Error("The plan of this team has no timer.");
      }
      status.textContent = duration ? `Miro's timer: ${Math.round(duration / 60000)} minutes.` : "";
      return { restDuration: duration, totalDuration: duration, status: duration ? "STARTED" : "STOPPED" };
    },
    // Whoever is named here sees what this person sees: the same box, or the whole board.
    follow: ([_followee, options]) =>
      read(bar.dataset.bringAddress, {
        person: person().id,
        followers: (options?.followers ?? []).map((each) => each.id),
        frame: document.getElementById("go-to").value,
      }),
  };

  addEventListener("message", async (event) => {
    const from = frames.get(event.source);
    if (!from || event.origin !== new URL(from.app.address).origin) {
      return;
    }
    const { call, number, given } = event.data ?? {};
    const answer = (said) => event.source.postMessage({ answer: number, ...said }, event.origin);
    try {
      if (!Object.hasOwn(calls, call)) {
        throw new Error(`The sandbox has no ${call}.`);
      }
      answer({ result: await calls[call](given, from.app) });
    } catch (error) {
      answer({ error: error.message });
    }
  });

  async function select(id) {
    selected = id;
    tell(() => true, "selection:update", { items: await calls.getSelection() });
  }

  surface.addEventListener("focusin", (event) => {
    const note = event.target.closest?.("[data-note]");
    select(note?.dataset.note ?? null);
  });

  // As in Miro, whose apps hear of their own cards alone: the sandbox has one app's.
  const openCard = async (element) => {
    const id = element?.dataset.appCard;
    const appCard = (await items()).find((item) => item.id === id);
    if (appCard) {
      tell(() => true, "app_card:open", { appCard });
    }
  };
  surface.addEventListener("dblclick", (event) => openCard(event.target.closest?.("[data-app-card]")));
  surface.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      openCard(event.target.closest?.("[data-app-card]"));
    }
  });

  for (const app of JSON.parse(bar.dataset.apps)) {
    place(app, app.address, false);
    const icon = document.createElement("button");
    icon.type = "button";
    icon.textContent = app.name;
    icon.className = "is-quiet";
    icon.addEventListener("click", () => {
      if (dock.hidden) {
        tell((isPanel) => !isPanel, "icon:click");
      } else {
        closePanel();
      }
    });
    bar.append(icon);
  }
  bar.hidden = false;
  stay();
})();
