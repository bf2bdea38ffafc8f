// Labels to decide, contradicted cells, findings: one at a time, by keyboard.
Object.assign(WORDS.en, { show: "Show", undo: "Undo", save: "Save decisions", apply: "Apply", queue: "Queue", candidates: "Candidates", filersOwn: "Filer's own", skipIt: "Skip",
  all: "Everything", unmappedOne: "no item", contradictedOne: "contradicted", findingOne: "finding", unmapped: "Labels without an item", contradictedCells: "Contradicted cells", finding: "Findings", findItem: "Search the taxonomy  ( / )", decided: "decided", remaining: "open",
  seenIn: "seen in", filings: "filings", lines: "lines", thousand: "thousand", decidedAs: "Decided", noCandidates: "No candidate came near: search, or mark as the filer's own.", nothing: "Nothing to review.",
  saved: "Saved:", applied: "aliases written. Next:", noCrop: "The filing's file is not at hand: no picture.", failing: "What fails", review: "Review", next: "next", skip: "Skip to the case" });
Object.assign(WORDS.ja, { show: "表示", undo: "取消", save: "判断を保存", apply: "適用", queue: "一覧", candidates: "候補", filersOwn: "会社固有", skipIt: "保留",
  all: "すべて", unmappedOne: "未対応", contradictedOne: "矛盾", findingOne: "指摘", unmapped: "未対応の科目", contradictedCells: "矛盾したセル", finding: "指摘", findItem: "標準科目を検索  ( / )", decided: "判断済", remaining: "残り",
  seenIn: "出現", filings: "書類", lines: "行", thousand: "千", decidedAs: "判断", noCandidates: "近い候補がありません。検索するか、会社固有としてください。", nothing: "確認するものはありません。",
  saved: "保存:", applied: "件の別名を書き込みました。次:", noCrop: "元の書類がないため画像はありません。", failing: "不成立の検算", review: "確認", next: "次", skip: "本文へ移動" });
WORDS.en.none = "no item"; WORDS.ja.none = "科目なし";
const FITS = { bs: ["bs", "note"], pl: ["pl", "ci", "note"], ci: ["pl", "ci"], ss: ["ss"], cf: ["cf"], summary: ["summary"] };
const byId = (id) => document.getElementById(id);
const cases = data.cases, store = `extractor-review ${data.lake}`;
const sameLabel = (one, other) => ["label", "scope", "statement", "section"].every((name) => (one[name] || "") === (other[name] || ""));
const decisions = new Map(); // case number -> {decision, item}
const undone = [];
let at = 0, kind = "all", leaf = null, options = [], option = -1;

const earlier = data.served ? data.decided : [...data.decided, ...JSON.parse(recall(store) || "[]")];
for (const row of earlier) {
  const number = cases.findIndex((one) => one.decide && sameLabel(one.decide, row));
  if (number >= 0 && row.decision) decisions.set(number, { decision: row.decision, item: row.item });
}
const orphans = data.decided.filter((row) => !cases.some((one) => one.decide && sameLabel(one.decide, row)));

const shown = () => cases.map((_, number) => number).filter((number) => kind === "all" || cases[number].kind === kind);
const nameOf = (item) => { const found = data.catalogue.find((entry) => entry[0] === item); return found ? found[language === "ja" ? 1 : 2] : ""; };
const rows = () => [...orphans, ...[...decisions].filter(([number]) => cases[number].decide).map(([number, made]) => ({ ...cases[number].decide, item: made.item || "", decision: made.decision }))];

function csv() {
  const quoted = (text) => /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [data.columns, ...rows().map((row) => data.columns.map((name) => quoted(String(row[name] ?? ""))))].map((row) => row.join(",")).join("\n") + "\n";
}

async function send(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Review": data.served }, body: JSON.stringify(body), keepalive: true });
  return answer.json();
}

function say(text, bad = false) {
  const message = byId("message");
  message.hidden = !text;
  message.textContent = text || "";
  message.className = bad ? "bad" : "";
}

/** Saves all decisions, each time after the last: the newest state is what stays. */
let saving = Promise.resolve(), unsaved = 0;
function keep() {
  if (!data.served) { remember(store, JSON.stringify(rows())); return saving; }
  const body = rows();
  document.body.dataset.unsaved = ++unsaved;
  saving = saving.then(() => send("decisions", body)).catch((error) => ({ error: String(error) })).then((answer) => {
    document.body.dataset.unsaved = --unsaved;
    if (answer.error) say(answer.error, true);
  });
  return saving;
}

function decide(decision, item = "") {
  if (!cases.length || (item && !cases[at].decide)) return;
  undone.push([at, decisions.get(at)]);
  decisions.set(at, { decision, item });
  say("");
  keep();
  const order = shown(), here = order.indexOf(at);
  const open = [...order.slice(here + 1), ...order.slice(0, here)].find((number) => !decisions.has(number));
  show(open ?? at);
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  const [number, before] = last;
  before ? decisions.set(number, before) : decisions.delete(number);
  keep();
  show(number);
}

