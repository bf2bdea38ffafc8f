"use strict";
// What the three pages share: words in two languages, the page under its boxes, the printed table, what is known of a cell.

const WORDS = {
  en: { words: "Words", spans: "Statements", grid: "Grid", items: "Items", proof: "Proof", ledger: "Ledger", stages: "Stages", page: "page", of: "of", line: "Line",
    label: "Label", item: "Item", none: "unmapped", method: "method", element: "element", value: "Value", printed: "printed", period: "period", unit: "unit", proofIs: "proof", reader: "reader",
    findings: "findings", checks: "Checks", noChecks: "No identity reaches this cell.", runners: "runners-up", others: "other readers", score: "score", margin: "margin",
    proved: "proved", tied: "tied", unproved: "unproved", contradicted: "contradicted", pick: "Choose a value or a box to see what is known of it.", consolidated: "consolidated",
    own: "own", search: "Search label, item or amount", next: "Next finding", previous: "Previous finding", noHits: "nothing found", hits: "found", statement: "Statement",
    component: "component", holds: "holds", fails: "fails", trial: "proves nothing by itself", typeset: "Set from the text layer: no picture of this page here.",
    clean: "No findings.", language: "日本語", pageView: "Page image", tableView: "Statement as extracted", noTable: "No statement on this page.", skip: "Skip to the table",
    balance_sheet: "Balance sheet", other_tables: "Other table", income_statement: "Income statement", comprehensive_income: "Comprehensive income", changes_in_equity: "Changes in equity",
    cash_flows: "Cash flows", financial_summary: "Financial summary", zoom: "Zoom", nearer: "Nearer", farther: "Farther", noteMark: "note" },
  ja: { words: "文字", spans: "計算書", grid: "表", items: "科目", proof: "検証", ledger: "台帳", stages: "段階", page: "ページ", of: "/", line: "行",
    label: "表示科目", item: "標準科目", none: "未対応", method: "方法", element: "要素", value: "金額", printed: "印字", period: "期間", unit: "単位", proofIs: "検証", reader: "読取",
    findings: "指摘", checks: "検算", noChecks: "このセルに及ぶ検算式はありません。", runners: "次点", others: "他の読取", score: "得点", margin: "差",
    proved: "検算済", tied: "一致", unproved: "未検算", contradicted: "矛盾", pick: "金額または枠を選ぶと詳細を表示します。", consolidated: "連結",
    own: "単体", search: "科目・金額を検索", next: "次の指摘", previous: "前の指摘", noHits: "該当なし", hits: "件", statement: "計算書",
    component: "資本項目", holds: "成立", fails: "不成立", trial: "単独では証拠にならない", typeset: "文字情報から組んだ表示です（この頁の画像はありません）。",
    clean: "指摘はありません。", language: "English", pageView: "ページ画像", tableView: "抽出結果", noTable: "このページに計算書はありません。", skip: "表へ移動",
    balance_sheet: "貸借対照表", other_tables: "その他の表", income_statement: "損益計算書", comprehensive_income: "包括利益計算書", changes_in_equity: "株主資本等変動計算書",
    cash_flows: "キャッシュ・フロー計算書", financial_summary: "主要な経営指標等", zoom: "倍率", nearer: "拡大", farther: "縮小", noteMark: "注記" },
};
const SIGNS = { proved: "✓", tied: "=", unproved: "·", contradicted: "✗" };
const data = JSON.parse(document.getElementById("data").textContent);
let language = recall("extractor-language") || ((navigator.language || "en").startsWith("ja") ? "ja" : "en");

function recall(key) { try { return localStorage.getItem(key); } catch { return null; } }
function remember(key, value) { try { localStorage.setItem(key, value); } catch { /* a page opened from a file may have no storage */ } }
const t = (key) => WORDS[language][key] ?? WORDS.en[key] ?? key;

/** An element: attributes by name, `on…` as listeners, children as nodes or text. */
function el(tag, attributes = {}, ...children) {
  const svg = ["svg", "rect", "text", "line", "g", "title"].includes(tag);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
const key = (place) => place.join(",");
const money = (text) => text === null || text === undefined ? "" : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "").replace(/^-/, "−").replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
const span = (cell) => !cell.end ? "" : cell.start ? `${cell.start} – ${cell.end}` : cell.end;
const sheetName = (sheet) => [sheet.title || t(sheet.statement), sheet.consolidated === null ? null : t(sheet.consolidated ? "consolidated" : "own")].filter(Boolean).join(" · ");

/** Calls `draw` now and whenever the language changes; the button says the other language's name. */
function speak(draw) {
  const button = document.getElementById("language");
  const all = () => {
    document.documentElement.lang = language;
    button.textContent = t("language");
    button.lang = language === "ja" ? "en" : "ja";
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute(node.dataset.on || "aria-label", t(node.dataset.label));
    draw();
  };
  button.addEventListener("click", () => { language = language === "ja" ? "en" : "ja"; remember("extractor-language", language); all(); });
  all();
}

