/* The fields of a guided template: each puts itself into the slot of its part, gives what is
   written in it, takes it back, and knows whether it is empty. */

const LONGEST = { line: 200, lines: 2000 };
const MOST_ROWS = 30;

/* ``rows`` is the template of a timetable and of its rows. */
export function fieldOf(part, rows) {
  return part.dataset.kind === "timetable" ? new Timetable(part, rows) : new Field(part);
}

class Field {
  constructor(part) {
    const slot = part.querySelector(".guided-slot");
    this.control = controlOf(part.dataset.kind, slot);
    this.control.id = part.querySelector("label").htmlFor;
    this.control.setAttribute("aria-describedby", part.querySelector(".guided-hint").id);
    this.control.autocomplete = "off";
    slot.replaceWith(this.control);
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

function controlOf(kind, slot) {
  if (kind === "choice") return selectOf([...slot.children]);
  const control = document.createElement(kind === "lines" ? "textarea" : "input");
  if (kind === "minutes") {
    Object.assign(control, { type: "number", min: 1, max: 600, step: 1, inputMode: "numeric" });
    return control;
  }
  control.maxLength = LONGEST[kind];
  control.dir = "auto";
  return control;
}

/* Its values are numbers, which are the same in every language. */
function selectOf(lines) {
  const select = document.createElement("select");
  select.dir = "auto";
  select.add(new Option("–", ""));
  lines.forEach((line, number) => select.add(new Option(line.textContent, number)));
  return select;
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
    table.setAttribute("aria-describedby", part.querySelector(".guided-hint").id);
    table.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    slot.replaceWith(table);
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
