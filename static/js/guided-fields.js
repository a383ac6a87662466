/* The fields of a guided template: each puts itself into the slot of its part, gives what is
   written in it, takes it back, and knows whether it is empty. */

const LONGEST = { line: 200, lines: 2000 };
const MOST_ROWS = 30;

/* ``rows`` is the template of a timetable and of its rows. */
export function fieldOf(part, rows) {
  if (part.dataset.kind === "timetable") return new Timetable(part, rows);
  return part.dataset.kind === "choice" ? new Choice(part) : new Field(part);
}

/* In the place of the slot: its heading names it, its hint describes it. */
function put(control, part) {
  control.setAttribute("aria-describedby", part.querySelector(".guided-hint").id);
  part.querySelector(".guided-slot").replaceWith(control);
}

class Field {
  constructor(part) {
    this.control = controlOf(part.dataset.kind);
    this.control.id = part.querySelector("label").htmlFor;
    this.control.autocomplete = "off";
    put(this.control, part);
  }

  get id() {
    return this.control.id;
  }

  get value() {
    return this.control.value;
  }

  set value(value) {
    this.control.value = typeof value === "string" ? value : "";
  }

  get isEmpty() {
    return !this.value.trim();
  }
}

function controlOf(kind) {
  const control = document.createElement(kind === "lines" ? "textarea" : "input");
  if (kind === "minutes") {
    Object.assign(control, { type: "number", min: 1, max: 600, step: 1, inputMode: "numeric" });
    return control;
  }
  control.maxLength = LONGEST[kind];
  control.dir = "auto";
  return control;
}

/* Its value is what Wagtail calls the line: the same in every language, whatever stands before it. */
class Choice {
  #radios;

  constructor(part) {
    this.id = part.querySelector("h3").id;
    const group = document.createElement("div");
    group.className = "guided-choices";
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-labelledby", this.id);
    group.append(...[...part.querySelectorAll("[data-line]")].map((line) => radioOf(line, this.id)));
    this.#radios = [...group.querySelectorAll("input")];
    put(group, part);
  }

  get value() {
    return this.#radios.find((radio) => radio.checked)?.value ?? "";
  }

  set value(value) {
    for (const radio of this.#radios) radio.checked = radio.value === value;
  }

  get isEmpty() {
    return !this.value;
  }
}

function radioOf(line, name) {
  const [label, radio, text] = ["label", "input", "span"].map((tag) => document.createElement(tag));
  label.className = "choice";
  Object.assign(radio, { type: "radio", name, value: line.dataset.line });
  Object.assign(text, { dir: "auto", textContent: line.textContent });
  label.append(radio, text);
  return label;
}

class Timetable {
  #list;
  #row;
  #names;

  constructor(part, rows) {
    const slot = part.querySelector(".guided-slot");
    const heading = part.querySelector("h3");
    const table = rows.content.querySelector(".guided-timetable").cloneNode(true);
    this.id = heading.id;
    this.#row = rows.content.querySelector(".guided-row");
    this.#names = [...slot.querySelectorAll("tbody th")].map((cell) => cell.textContent);
    this.#list = table.querySelector(".guided-rows");
    table.setAttribute("aria-labelledby", heading.id);
    table.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    put(table, part);
    this.value = null;
  }

  get value() {
    return [...this.#list.children].map((row) => {
      const parts = [...row.querySelectorAll("[data-part]")];
      return Object.fromEntries(parts.map((field) => [field.dataset.part, field.value]));
    });
  }

  set value(rows) {
    const first = this.#names.length ? this.#names.map((step) => ({ step })) : [{}, {}, {}];
    this.#list.replaceChildren(...(Array.isArray(rows) ? rows : first).map((row) => this.#filled(row)));
  }

  get isEmpty() {
    const begun = this.value.filter((row) => Object.values(row).some((text) => text.trim()));
    return !begun.length || begun.some((row) => !row.what.trim() || !row.minutes);
  }

  #filled(row) {
    const item = this.#row.cloneNode(true);
    for (const field of item.querySelectorAll("[data-part]")) {
      field.value = row[field.dataset.part] ?? "";
    }
    return item;
  }

  #click(button) {
    const row = button?.closest(".guided-row");
    if (button?.dataset.do === "add") this.#add();
    if (button?.dataset.do === "up") {
      row.previousElementSibling?.before(row);
      button.focus(); // it was lost on the way
    }
    if (button?.dataset.do === "out" && this.#list.children.length > 1) {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      next.querySelector("[data-part]").focus();
    }
    if (button) this.#list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #add() {
    if (this.#list.children.length >= MOST_ROWS) return;
    this.#list.append(this.#filled({}));
    this.#list.lastElementChild.querySelector("[data-part]").focus();
  }
}

export const minutesOf = (rows) => rows.reduce((sum, { minutes }) => sum + (Number(minutes) || 0), 0);
