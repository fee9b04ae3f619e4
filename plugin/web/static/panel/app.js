// Runs unseen on every board where the app is installed: opens the panel when its icon is pressed,
// or when somebody opens a card that brings a piece back.
const address = document.body.dataset.panel ?? "";
let isOpen = false;

/** @param {string} card Miro's id of a card to show, empty for none */
async function open(card) {
  if (isOpen || !(await miro.board.ui.canOpenPanel())) {
    return; // a panel that is open hears of the card itself
  }
  const opened = await miro.board.ui.openPanel({ url: address, data: { card } });
  isOpen = true;
  await opened.waitForClose();
  isOpen = false;
}

miro.board.ui.on("icon:click", () => open(""));
miro.board.ui.on("app_card:open", ({ appCard }) => open(appCard.id));
