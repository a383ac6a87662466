/* What is printed and downloaded of a guided template: the paper with what was written on it.

   A part that is still empty keeps its lines, for a pen. */

import { minutesOf } from "./guided-timetable.js";

// Of the file, which is read on its own, without our style sheets.
const STYLE = `
@page { margin: 18mm 16mm; size: A4 }
body { color: #1d2b2a; font: 11pt/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 48rem; padding: 0 1rem }
h1 { line-height: 1.2; margin: 0 0 .5rem }
h2 { break-after: avoid; font-size: 1em; margin: 0 0 .25rem }
p { margin: 0; white-space: pre-line }
.guided-date { margin-bottom: 1rem }
.guided-date span:empty { border-bottom: 1px solid; display: inline-block; width: 10rem }
.guided-part { border-top: 1px solid #dfd6c6; padding: .6rem 0 }
.guided-hint { color: #50605d }
.guided-example { border-inline-start: 4px solid #a4461d; margin: .5rem 0; padding-inline-start: 1rem }
table { border-collapse: collapse; margin-top: .5rem; table-layout: fixed; width: 100% }
thead th:first-child { width: 20% }
thead th:nth-child(3) { width: 16% }
thead th:last-child { width: 10% }
th, td { border: 1px solid #7a7f77; overflow-wrap: anywhere; padding: .35rem .5rem; text-align: start; vertical-align: top; white-space: pre-line }
td:empty { height: 3rem }
[dir="auto"] { text-align: -webkit-match-parent; text-align: match-parent }
tr, .guided-part:not([data-kind="timetable"]) { break-inside: avoid }
.guided-lines, .guided-lines[data-lines="3"]::before, .guided-lines[data-lines="3"]::after { border-bottom: 1px solid #7a7f77; display: block; padding-top: 2rem }
.guided-lines[data-lines="3"] { padding: 0 0 2rem }
.guided-lines[data-lines="3"]::before, .guided-lines[data-lines="3"]::after { content: "" }
.checklist { list-style: none; margin: 0; padding: 0 }
.checklist li::before { content: "\\2610  " }
@media print, (min-width: 40rem) {
  .is-written .guided-part:not([data-kind="timetable"]) { column-gap: 1rem; display: grid; grid-template-columns: 20% 1fr }
}
@media print { body { font-size: 10pt; margin: 0; max-width: none; padding: 0 } }`;

/* A timetable begins with steps that the template names: by themselves they are nothing written. */
function isWritten(part, value) {
  if (!Array.isArray(value)) return value.trim();
  const named = [...part.querySelectorAll("tbody th")].map((cell) => cell.textContent);
  return value.some(
    ({ step, what, method, minutes }, number) =>
      what || method || minutes || step !== (named[number] ?? ""),
  );
}

/* ``paper`` is the template as the server wrote it; ``values`` what was written, by key. */
export function sheetOf(paper, values, language) {
  const sheet = document.createElement("div");
  sheet.classList.add("guided-sheet", "print-only");
  sheet.append(...paper.cloneNode(true).children);
  const parts = [...sheet.querySelectorAll(".guided-part")];
  const whole = parts.some((part) => isWritten(part, values[part.dataset.key]));
  sheet.classList.toggle("is-written", whole);
  const rest = whole ? ", .guided-hint, .guided-example" : "";
  for (const tag of sheet.querySelectorAll(`template, .guided-intro${rest}`)) tag.remove();
  for (const label of sheet.querySelectorAll("label")) label.replaceWith(label.textContent);
  for (const tag of sheet.querySelectorAll("[id]")) tag.removeAttribute("id");
  const today = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date());
  if (whole) sheet.querySelector(".guided-date span").textContent = today;
  for (const part of parts) fill(part, values[part.dataset.key]);
  return sheet;
}

function fill(part, value) {
  if (!isWritten(part, value)) return;
  const slot = part.querySelector(".guided-slot");
  if (part.dataset.kind === "timetable") return fillTable(slot, value);
  const line = [...slot.children].find(({ dataset }) => dataset.line === value);
  slot.replaceWith(written("p", line ? line.textContent : value));
}

function fillTable(table, rows) {
  const begun = rows.filter((row) => Object.values(row).some((text) => text.trim()));
  const lines = begun.map(({ step, what, method, minutes }) => {
    const line = document.createElement("tr");
    line.append(written("th", step), ...[what, method, minutes].map((text) => written("td", text)));
    line.firstChild.scope = "row";
    return line;
  });
  table.querySelector("tbody").replaceChildren(...lines);
  table.querySelector("tfoot td").textContent = minutesOf(rows);
}

function written(name, text) {
  const tag = document.createElement(name);
  tag.className = "guided-answer";
  tag.dir = "auto";
  tag.textContent = text;
  return tag;
}

/* A file that needs nothing else: it is read, and printed, without a connection. Its language and
   direction are those of the ``place`` that it comes from. */
export function download(sheet, place) {
  const { lang } = place.closest("[lang]");
  const { direction } = getComputedStyle(place);
  sheet.classList.remove("print-only");
  const title = sheet.querySelector("h2").textContent;
  const head = document.createElement("title");
  head.textContent = title;
  const body = sheet.outerHTML.replaceAll(/(<\/?)h(\d)/g, (_all, start, rank) => `${start}h${rank - 1}`);
  const page = `<!doctype html><html lang="${lang}" dir="${direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${head.outerHTML}
<style>${STYLE}</style></head><body>${body}</body></html>`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/html;charset=utf-8" }));
  link.download = `${title.replaceAll(/[\\/:*?"<>|.]+/g, " ").trim()}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