function save() {
  if (data.served) { keep().then(() => say(`${t("saved")} ${rows().length}`)); return; }
  const link = el("a", { href: `data:text/csv;charset=utf-8,${encodeURIComponent(csv())}`, download: "decisions.csv" });
  document.body.append(link); link.click(); link.remove();
  say(`${t("saved")} decisions.csv · ${t("next")}: extractor review --apply decisions.csv --to aliases.csv`);
}

async function apply() {
  await keep();
  const answer = await send("apply", {});
  answer.error ? say(answer.error, true) : say(`${answer.made} ${t("applied")} ${answer.next}`);
}

function show(number) {
  at = number;
  const one = cases[at], host = byId("case");
  list();
  byId("decide").hidden = !one;
  if (!one) { host.replaceChildren(el("p", { class: "soft", style: "padding:1rem" }, t("nothing"))); return; }
  const made = decisions.get(at), item = made?.item;
  const facts = one.decide ? [one.decide.statement, one.decide.section, one.decide.scope, `${t("seenIn")} ${one.filings} ${t("filings")}, ${one.lines} ${t("lines")}`] : [t(one.statement)];
  const strip = el("div", { class: "strip" });
  host.replaceChildren(
    el("div", { class: "what" }, el("h2", {}, el("span", { class: `tag ${one.kind === "finding" ? one.severity : one.kind}` }, t(`${one.kind}One`)), ` ${one.label}`),
      el("div", { class: "soft" }, `${one.file} · ${t("page")} ${one.page}${one.line ? ` · ${t("line")} ${one.line}` : ""} · ${facts.filter(Boolean).join(" · ")}`),
      made ? el("p", { class: "made" }, `${t("decidedAs")}: ${made.decision === "item" ? item : t(made.decision === "own" ? "filersOwn" : "skipIt")}`) : null,
      ...one.messages.map((message) => el("p", { class: "soft", style: "margin:.2rem 0 0" }, message))),
    strip,
    one.checks.length ? el("div", { class: "what" }, el("h2", {}, t("failing")), ...one.checks.map((check) => el("p", { class: "code", style: "margin:.2rem 0" }, check))) : "",
    neighbours(one));
  host.scrollTop = 0;
  crop(one, strip);
  candidates(one);
  byId("find").value = "";
  offer([]);
}

async function crop(one, host) {
  if (one.crop === undefined || one.crop === null) {
    if (!data.served) { host.replaceChildren(el("p", { class: "soft" }, t("noCrop"))); return; }
    one.crop = await (await fetch(`crop/${cases.indexOf(one)}`)).json();
    if (!one.crop || one.crop.error) { host.replaceChildren(el("p", { class: "soft" }, one.crop?.error || t("noCrop"))); one.crop = null; return; }
  }
  if (!host.isConnected) return; // meanwhile another case is shown
  document.getElementById("tip")?.remove();
  leaf = new Leaf(host, data.palette, () => {});
  leaf.show(one.crop, `${one.file}, ${t("page")} ${one.page}: ${one.label}`);
  leaf.draw([]);
  leaf.mark(one.crop.box);
}

function neighbours(one) {
  if (!one.neighbours.length) return "";
  return el("table", {}, el("tbody", {}, ...one.neighbours.map((line) => el("tr", { class: line.here ? "here" : null },
    el("th", { scope: "row", style: `padding-left:${0.9 + line.depth * 0.75}rem` }, line.label || "—", el("span", { class: `item ${line.item ? "" : "unmapped"}` }, line.item || t("none"))),
    ...line.values.map(([text, proof]) => el("td", { class: `cell ${proof}`, "data-sign": SIGNS[proof] || "" }, `${text || "·"} ${SIGNS[proof] || ""}`))))));
}

function candidates(one) {
  byId("own").disabled = !one.decide;
  byId("find").disabled = !one.decide;
  const host = byId("candidates");
  host.replaceChildren(...one.candidates.slice(0, 3).map(([item, score], number) => el("button", { type: "button", "data-item": item, onclick: () => decide("item", item) },
    el("kbd", {}, number + 1), " ", el("b", {}, nameOf(item) || item), " ", el("span", { class: "code" }, item), score ? el("span", { class: "soft" }, ` ${Math.round(score * 100)} %`) : "")));
  if (one.decide && !one.candidates.length) host.replaceChildren(el("span", { class: "soft" }, t("noCandidates")));
}

