/* <payment-wait>: looks again, ever less often, and shows the page anew once it says something else. */

const FIRST = 2000;
const SLOWER = 1.5;
const LONGEST = 60000;

class PaymentWait extends HTMLElement {
  connectedCallback() {
    this.wait(FIRST);
  }

  wait(pause) {
    setTimeout(async () => {
      if (this.isConnected && !(await this.isSettled())) this.wait(Math.min(pause * SLOWER, LONGEST));
    }, pause);
  }

  async isSettled() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || (await answer.text()).includes("</payment-wait>")) return false;
    } catch {
      return false; // no connection: later
    }
    location.reload();
    return true;
  }
}

customElements.define("payment-wait", PaymentWait);
