// The time that is left of a step, counted down by the server's clock: by how much it said was left
// when the page was made, so that a phone's wrong clock does not matter.
"use strict";

const countdown = { ends: 0, whole: 0 };

function startClock() {
  const from = document.querySelector("[data-left]");
  if (!from) return;
  countdown.ends = performance.now() + Number(from.dataset.left) * 1000;
  countdown.whole = Number(from.dataset.minutes) * 60;
  showClock();
}

function inWords(seconds) {
  const all = Math.abs(seconds);
  const rest = String(all % 60).padStart(2, "0");
  return `${seconds < 0 ? "−" : ""}${Math.floor(all / 60)}:${rest}`;
}

function showClock() {
  const left = document.getElementById("left");
  const ring = document.getElementById("ring");
  if (!left) return;
  const seconds = Math.round((countdown.ends - performance.now()) / 1000);
  left.textContent = inWords(seconds);
  if (!ring) return;
  const part = seconds <= 0 ? 100 : Math.min(100, (100 * seconds) / countdown.whole);
  ring.setAttribute("stroke-dasharray", `${part} ${100 - part}`);
  ring.classList.toggle("ring-over", seconds < 0);
}

startClock();
setInterval(showClock, 1000);
