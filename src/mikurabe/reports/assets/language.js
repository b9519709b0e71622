// The page's two languages: every element that says a word carries its key. What was composed stays as it was made.
choices.push({
  write(out) { if (state.lang !== data.lang) out.set("lang", state.lang); },
  read(given) {
    state.lang = Object.hasOwn(data.words, given.get("lang")) ? given.get("lang") : data.lang;
    speak();
  },
});

function speak() {
  words = data.words[state.lang];
  if (root.lang !== state.lang) {
    root.lang = state.lang;
    retell();
    for (const node of every("[data-word]")) node.textContent = filled(words[node.dataset.word], node.dataset);
    for (const name of ["title", "placeholder", "aria-label"]) {
      for (const node of every(`[data-word-${name}]`)) attribute(node, name, words[node.getAttribute(`data-word-${name}`)]);
    }
  }
  press("lang", (lang) => lang === state.lang);
  namePanel();
}

on(id("languages"), "click", ({ target }) => {
  if (!target.dataset.lang) return;
  state.lang = target.dataset.lang;
  speak();
  changed();
});
