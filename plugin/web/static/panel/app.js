// Runs unseen on every board where the app is installed: opens the panel when its icon is pressed.
const address = document.body.dataset.panel ?? "";

miro.board.ui.on("icon:click", async () => {
  if (await miro.board.ui.canOpenPanel()) {
    await miro.board.ui.openPanel({ url: address });
  }
});
