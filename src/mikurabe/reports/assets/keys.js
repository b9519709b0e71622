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

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const modal = document.querySelector("dialog[open]");
  if (modal && (event.key !== "?" || modal === help)) return; // the viewer has keys of its own
  if (event.key === "Escape" && !panel.hidden) return openPanel(false);
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const idle = event.target === document.body;
  if (Object.hasOwn(SHORTCUTS, event.key)) SHORTCUTS[event.key]();
  else if (idle && order.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) goTo(active);
  else return;
  event.preventDefault();
});
id("keys-door").addEventListener("click", () => help.showModal());
help.addEventListener("click", (event) => {
  if (event.target === help || event.target.closest("button")) help.close();
});
