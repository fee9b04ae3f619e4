// Follows a job: shows each step as the server tells it, and loads the page again at the end.
// Where the server tells nothing (no stream, a proxy in between), the page loads again by itself.
"use strict";

const SHOWN = document.getElementById("progress");
const AGAIN_IN_MS = 2000;

function loadAgain() {
  setTimeout(() => location.reload(), AGAIN_IN_MS);
}

function follow() {
  const stream = new EventSource(SHOWN.dataset.events);
  stream.addEventListener("progress", (event) => {
    SHOWN.innerHTML = event.data; // made by the same template as the page itself
  });
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) loadAgain();
  });
  addEventListener("pagehide", () => stream.close());
}

if ("EventSource" in window) follow();
else loadAgain();
