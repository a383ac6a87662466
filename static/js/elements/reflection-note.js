/* <reflection-note>: a place to write to oneself, kept on this device only.

   Nothing is sent anywhere: the field has no name and stands in no form. */

import { isSignedOut, REFLECTION } from "../device.js";

class ReflectionNote extends HTMLElement {
  #key;
  #field;

  connectedCallback() {
    if (isSignedOut()) return; // their next page would forget it: paper remains
    this.#key = REFLECTION + this.dataset.key;
    this.#field = this.querySelector("textarea");
    try {
      this.#field.value = localStorage.getItem(this.#key) ?? "";
    } catch {
      return; // storage is switched off: paper remains
    }
    this.querySelector(".reflection-paper").hidden = true;
    this.querySelector(".reflection-pad").hidden = false;
    this.#field.addEventListener("input", () => this.#keep());
    this.#field.addEventListener("change", () => {
      if (this.#field.value) this.#say(this.#keep() ? "kept" : "failed");
    });
    this.querySelector("button").addEventListener("click", () => this.#delete());
    // Signed out in another tab: what is on the screen goes too.
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === this.#key && newValue === null) this.#field.value = "";
    });
    // The browser may show the page again as it was before somebody signed out.
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#field.value = localStorage.getItem(this.#key) ?? "";
    });
  }

  /* Whether it is kept: where the device is full, what is written stands on the page only. */
  #keep() {
    try {
      if (this.#field.value) localStorage.setItem(this.#key, this.#field.value);
      else localStorage.removeItem(this.#key);
      return true;
    } catch {
      return false;
    }
  }

  #delete() {
    this.#field.value = "";
    localStorage.removeItem(this.#key);
    this.#say("deleted");
    this.#field.focus();
  }

  #say(what) {
    this.querySelector(".reflection-status").textContent = this.dataset[what];
  }
}

customElements.define("reflection-note", ReflectionNote);