/** A page: its picture, or its words set anew, under layers of boxes in points. */
class Leaf {
  constructor(host, palette, onPick) {
    this.palette = palette;
    this.shapes = [];
    this.shown = new Set();
    this.onPick = onPick;
    this.node = host.appendChild(el("div", { class: "leaf" }));
    this.tip = document.body.appendChild(el("div", { id: "tip", role: "tooltip", hidden: true }));
    this.node.addEventListener("pointermove", (event) => this.#hover(event));
    this.node.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.node.addEventListener("click", (event) => { const hit = this.#under(event).find((shape) => shape.place); if (hit) this.onPick(hit.place); });
  }

  /** Makes the page larger or smaller: 1 fits the pane. */
  zoom(by) {
    this.scale = Math.min(4, Math.max(1, (this.scale || 1) * by));
    const host = this.node.closest(".scroll"), middle = (host.scrollTop + host.clientHeight / 2) / host.scrollHeight;
    this.node.style.width = `${Math.round(this.scale * 100)}%`;
    host.scrollTop = middle * host.scrollHeight - host.clientHeight / 2;
    const mark = this.over?.querySelector("#mark");
    if (mark) mark.scrollIntoView({ block: "center", inline: "center" });
  }

  show(page, alt) {
    this.page = page;
    this.node.style.aspectRatio = `${page.width} / ${page.height}`;
    this.node.dataset.page = page.number;
    const view = `0 0 ${page.width} ${page.height}`;
    const under = page.image ? el("img", { src: page.image, alt }) : this.#type(page, view, alt);
    this.over = el("svg", { class: "over", viewBox: view, "aria-hidden": "true" });
    this.node.replaceChildren(under, this.over);
  }

  #type(page, view, alt) {
    const svg = el("svg", { class: "type", viewBox: view, role: "img", "aria-label": `${alt}. ${t("typeset")}` });
    for (const [x0, top, x1, bottom] of page.rules) svg.append(el("rect", { x: x0, y: top, width: Math.max(x1 - x0, 0.5), height: Math.max(bottom - top, 0.5), fill: "#555" }));
    for (const [text, x0, top, x1, bottom, size] of page.words) {
      svg.append(el("text", { x: x0, y: top + (bottom - top) * 0.8, "font-size": size * 0.92, textLength: Math.max(x1 - x0, 1), lengthAdjust: "spacingAndGlyphs" }, text));
    }
    return svg;
  }

  /** Draws these shapes, and only them. */
  draw(shapes) {
    this.shapes = shapes;
    const groups = shapes.map((shape) => {
      const [x0, top, x1, bottom] = shape.box;
      const [stroke, strength] = this.palette[shape.kind];
      const loud = ["unclaimed", "contradicted", "unmapped", "differs"].includes(shape.kind);
      return el("rect", { x: x0, y: top, width: Math.max(x1 - x0, 0.6), height: Math.max(bottom - top, 0.6), fill: stroke, "fill-opacity": strength, stroke,
        "stroke-opacity": ["row", "blank", "word"].includes(shape.kind) ? 0.35 : 1, class: loud ? "loud" : null, "data-kind": shape.kind, "data-stage": shape.stage, "data-place": shape.place ? key(shape.place) : null });
    });
    const texts = shapes.filter((shape) => shape.text).map((shape) => {
      const [x0, top, x1, bottom] = shape.box;
      const where = shape.kind === "span" ? { x: x0 + 2, y: bottom + 7 } : shape.stage === "grid" ? { x: x0 - 3, y: (top + bottom) / 2 + 2, "text-anchor": "end" }
        : { x: x1 + 2, y: (top + bottom) / 2 + 2 };
      return el("text", { ...where, fill: this.palette[shape.kind][0] }, shape.text);
    });
    this.over.replaceChildren(...groups, ...texts);
  }

  /** Lights up a box and brings it into view. */
  mark(box) {
    this.over.querySelector("#mark")?.remove();
    if (!box) return;
    const [x0, top, x1, bottom] = box;
    const mark = el("rect", { id: "mark", x: x0 - 1.5, y: top - 1.5, width: x1 - x0 + 3, height: bottom - top + 3, rx: 1.5 });
    this.over.append(mark);
    const host = this.node.closest(".scroll"), seen = host.getBoundingClientRect(), at = mark.getBoundingClientRect();
    if (at.top < seen.top || at.bottom > seen.bottom) host.scrollTop += at.top - seen.top - seen.height / 3;
    if (at.left < seen.left || at.right > seen.right) host.scrollLeft += at.left - seen.left - seen.width / 2;
  }

  #under(event) {
    const frame = this.node.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width * this.page.width, y = (event.clientY - frame.top) / frame.height * this.page.height;
    const area = ({ box: [x0, top, x1, bottom] }) => (x1 - x0) * (bottom - top);
    return this.shapes.filter(({ box: [x0, top, x1, bottom] }) => x0 - 1 <= x && x <= x1 + 1 && top - 1 <= y && y <= bottom + 1).sort((a, b) => area(a) - area(b));
  }

  #hover(event) {
    const hits = this.#under(event).filter((shape) => shape.known).slice(0, 2);
    this.tip.hidden = hits.length === 0;
    this.node.style.cursor = hits.some((shape) => shape.place) ? "pointer" : "default";
    this.tip.replaceChildren(...hits.map((shape) => facts(shape.known)));
    const wide = this.tip.offsetWidth, high = this.tip.offsetHeight;
    this.tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - wide - 6))}px`;
    this.tip.style.top = `${event.clientY + 18 + high > innerHeight ? Math.max(4, event.clientY - high - 10) : event.clientY + 18}px`;
  }
}

/** The buttons of a page's zoom, and the keys + and -. */
function zooming(leaf) {
  for (const [id, by] of [["nearer", 1.25], ["farther", 0.8]]) document.getElementById(id).addEventListener("click", () => leaf.zoom(by));
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") leaf.zoom(1.25);
    if (event.key === "-") leaf.zoom(0.8);
  });
}

function facts(known) {
  const rows = Object.entries(known).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, t(name)), el("dd", {}, String(value))]));
}

/** A statement as extracted. Values are buttons in one tab stop; arrow keys move among them. */
class Table {
  constructor(host, onPick) {
    this.host = host;
    this.onPick = onPick;
    host.addEventListener("click", (event) => { const cell = event.target.closest(".cell"); if (cell) onPick(cell.dataset.place.split(",").map(Number)); });
    host.addEventListener("keydown", (event) => this.#move(event));
  }

  draw(sheets, note = "") {
    this.host.replaceChildren(...(sheets.length ? sheets.map((sheet) => this.#sheet(sheet, note)) : [el("p", { class: "soft", style: "padding:.9rem" }, t("noTable"))]));
    const first = this.host.querySelector(".cell");
    if (first) first.tabIndex = 0;
  }

  #sheet(sheet, note) {
    const head = sheet.columns.map((column) => el("th", { scope: "col" }, column.label, el("br"), el("span", { class: "soft" }, span(column))));
    return el("table", { "data-sheet": sheet.id }, el("caption", {}, sheetName(sheet), note ? el("small", {}, note) : null),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("label")), ...head)), el("tbody", {}, ...sheet.lines.map((line) => this.#row(sheet, line))));
  }

  #row(sheet, line) {
    const item = line.heading && !line.item ? null : el("span", { class: `item ${line.kind}`, title: line.method ? `${t("method")}: ${line.method}` : null }, line.item || t("none"));
    const cells = new Map(line.cells.map((cell) => [cell.column, cell]));
    const row = el("tr", { class: line.heading ? "heading" : null, "data-line": key([sheet.id, line.line]) },
      el("th", { scope: "row", style: `padding-left:${0.9 + Math.min(line.depth, 8) * 0.75}rem` }, line.label || "—", item));
    for (const column of sheet.columns.keys()) {
      const cell = cells.get(column);
      row.append(el("td", {}, cell ? this.#cell(sheet, line, cell) : null));
    }
    return row;
  }

  #cell(sheet, line, cell) {
    const number = cell.state === "number";
    const sign = number ? SIGNS[cell.proof] : "";
    const said = `${line.label}, ${cell.text || "—"}, ${number ? t(cell.proof) : cell.state}`;
    return el("button", { type: "button", class: `cell ${number ? cell.proof : cell.state}`, tabindex: -1, "data-place": key([sheet.id, line.line, cell.column]), "data-sign": sign, "aria-label": said }, cell.text || "·");
  }

  /** Marks a row and, if there is one, a cell; scrolls to it. */
  mark(place, focus = false) {
    for (const old of this.host.querySelectorAll("tr.here")) old.classList.remove("here");
    for (const old of this.host.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    if (!place) return;
    const row = this.host.querySelector(`tr[data-line="${place[0]},${place[1]}"]`);
    const cell = this.host.querySelector(`.cell[data-place="${key(place)}"]`);
    row?.classList.add("here");
    if (cell) { cell.setAttribute("aria-current", "true"); this.#only(cell); if (focus) cell.focus({ preventScroll: true }); }
    const host = this.host.closest(".scroll") || this.host;
    if (row) {
      const seen = host.getBoundingClientRect(), at = row.getBoundingClientRect();
      if (at.top < seen.top + 40 || at.bottom > seen.bottom) host.scrollTop += at.top - seen.top - seen.height / 3;
    }
  }

  #only(cell) {
    for (const other of this.host.querySelectorAll('.cell[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  #move(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const cell = event.target.closest(".cell");
    if (!step || !cell) return;
    event.preventDefault();
    const column = cell.parentNode.cellIndex;
    let next = null;
    if (step[1]) next = cell.closest("tr").cells[column + step[1]]?.querySelector(".cell");
    else {
      let row = cell.closest("tr");
      do row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && !row.cells[column]?.querySelector(".cell"));
      next = row?.cells[column].querySelector(".cell");
    }
    if (next) { this.#only(next); next.focus(); this.onPick(next.dataset.place.split(",").map(Number)); }
  }
}

/** Finds lines and cells by place. */
class Index {
  constructor(tables) {
    this.tables = tables;
    this.lines = new Map();
    this.cells = new Map();
    for (const sheet of tables.sheets) for (const line of sheet.lines) {
      this.lines.set(key([sheet.id, line.line]), { sheet, line });
      for (const cell of line.cells) this.cells.set(key([sheet.id, line.line, cell.column]), { sheet, line, cell });
    }
  }
  line(place) { return this.lines.get(key(place.slice(0, 2))); }
  cell(place) { return this.cells.get(key(place)); }
  /** The box of a cell, or of its line. */
  box(place) { const found = this.cell(place) || this.line(place); return found && { page: (found.cell || found.line).page, box: (found.cell || found.line).box }; }
}

/** What is known of a place, with the identities it takes part in. */
function about(host, index, place, names, onPick) {
  const found = place && (index.cell(place) || index.line(place));
  if (!found) { host.replaceChildren(el("p", { class: "soft", style: "margin:0" }, t("pick"))); return; }
  const { line, cell } = found;
  const name = names[line.item]?.[language === "ja" ? 0 : 1];
  const known = { [t("item")]: line.item ? `${line.item}${name ? ` · ${name}` : ""}` : t("none"), [t("method")]: line.method ? `${line.method}${line.score !== null ? ` ${line.score}` : ""}` : "",
    [t("element")]: line.element, [t("runners")]: line.runners.map(([item, score]) => `${item} (${score})`).join(", ") };
  if (cell) Object.assign(known, { [t("value")]: cell.value === null ? cell.state : `${money(cell.value)} ${cell.unit}`, [t("printed")]: cell.text, [t("period")]: span(cell), [t("component")]: cell.component,
    [t("proofIs")]: cell.state === "number" ? `${SIGNS[cell.proof]} ${t(cell.proof)}` : "", [t("reader")]: cell.reader, [t("others")]: cell.others.map(([who, text]) => `${who}: ${text || "—"}`).join(", "), [t("findings")]: cell.findings.join(", ") });
  const checks = cell ? cell.checks.map((number) => sum(index, index.tables.checks[number], onPick)) : [];
  host.replaceChildren(el("h2", {}, line.label || "—", el("span", { class: "code" }, `${t("line")} ${line.line} · ${t("page")} ${line.page}`)), facts(known),
    cell && cell.state === "number" ? el("ul", { class: "checks", "aria-label": t("checks") }, ...(checks.length ? checks : [el("li", { class: "soft" }, t("noChecks"))])) : "");
}

function sum(index, check, onPick) {
  const link = (place, text) => {
    const found = index.cell(place);
    return found ? el("button", { type: "button", title: found.line.label, "aria-label": `${found.line.label} ${text}`, onclick: () => onPick(place) }, text) : el("span", {}, text);
  };
  const members = check.members.flatMap(([sheet, line, column, weight, value], at) => {
    const sign = weight < 0 ? " − " : at ? " + " : "";
    return [`${sign}${Math.abs(weight) === 1 ? "" : `${Math.abs(weight)} × `}`, link([sheet, line, column], money(value))];
  });
  const bounds = check.low === check.high ? "" : ` [${money(check.low)}, ${money(check.high)}]`;
  return el("li", {}, el("span", { class: check.holds ? "holds" : "fails" }, check.holds ? "✓ " : "✗ "), el("span", { class: "sum" }, link(check.total, money(check.found)), " = ", ...members, el("span", { class: "soft" }, bounds)),
    " ", el("span", { class: "tag info" }, check.kind), check.decisive ? null : el("span", { class: "soft" }, ` ${t("trial")}`));
}

function legend(host) {
  host.replaceChildren(...Object.entries(SIGNS).flatMap(([proof, sign]) => [el("b", { style: `color:var(--${proof})` }, sign), ` ${t(proof)}  `]));
}
