// A whole filing: statements beside their pages.
const index = new Index(data.tables);
const leaf = new Leaf(document.getElementById("page"), data.palette, (place) => pick(place, true));
const table = new Table(document.getElementById("table"), pick);
leaf.node.classList.add("quiet");
zooming(leaf);
const byId = (id) => document.getElementById(id);
const pages = new Map(data.pages.map((page) => [page.number, page]));
const boxes = new Map(data.pages.map((page) => [page.number, []]));
for (const [place, { line, cell }] of index.cells) {
  if (cell.state === "blank") continue;
  const known = { label: line.label, item: line.item || "", value: cell.value === null ? "" : `${money(cell.value)} ${cell.unit}`, proof: cell.state === "number" ? cell.proof : cell.state };
  boxes.get(cell.page)?.push({ stage: "proof", kind: cell.state === "number" ? cell.proof : "nil", box: cell.box, text: "", known, place: place.split(",").map(Number) });
}
const findings = data.tables.findings.filter((finding) => finding.page && pages.has(finding.page));
let sheet = data.tables.sheets[0]?.id ?? null, picked = null, at = -1, hits = [], hit = -1;

function turn(number) {
  if (!pages.has(number)) return;
  if (leaf.page?.number !== number) {
    leaf.show(pages.get(number), `${data.filing.source}, ${t("page")} ${number}`);
    leaf.draw(boxes.get(number));
    leaf.node.closest(".scroll").scrollTop = 0;
  }
  byId("number").textContent = `${t("page")} ${number} ${t("of")} ${data.count}`;
  const order = [...pages.keys()], here = order.indexOf(number);
  byId("back").disabled = here <= 0;
  byId("on").disabled = here >= order.length - 1;
}

function open(id) {
  if (id === null) return;
  sheet = id;
  byId("statement").value = id;
  table.draw(data.tables.sheets.filter((one) => one.id === id));
  const first = data.tables.sheets.find((one) => one.id === id).lines[0];
  if (first) turn(first.page);
}

function pick(place, focus = false) {
  if (place[0] !== sheet) open(place[0]);
  picked = place;
  about(byId("about"), index, place, data.names, pick); // first: it takes room from the table
  const where = index.box(place);
  if (where) { turn(where.page); leaf.mark(where.box); }
  table.mark(place, focus);
}

function showFinding(step) {
  if (!findings.length) return;
  at = (at + step + findings.length) % findings.length;
  const finding = findings[at];
  if (finding.place) pick(finding.place.filter((part) => part !== null));
  else { turn(finding.page); table.mark(null); about(byId("about"), index, null, data.names, pick); }
  if (finding.box) leaf.mark(finding.box);
  byId("about").prepend(el("p", { style: "margin:0 0 .4rem" }, el("span", { class: `tag ${finding.severity}` }, finding.code), ` ${finding.message}`));
  tell();
}

function tell() {
  byId("finding").textContent = findings.length ? `${at < 0 ? "" : `${at + 1} / `}${findings.length} ${t("findings")}` : t("clean");
  byId("next").disabled = byId("previous").disabled = !findings.length;
}

function find(text) {
  const wanted = text.normalize("NFKC").toLowerCase().replace(/[\s,]/g, "");
  hits = wanted ? [...index.cells.entries()].filter(([, { line, cell }]) => [line.label, line.item || "", cell.text, (data.names[line.item] || []).join(" ")]
    .some((part) => part.normalize("NFKC").toLowerCase().replace(/[\s,]/g, "").includes(wanted))).map(([place]) => place.split(",").map(Number)) : [];
  const lines = new Set();
  hits = hits.filter((place) => { const line = key(place.slice(0, 2)); const fresh = !lines.has(line); lines.add(line); return fresh; });
  hit = -1;
  byId("hits").textContent = wanted ? (hits.length ? `${hits.length} ${t("hits")}` : t("noHits")) : "";
}

byId("statement").addEventListener("change", (event) => { picked = null; open(Number(event.target.value)); about(byId("about"), index, null, data.names, pick); });
byId("search").addEventListener("input", (event) => { find(event.target.value); if (hits.length) pick(hits[hit = 0]); });
byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter" && hits.length) { hit = (hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length; pick(hits[hit]); byId("hits").textContent = `${hit + 1} / ${hits.length}`; } });
byId("next").addEventListener("click", () => showFinding(1));
byId("previous").addEventListener("click", () => showFinding(at < 0 ? 0 : -1));
const beside = (step) => { const order = [...pages.keys()]; turn(order[order.indexOf(leaf.page.number) + step]); };
byId("back").addEventListener("click", () => beside(-1));
byId("on").addEventListener("click", () => beside(1));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") showFinding(1);
  if (event.key === "p") showFinding(at < 0 ? 0 : -1);
  if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
});

speak(() => {
  const { company_name: company, source, fiscal_year: year, fiscal_period: period } = data.filing;
  byId("title").textContent = company || source;
  byId("under").textContent = [company ? source : "", year ? `${year} ${period || ""}` : "", data.filing.accounting_standard].filter(Boolean).join(" · ");
  byId("search").placeholder = t("search");
  byId("statement").replaceChildren(...data.tables.sheets.map((one) => el("option", { value: one.id }, `${sheetName(one)} · ${t("page")} ${one.lines[0]?.page ?? ""}`)));
  legend(byId("legend"));
  leaf.page = null;
  tell();
  if (picked) { const place = picked; open(place[0]); pick(place); } else { open(sheet); about(byId("about"), index, null, data.names, pick); }
});
