/* <time-zone>: chooses the device's own zone in a list that nobody has chosen in yet. */

class TimeZone extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("select");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...list.options].some((option) => option.value === zone)) list.value = zone;
  }
}

customElements.define("time-zone", TimeZone);
