// One page, stage by stage.
const index = new Index(data.tables);
const leaf = new Leaf(document.getElementById("page"), data.palette, pick);
const table = new Table(document.getElementById("table"), pick);
const on = new Set(data.start);
let picked = null;
zooming(leaf);

function pick(place) {
  picked = place;
  const at = index.box(place);
  about(document.getElementById("about"), index, place, data.names, pick); // first: it takes room from the table
  leaf.mark(at && at.page === data.page.number ? at.box : null);
  table.mark(place);
}

function redraw() {
  leaf.draw(data.stages.filter(({ stage }) => on.has(stage)).flatMap(({ shapes }) => shapes));
  if (picked) pick(picked);
}

function toggle(stage) {
  on.has(stage) ? on.delete(stage) : on.add(stage);
  for (const button of document.querySelectorAll("#stages button")) button.setAttribute("aria-pressed", on.has(button.dataset.stage));
  redraw();
}

document.addEventListener("keydown", (event) => {
  const stage = data.stages[Number(event.key) - 1]?.stage;
  if (stage && !event.ctrlKey && !event.metaKey && !event.altKey) toggle(stage);
});

speak(() => {
  document.getElementById("title").textContent = `${data.source} · ${t("page")} ${data.page.number} ${t("of")} ${data.count}`;
  document.getElementById("under").textContent = data.tables.sheets.map(sheetName).join(" · ") || t("noTable");
  document.getElementById("stages").replaceChildren(...data.stages.map(({ stage, shapes }, at) =>
    el("button", { type: "button", "data-stage": stage, "aria-pressed": String(on.has(stage)), title: `${shapes.length}`, onclick: () => toggle(stage) }, el("kbd", {}, at + 1), ` ${t(stage)}`)));
  leaf.show(data.page, `${data.source}, ${t("page")} ${data.page.number}`);
  table.draw(data.tables.sheets);
  about(document.getElementById("about"), index, picked, data.names, pick);
  redraw();
});
