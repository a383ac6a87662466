/* Reads and checks the proof in the address of a paper (certificates/credentials/offline.py).

   With a network its fetches go to the site, without one to what the service worker keeps
   (templates/certificates/sw.js). */

import { decode } from "./cbor.js";
import { foldName } from "./fold-name.js";

const PREFIX = new TextEncoder().encode("cert-v1\0");
const SIGNATURE = 64; // bytes
const [SALT, ROUNDS] = [8, 100_000];
const A_DAY = 86_400_000; // milliseconds
const NAMES = {
  1: "number",
  2: "holder",
  3: "title",
  4: "completedOn",
  5: "validUntil",
  6: "issuer",
  7: "signedWith",
  8: "statusList",
  9: "statusIndex",
  10: "nameCheck",
};
const MULTICODEC = 2; // bytes before the key
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export class Refused extends Error {} // its message is the verdict

function fromBase64(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function fromMultibase(text) {
  let number = 0n;
  for (const character of text.slice(1)) number = number * 58n + BigInt(BASE58.indexOf(character));
  const bytes = number.toString(16).match(/../g); // the first byte is 0xed: an even count
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)).subarray(MULTICODEC);
}

function claimsIn(payload) {
  const said = decode(payload);
  const claims = Object.fromEntries([...said].map(([key, value]) => [NAMES[key], value]));
  for (const day of ["completedOn", "validUntil"]) {
    claims[day] = new Date(claims[day] * A_DAY).toISOString().slice(0, 10);
  }
  return claims;
}

async function publicKey(name, address) {
  let listed;
  try {
    listed = (await (await fetch(address)).json()).verificationMethod;
  } catch {
    throw new Refused("keyless");
  }
  const found = listed.find(({ id }) => id.endsWith(`#${name}`));
  if (!found) throw new Refused("unknown-key");
  try {
    const raw = fromMultibase(found.publicKeyMultibase);
    return await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch {
    throw new Refused("unsupported"); // an old browser, or a site without https
  }
}

/* The claims that we signed, by a key that is listed at an address. Throws Refused. */
export async function read(proof, keys) {
  let payload, signature, claims;
  try {
    const whole = fromBase64(proof);
    [payload, signature] = [whole.slice(0, -SIGNATURE), whole.slice(-SIGNATURE)];
    claims = claimsIn(payload);
  } catch {
    throw new Refused("altered");
  }
  const key = await publicKey(claims.signedWith, keys);
  const signed = new Uint8Array([...PREFIX, ...payload]);
  if (!(await crypto.subtle.verify("Ed25519", key, signature, signed))) throw new Refused("altered");
  return claims;
}

/* `lists`: the address of list 0. What the status list says of it and from when that is; null where there is none. Its own proof is
   for software elsewhere: this one came from our own site over https. */
export async function statusOf({ statusList, statusIndex }, lists) {
  try {
    const list = await (await fetch(lists.replace("/0/", `/${statusList}/`))).json();
    const packed = fromBase64(list.credentialSubject.encodedList.slice(1));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const bits = new Uint8Array(await new Response(unpacked).arrayBuffer());
    return {
      isEnded: Boolean(bits[statusIndex >> 3] & (0x80 >> (statusIndex & 7))),
      isOld: Date.now() > Date.parse(list.validUntil),
      day: list.validFrom.slice(0, 10),
    };
  } catch {
    return null;
  }
}

/* Whether the paper was made for this family name, which it does not carry itself. */
export async function isFamilyName({ nameCheck }, typed) {
  const folded = new TextEncoder().encode(foldName(typed));
  if (!folded.length) return false;
  const [salt, hash] = [nameCheck.slice(0, SALT), nameCheck.slice(SALT)];
  const base = await crypto.subtle.importKey("raw", folded, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  const made = new Uint8Array(await crypto.subtle.deriveBits(how, base, hash.length * 8));
  return hash.every((byte, at) => byte === made[at]);
}
