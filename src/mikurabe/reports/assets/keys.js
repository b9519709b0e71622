// The keys that work wherever the focus is, and the list of all keys.
const help = id("keys");

const SHORTCUTS = {
  "/": () => id("search").focus(),
  "?": () => help.showModal(),
  j: () => step(1),
  k: () => step(-1),
  g: () => setGallery(!state.gallery),
  f: () => openPanel(panel.hidden),
};

// The first step from elsewhere leads onto the row that the cursor was left on.
function step(by) {
  const inside = document.activeElement.closest("[data-place]");
  goTo(inside ? active + by * across() : active);
}

on(document, "keydown", (event) => {
  if (chord(event) || event.isComposing) return;
  const modal = pick("dialog[open]");
  if (modal && (event.key !== "?" || modal === help)) return; // the viewer has keys of its own
  if (event.key === "Escape" && !panel.hidden) return openPanel(false);
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const idle = event.target === document.body;
  if (Object.hasOwn(SHORTCUTS, event.key)) SHORTCUTS[event.key]();
  else if (idle && order.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) goTo(active);
  else return;
  takeOver(event);
});
on(id("keys-door"), "click", () => help.showModal());
on(help, "click", (event) => {
  if (event.target === help || around(event, "button")) help.close();
});
