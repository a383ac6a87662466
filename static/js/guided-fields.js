/* The fields of a guided template: each puts itself into the slot of its part, gives what is
   written in it, takes it back, and knows whether it is empty. */

import { Timetable } from "./guided-timetable.js";

const LONGEST = { line: 200, lines: 2000 };

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
