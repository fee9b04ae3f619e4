// The timer of a running session, by the server's clock, and loading the page again when the
// session moved on. Without this file the page loads again by itself every half minute.
"use strict";

const ASK_EVERY_MS = 5000;
const live = document.getElementById("live");

if (live) {
  const left = document.getElementById("left");
  const ring = document.getElementById("ring");
  const whole = Number(live.dataset.minutes) * 60;
  // Counted from when the page was made, so that a phone's wrong clock does not matter.
  const ends = performance.now() + Number(live.dataset.left) * 1000;

  const clock = (seconds) => {
    const all = Math.abs(seconds);
    const rest = String(all % 60).padStart(2, "0");
    return `${seconds < 0 ? "−" : ""}${Math.floor(all / 60)}:${rest}`;
  };

  const show = () => {
    const seconds = Math.round((ends - performance.now()) / 1000);
    left.textContent = clock(seconds);
    const part = seconds <= 0 ? 100 : Math.min(100, (100 * seconds) / whole);
    ring.setAttribute("stroke-dasharray", `${part} ${100 - part}`);
    ring.classList.toggle("ring-over", seconds < 0);
  };

  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.ask, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { state } = await answer.json();
      if (state !== live.dataset.state) location.reload();
    } catch {
      // The line is lost: the timer runs on, and the next question finds out.
    }
  };

  setInterval(show, 1000);
  setInterval(ask, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  show();
}
