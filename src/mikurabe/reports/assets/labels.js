// Labels: a person's word on a picture, 1 normal or 2 abnormal, 0 where nothing was said. They are kept in this browser
// under the key of this very list of pictures, and travel as labels.csv.
const labels = (() => {
  const of = new Uint8Array(rows.length);
  const KINDS = ["", "normal", "abnormal"]; // as in the file
  const shown = (kind) => (kind === 1 ? `○ ${words.normal}` : `× ${words.abnormal}`);
  const kept = `mikurabe labels ${data.labels}`;
  const list = pick("main");
  let storable = true;
  let picked = new Set(); // the rows that a key labels
  let anchor = 0; // the place that a range starts at
  let within = null; // the order in which that place counts
  let extending = false;

  function counts() {
    const many = [0, 0, 0];
    for (const kind of of) many[kind] += 1;
    return many;
  }

  // What a person sees of them in the list, which makes its rows anew whenever it likes.
  function mark() {
    for (const line of every("[data-place]", list)) {
      const at = order[line.dataset.place];
      line.classList.toggle("picked", picked.has(at));
      const { dataset } = pick(".name", line);
      delete dataset.labelled;
      if (of[at]) [dataset.labelled, dataset.sign] = [shown(of[at]), shown(of[at])[0]];
    }
  }

  function changed() {
    try {
      localStorage.setItem(kept, of.join(""));
    } catch {
      storable = false; // inside a notebook's frame, or where a browser keeps nothing: they live as long as the page
    }
    tell();
  }

  function tell() {
    const [, normal, abnormal] = counts();
    showText("label-count", normal + abnormal ? `${shown(1)} ${normal} · ${shown(2)} ${abnormal}` : "");
    id("label-lost").hidden = storable;
    id("label-save").disabled = normal + abnormal === 0;
    mark();
    document.dispatchEvent(new Event("labels"));
  }

  function recall() {
    try {
      const text = localStorage.getItem(kept) || "";
      if (text.length === of.length && /^[012]*$/.test(text)) of.set([...text].map(Number));
    } catch {
      storable = false;
    }
    tell();
  }

  // On the picture in the viewer, else on those chosen in the list: a range counts in the order that it was seen in.
  function put(kind, meant = viewer.row === undefined ? [...(within === order ? picked : [])] : [viewer.row]) {
    say(meant.length ? "" : words.label_nobody);
    for (const at of meant) of[at] = kind;
    if (meant.length) changed();
  }

  function say(text) {
    showText("label-said", text);
  }

  // ---- labels.csv ----
  const quoted = (text) => (/[\x22,\r\n]/.test(text) ? `\x22${text.replaceAll("\x22", "\x22\x22")}\x22` : text);
  const nameIn = (row) => row.exact ?? row.name;

  function toCsv() {
    const lines = rows.flatMap((row, at) => (of[at] ? [`${quoted(nameIn(row))},${KINDS[of[at]]}`] : []));
    return ["\ufeffname,label", ...lines, ""].join("\r\n"); // with the mark by which Excel knows UTF-8
  }

  function save() {
    const url = URL.createObjectURL(new Blob([toCsv()], { type: "text/csv" }));
    element("a", { href: url, download: "labels.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  function fromCsv(text) {
    const lines = [[]];
    for (const [, inQuotes, plain, end] of text.matchAll(/(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(,|\r\n|\r|\n|$)/g)) {
      lines[lines.length - 1].push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'));
      if (end !== ",") lines.push([]);
    }
    const [heading, ...rest] = lines.filter((cells) => cells.some(Boolean));
    const [byName, byLabel] = ["name", "label"].map((key) => (heading || []).findIndex((cell) => cell.trim().toLowerCase() === key));
    if (byName < 0 || byLabel < 0) return null;
    const places = new Map(rows.map((row, at) => [nameIn(row), at]));
    let read = 0;
    for (const cells of rest) {
      const at = places.get(cells[byName]);
      const word = (cells[byLabel] || "").trim().toLowerCase();
      const kind = Math.max(KINDS.indexOf(word), [undefined, words.normal, words.abnormal].indexOf(word));
      if (at === undefined || kind < 1) continue;
      of[at] = kind;
      read += 1;
    }
    return { read, left: rest.length - read };
  }

  async function load(file) {
    const bytes = await file.arrayBuffer();
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder("shift_jis").decode(bytes); // as a Japanese Excel saves CSV
    }
    const found = fromCsv(text);
    if (found) changed();
    say(filled(found ? words.labels_read : words.labels_unreadable, { file: file.name, ...found }));
  }

  // ---- choosing rows ----
  on(list, "focusin", ({ target }) => {
    const line = target.closest("[data-place]");
    if (!line) return;
    const place = Number(line.dataset.place);
    if (!extending || within !== order) anchor = place;
    within = order;
    picked = new Set(order.slice(Math.min(anchor, place), Math.max(anchor, place) + 1));
    mark();
  });
  on(document, "keydown", (event) => (extending = event.shiftKey && event.key !== "Tab"), true);
  for (const kind of ["mousedown", "click"]) {
    on(list, 
      kind,
      (event) => {
        extending = event.shiftKey;
        const line = extending && around(event, "[data-place]");
        if (!line) return;
        // A range, and neither marked text nor an opened picture.
        takeOver(event);
        event.stopPropagation();
        if (kind === "mousedown") goTo(Number(line.dataset.place));
      },
      true,
    );
  }
  on(document, "keydown", (event) => {
    if (event.defaultPrevented || chord(event) || !/^[012]$/.test(event.key)) return;
    if (event.target.matches("select, textarea, input:not([type=range], [type=checkbox])") || help.open) return;
    put(Number(event.key));
    takeOver(event);
  });
  on(id("label-keys"), "click", ({ target }) => {
    const button = target.closest("[data-kind]");
    if (button) put(Number(button.dataset.kind));
  });
  on(id("label-save"), "click", save);
  on(id("label-load"), "change", ({ target }) => {
    if (target.files.length) load(target.files[0]);
    target.value = ""; // else the same file again would be no change
  });
  on(window, "storage", ({ key }) => key === kept && recall()); // the same report in another window

  return {
    of,
    counts,
    put,
    tell,
    start() {
      new MutationObserver(mark).observe(list, { childList: true, subtree: true });
      recall();
    },
  };
})();
