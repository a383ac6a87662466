/* <pass-key>: asks the device to make a passkey or to use one, and sends its answer with the form.
   Without this script, or where the browser knows no passkeys, the form stays hidden and the
   sentence below it says so. */

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

function toText(buffer) {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(characters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/* What the server sent, with bytes where browsers want bytes. */
function decoded({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    options[list] = (options[list] ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));
  }
  return { publicKey: options };
}

/* What the device answered, as text. */
function encoded(credential) {
  const response = {};
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  for (const part of [...parts, "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

class PassKey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    this.form = this.querySelector("form");
    this.said = this.querySelector("[role=status]");
    this.said.textContent = "";
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  async options() {
    const data = this.querySelector("script");
    if (data) return JSON.parse(data.textContent);
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.dataset.from, { headers });
    return (await answer.json()).request_options;
  }

  async ask() {
    this.said.textContent = "";
    try {
      const credential = await navigator.credentials[this.dataset.does](
        decoded(await this.options()),
      );
      this.form.elements.credential.value = encoded(credential);
    } catch {
      // Cancelled, no such key, an address that is a number, or no connection: there are other ways.
      this.said.textContent = this.said.dataset.failed;
      return;
    }
    this.form.submit();
  }
}

customElements.define("pass-key", PassKey);