function list() {
  const order = shown(), done = order.filter((number) => decisions.has(number)).length;
  byId("progress").textContent = `${done} ${t("decided")} · ${order.length - done} ${t("remaining")}`;
  byId("undo").disabled = !undone.length;
  byId("queue").replaceChildren(...order.map((number) => {
    const one = cases[number], made = decisions.get(number);
    const sign = made ? (made.decision === "item" ? "✓" : made.decision === "own" ? "◦" : "–") : "";
    return el("li", {}, el("button", { type: "button", class: made ? "done" : null, "data-case": number, "aria-current": number === at ? "true" : null, onclick: () => show(number) },
      el("span", { class: `dot ${one.kind === "finding" ? one.severity : one.kind}`, "aria-hidden": "true" }), el("span", { class: "name" }, one.label), el("span", { class: "soft" }, sign)));
  }));
  const here = byId("queue").querySelector("[aria-current]"), box = byId("queue").parentNode;
  if (here && (here.offsetTop < box.scrollTop || here.offsetTop > box.scrollTop + box.clientHeight - 40)) box.scrollTop = here.offsetTop - box.clientHeight / 3;
}

/** The taxonomy's items that fit the words typed: those of this statement and standard first. */
function search(text) {
  const one = cases[at], words = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length || !one?.decide) return [];
  const statements = FITS[one.decide.statement] || [], standard = one.decide.scope.split(":")[1];
  const scored = [];
  for (const entry of data.catalogue) {
    if (!statements.includes(entry[3])) continue;
    const all = `${entry[0]} ${entry[1]} ${entry[2]}`.normalize("NFKC").toLowerCase();
    if (!words.every((word) => all.includes(word))) continue;
    const exact = [entry[0], entry[1], entry[2].toLowerCase()].includes(text.trim().toLowerCase());
    scored.push([exact ? 0 : 1, entry[3] === one.decide.statement ? 0 : 1, entry[4].split(" ").includes(standard) ? 0 : 1, entry[1].length, entry]);
  }
  return scored.sort((a, b) => a[0] - b[0] || a[2] - b[2] || a[1] - b[1] || a[3] - b[3]).slice(0, 8).map((score) => score[4]);
}

function offer(found) {
  options = found;
  option = found.length ? 0 : -1;
  const host = byId("found");
  host.hidden = !found.length;
  byId("find").setAttribute("aria-expanded", String(found.length > 0));
  host.replaceChildren(...found.map((entry, number) => el("li", { role: "option", id: `option-${number}`, onmousedown: (event) => { event.preventDefault(); decide("item", entry[0]); } },
    el("b", {}, language === "ja" ? entry[1] : entry[2]), " ", el("span", { class: "code" }, entry[0]), el("span", { class: "soft" }, ` ${entry[3]} ${entry[4]}`))));
  point();
}

function point() {
  for (const [number, node] of [...byId("found").children].entries()) node.setAttribute("aria-selected", String(number === option));
  option < 0 ? byId("find").removeAttribute("aria-activedescendant") : byId("find").setAttribute("aria-activedescendant", `option-${option}`);
}

byId("find").addEventListener("input", (event) => offer(search(event.target.value)));
byId("find").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (options.length) { option = (option + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length; point(); } }
  if (event.key === "Enter" && option >= 0) { event.preventDefault(); decide("item", options[option][0]); byId("find").blur(); }
  if (event.key === "Escape") { event.target.value = ""; offer([]); byId("find").blur(); }
});
const step = (by) => { const order = shown(), here = order.indexOf(at); if (order.length) show(order[Math.max(0, Math.min(order.length - 1, here + by))]); };
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const one = cases[at], candidate = one?.candidates[Number(event.key) - 1];
  if (candidate && Number(event.key) <= 3) decide("item", candidate[0]);
  else if (event.key === "o" && one?.decide) decide("own");
  else if (event.key === "s") decide("skip");
  else if (event.key === "u") undo();
  else if (event.key === "e") save();
  else if (event.key === "j" || event.key === "ArrowDown") { event.preventDefault(); step(1); }
  else if (event.key === "k" || event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  else if (event.key === "/") { event.preventDefault(); byId("find").focus(); }
});
for (const [id, work] of [["own", () => decide("own")], ["skip", () => decide("skip")], ["undo", undo], ["save", save], ["apply", apply]]) byId(id).addEventListener("click", work);
byId("kind").addEventListener("change", (event) => { kind = event.target.value; show(shown()[0] ?? at); });
byId("apply").hidden = !data.served;
at = shown().find((number) => !decisions.has(number)) ?? 0;

speak(() => {
  byId("title").textContent = `${t("review")} · ${data.lake}`;
  byId("find").placeholder = t("findItem");
  byId("find").setAttribute("aria-label", t("findItem"));
  const counts = (name) => cases.filter((one) => name === "all" || one.kind === name).length;
  byId("kind").replaceChildren(...[["all", "all"], ["unmapped", "unmapped"], ["contradicted", "contradictedCells"], ["finding", "finding"]].filter(([name]) => counts(name)).map(([name, word]) => el("option", { value: name }, `${t(word)} (${counts(name)})`)));
  byId("kind").value = kind;
  show(at);
});
