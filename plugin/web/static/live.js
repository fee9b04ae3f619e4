// Follows a running session: loads the page again when it moved on, was collected or was closed.
// It hears so by events; where there are none (a proxy in between, too many pages), it asks every
// few seconds. Without this file the page loads again by itself every half minute.
"use strict";

const ASK_EVERY_MS = 5000;
const live = document.getElementById("live");

function told(state) {
  if (state !== live.dataset.state) location.reload();
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(live.dataset.ask, { headers: { Accept: "application/json" } });
    if (answer.ok) told((await answer.json()).state);
  } catch {
    // The line is lost: the timer runs on, and the next question finds out.
  }
}

function askAgainAndAgain() {
  setInterval(ask, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  ask();
}

let stream = null;

// A page that nobody sees takes no stream from those that somebody does.
function follow() {
  if (stream) stream.close();
  stream = null;
  if (document.hidden) return;
  stream = new EventSource(live.dataset.events);
  stream.addEventListener("progress", (event) => told(event.data));
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return; // it opens again by itself
    document.removeEventListener("visibilitychange", follow);
    askAgainAndAgain();
  });
}

if (live && "EventSource" in window) {
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => stream?.close());
  follow();
} else if (live) askAgainAndAgain();
