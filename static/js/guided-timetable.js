/* The timetable of a guided template: steps that are added, moved up and taken out. Whatever a
   button does, or cannot do, is said. */

import { say, worded } from "./guided-words.js";

const MOST_ROWS = 30;

export class Timetable {
  #table;
  #list;
  #row;
  #names;

  constructor(part, rows) {
    const heading = part.querySelector("h3");
    const table = rows.content.querySelector(".guided-timetable").cloneNode(true);
    this.id = heading.id;
    this.#table = table;
    this.#row = rows.content.querySelector(".guided-row").parentElement;
    this.#names = [...part.querySelectorAll("tbody th")].map((cell) => cell.textContent);
    this.#list = table.querySelector(".guided-rows");
    table.setAttribute("aria-labelledby", heading.id);
    table.setAttribute("aria-describedby", part.querySelector(".guided-hint").id);
    table.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    table.addEventListener("input", () => this.#say());
    part.querySelector(".guided-slot").replaceWith(table);
    this.value = null;
  }

  get value() {
    return this.#rows.map((row) => {
      const parts = [...row.querySelectorAll("[data-part]")];
      return Object.fromEntries(parts.map((field) => [field.dataset.part, field.value]));
    });
  }

  set value(rows) {
    const first = this.#names.length ? this.#names.map((step) => ({ step })) : [{}, {}, {}];
    this.#list.replaceChildren(...(Array.isArray(rows) ? rows : first).map((row) => this.#filled(row)));
    this.#number();
  }

  get isEmpty() {
    const begun = this.value.filter((row) => Object.values(row).some((text) => text.trim()));
    return !begun.length || begun.some((row) => !row.what.trim() || !row.minutes);
  }

  get #rows() {
    return [...this.#list.children];
  }

  #filled(row) {
    const item = this.#row.cloneNode(true);
    for (const field of item.querySelectorAll("[data-part]")) {
      field.value = row[field.dataset.part] ?? "";
    }
    return item;
  }

  /* Each row is a group with its number as name. */
  #number() {
    this.#rows.forEach((row, place) => {
      const legend = row.querySelector("legend");
      legend.textContent = worded(legend.dataset.step, { number: place + 1 });
    });
  }

  #click(button) {
    if (!button) return;
    const row = button.closest("li");
    const said = { add: () => this.#add(), up: () => this.#up(row), out: () => this.#takeOut(row) };
    const number = this.#rows.indexOf(row) + 1;
    const what = said[button.dataset.do]();
    this.#number();
    this.#say(what, what === "moved" ? number - 1 : number);
    this.#list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #add() {
    if (this.#rows.length >= MOST_ROWS) return "most";
    this.#list.append(this.#filled({}));
    this.#list.lastElementChild.querySelector("[data-part]").focus();
    return "";
  }

  #up(row) {
    if (row === this.#list.firstElementChild) return "first";
    row.previousElementSibling.before(row);
    row.querySelector('[data-do="up"]').focus(); // it was lost on the way
    return "moved";
  }

  #takeOut(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (!next) return "only";
    row.remove();
    next.querySelector("[data-part]").focus();
    return "out";
  }

  #say(what = "", number = 0) {
    const text = this.#table.dataset[what] ?? "";
    say(this.#table.querySelector(".guided-said"), worded(text, { number, most: MOST_ROWS }));
  }
}

export const minutesOf = (rows) => rows.reduce((sum, { minutes }) => sum + (Number(minutes) || 0), 0);
