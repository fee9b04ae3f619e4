// Asks now and then which step it is, and shows it: nothing that is typed is touched. So a phone that
// was opened early learns that the group began, and one that stays open that it closed. A phone asks
// and holds no stream, so that a room of sixty people takes no thread each.
"use strict";

const ASK_EVERY_MS = 10000;
const clock = document.getElementById("clock");

async function askForStep() {
  if (document.hidden) return;
  try {
    const answer = await fetch(clock.dataset.ask);
    if (!answer.ok) return;
    clock.innerHTML = await answer.text(); // made by the same template as the page itself
    startClock();
  } catch {
    // The line is lost: the timer runs on, and the next question finds out.
  }
}

setInterval(askForStep, ASK_EVERY_MS);
document.addEventListener("visibilitychange", askForStep);
