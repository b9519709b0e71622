// What is said of the pictures, in the page's language: the data say it in one and have the other beside it.
const messages = new Map(Object.entries(data.messages));
const tellings = []; // where each text stands, under which name, and what it was

function hear(place, names = Object.keys(place)) {
  for (const name of names) if (messages.has(place[name])) tellings.push([place, name, place[name]]);
}
for (const row of [reference, ...rows]) {
  hear(row, ["problem"]);
  hear(row.notes || []);
  hear(row.flags || {});
}
for (const column of columns) hear(column.problems);
for (const node of document.querySelectorAll("[data-said]")) hear(node, ["textContent"]);

function retell() {
  for (const [place, name, text] of tellings) place[name] = state.lang === data.lang ? text : messages.get(text);
  keys.delete("_notes"); // their order is another one
}
