/* Digital Bazaar's libraries verify a credential: another implementation than ours.

   Reads {credential, documents, now} as JSON, where documents has by its address everything a
   verifier may fetch; writes {verified, revoked, errors}. Nothing is fetched. */
import {readFileSync} from "node:fs";
import {DataIntegrityProof} from "@digitalbazaar/data-integrity";
import {cryptosuite} from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import {verifyCredential} from "@digitalbazaar/vc";
import {checkStatus, decodeList} from "@digitalbazaar/vc-bitstring-status-list";

const {credential, documents, now} = JSON.parse(readFileSync(0, "utf8"));

async function documentLoader(url) {
  if (!(url in documents)) throw new Error(`Nothing is found at ${url}.`);
  return {contextUrl: null, documentUrl: url, document: documents[url]};
}

/* checkStatus says “verified” of a revoked credential too: the bit must be read. */
async function isRevoked() {
  const {statusListCredential, statusListIndex} = credential.credentialStatus;
  const {encodedList} = documents[statusListCredential].credentialSubject;
  return (await decodeList({encodedList})).getStatus(Number(statusListIndex));
}

const suite = new DataIntegrityProof({cryptosuite});
const result = await verifyCredential({credential, suite, documentLoader, checkStatus, now});
const errors = (result.error?.errors ?? [result.error]).filter(Boolean).map(String);
const revoked = await isRevoked();
console.log(JSON.stringify({verified: result.verified, revoked, errors}));
