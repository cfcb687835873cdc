// Judges bundles with npm's @sigstore/verify: `node judge.mjs FILE`. Each line of the file is a bundle in base64, the
// public key in PEM, and the SHA-256 of its subject; for each there is a line: "accepted", or why it is refused.
import { readFileSync } from "node:fs";
import { createPublicKey } from "node:crypto";
import { bundleFromJSON, BUNDLE_V03_MEDIA_TYPE } from "@sigstore/bundle";
import { Verifier, toSignedEntity, toTrustMaterial } from "@sigstore/verify";

const nothing = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const lines = readFileSync(process.argv[2], "utf8").split("\n").filter((line) => line);
console.log(lines.map((line) => judge(...JSON.parse(line)).replaceAll("\n", " ")).join("\n"));

function judge(text, pem, subject) {
  try {
    const bundle = bundleFromJSON(JSON.parse(Buffer.from(text, "base64").toString("utf8")));
    hold(bundle.mediaType, BUNDLE_V03_MEDIA_TYPE);
    hold(bundle.content.$case, "dsseEnvelope");
    const material = bundle.verificationMaterial.content;
    hold(material.$case, "publicKey");
    // Whatever the hint says, the key is the caller's.
    const key = createPublicKey(pem).export({ type: "spki", format: "der" });
    const trust = toTrustMaterial(nothing, { [material.publicKey.hint]: { rawBytes: key } });
    const most = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };
    new Verifier(trust, most).verify(toSignedEntity(bundle));
    // What the library does not look at.
    const envelope = bundle.content.dsseEnvelope;
    hold(envelope.payloadType, "application/vnd.in-toto+json");
    hold(envelope.signatures.length, 1);
    const statement = JSON.parse(envelope.payload.toString("utf8"));
    hold(statement._type, "https://in-toto.io/Statement/v1");
    hold(statement.subject.some((one) => one.digest.sha256 === subject), true);
    return "accepted";
  } catch (error) {
    return `${error.code ?? error.name}: ${error.message}`;
  }
}

function hold(is, wanted) {
  if (is !== wanted) {
    throw new Error(`${is} instead of ${wanted}`);
  }
}
