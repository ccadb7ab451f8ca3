// A second implementation of FORMAT.md, in another language on other libraries, that made the vectors in this folder.
// Kept so that the format can be read twice; the vectors themselves do not change any more. A new run gives the same bytes,
// but for wrap.json and file.age, which hold fresh randomness.
//
//   npm install --no-save age-encryption@0.3.1     (brings @noble/hashes, @noble/ciphers and @scure/base)
//   node make.mjs <folder> [belfry.json]
import { writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";

const folder = process.argv[2];
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const unhex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
const number = (value, size) => { const out = Buffer.alloc(size); size === 8 ? out.writeBigUInt64BE(BigInt(value)) : out.writeUInt32BE(value); return out; };
const framed = (...parts) => join(...parts.flatMap((part) => [number(part.length, 4), part]));
/** Bytes that look random and are always the same. */
const sample = (name, length) => hkdf(sha256, utf8(name), utf8("belfry vectors"), utf8(""), length);
const write = (name, value) => writeFileSync(`${folder}/${name}.json`, JSON.stringify(value, null, 2) + "\n");

// Keys
const derive = (key, purpose) => hkdf(sha256, key, utf8("belfry/derive/v1"), framed(utf8(purpose)), 32);
const key = sample("key", 32);
write("derive", ["shared", "internal", "file", ""].map((purpose) => ({ key: hex(key), purpose, derived: hex(derive(key, purpose)) })));

// Sealed texts
const bucket = (length) => {
  const needed = length + 4;
  if (needed > 65536) return Math.ceil(needed / 65536) * 65536;
  let size = 256;
  while (size < needed) size *= 2;
  return size;
};
const seal = (key, nonce, context, text) => {
  const okm = hkdf(sha256, key, nonce, framed(utf8("belfry/seal/v1/keys"), context), 64);
  const body = new Uint8Array(bucket(text.length));
  body.set(number(text.length, 4));
  body.set(text, 4);
  const sealed = xchacha20poly1305(okm.slice(0, 32), nonce, context).encrypt(body);
  return join([1], nonce, okm.slice(32), sealed);
};
const entryContext = (aad) => framed(utf8("belfry/seal/v1/entry"), utf8(aad.tenant), unhex(aad.dossier.replaceAll("-", "")),
  utf8(aad.stream), number(aad.number, 8), utf8(aad.kind), utf8(aad.purpose));
const aad = { tenant: "gemeente-ede", dossier: "0f8b2f6e-3c1d-4a5b-9e7f-1234567890ab", stream: "record", number: 1, kind: "report/received", purpose: "shared" };
const sealedEntries = [["", aad], ["Het dak lekt, en wij weten van wie.", aad], ["€".repeat(84), { ...aad, number: 2 ** 40, purpose: "identity" }], ["x".repeat(253), { ...aad, stream: "access", kind: "" }]]
  .map(([text, aad], index) => {
    const nonce = sample(`nonce ${index}`, 24);
    return { key: hex(key), ...aad, nonce: hex(nonce), plaintext: text, sealed: hex(seal(key, nonce, entryContext(aad), utf8(text))) };
  });
const sealedSmall = [["draft/7", "Concept"], ["", ""]].map(([purpose, text], index) => {
  const nonce = sample(`small ${index}`, 24);
  return { key: hex(key), purpose, nonce: hex(nonce), plaintext: text, sealed: hex(seal(key, nonce, framed(utf8("belfry/seal/v1/small"), utf8(purpose)), utf8(text))) };
});
write("seal", { entries: sealedEntries, small: sealedSmall });

// Wraps and files
const identityText = (seed) => bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
const toAge = async (seed, bytes) => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identityText(seed)));
  return encrypter.encrypt(bytes);
};
const seed = sample("seed", 32);
const purpose = "case/0f8b2f6e-3c1d-4a5b-9e7f-1234567890ab/1";
const wrapped = await toAge(seed, join(framed(utf8("belfry/wrap/v1"), utf8(purpose)), key));
write("wrap", [{ seed: hex(seed), identity: identityText(seed), recipient: await identityToRecipient(identityText(seed)), purpose, key: hex(key), wrap: base64(wrapped) }]);

const content = utf8("Bijlage, zoals een ander programma haar verzegelde.\n");
const padded = new Uint8Array(65536);
padded.set(content);
padded[content.length] = 0x80;
const fileKey = sample("file key", 32);
writeFileSync(`${folder}/file.age`, await toAge(derive(fileKey, "file"), padded));
write("file", { key: hex(fileKey), identity: identityText(derive(fileKey, "file")), file: "file.age", length: content.length, sha256: createHash("sha256").update(content).digest("hex") });

// Receipts
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timesAlpha = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);
const codeText = (code) => {
  let bits = BigInt("0x" + hex(code));
  const symbols = [];
  for (let place = 0; place < 24; place++) { symbols.unshift(Number(bits & 31n)); bits >>= 5n; }
  let check = 0;
  for (let wanted = 0; wanted < 32; wanted++) {
    let sum = 0, weighted = [...symbols, wanted];
    weighted.forEach((symbol, place) => { for (let i = 0; i < place; i++) symbol = timesAlpha(symbol); sum ^= symbol; });
    if (sum === 0) check = wanted;
  }
  return [...symbols, check].map((symbol) => alphabet[symbol]).join("").match(/.{5}/g).join("-");
};
const salt = sample("salt", 32);
write("receipt", ["first", "second"].map((name) => {
  const code = sample(name, 15);
  const master = argon2id(code, salt, { m: 8192, t: 1, p: 1, dkLen: 32, version: 0x13 });
  const part = (label, index, length) => hkdf(sha256, master, utf8("belfry/receipt/v1"), framed(utf8(label), number(index, 4)), length);
  const cases = [0, 1, 4294967295].map((index) => ({ index, lookup: hex(part("lookup", index, 16)), seed: hex(part("identity", index, 32)) }));
  const trace = hkdf(sha256, code, salt, framed(utf8("belfry/receipt/v1"), utf8("trace")), 32);
  return { code: codeText(code), salt: hex(salt), master: hex(master), trace: hex(join(salt, trace)), cases };
}));

// Passphrases
write("passphrase", [["vier paarden in de gang", 19456, 2], ["cafe\u0301 op de \ufb01ets", 8192, 1]].map(([passphrase, memory_kib, passes]) => {
  const salt = sample("passphrase", 16);
  const stretched = argon2id(utf8(passphrase.normalize("NFKC")), salt, { m: memory_kib, t: passes, p: 1, dkLen: 32, version: 0x13 });
  const part = (label) => hex(hkdf(sha256, stretched, utf8("belfry/passphrase/v1"), framed(utf8(label)), 32));
  return { passphrase, salt: hex(salt), memory_kib, passes, verifier: part("verifier"), unlock: part("unlock") };
}));

// Sessions
const [id, sessionKey] = [sample("session", 16), sample("session key", 32)];
write("session", [{ token: Buffer.from(join(id, sessionKey)).toString("base64url"), id: hex(id), key: hex(sessionKey), id_hash: hex(sha256(framed(utf8("belfry/session/v1"), id))) }]);

// Recovery: Shamir over GF(256) with the polynomial of AES
const times = (a, b) => { let out = 0; for (; b; b >>= 1) { if (b & 1) out ^= a; a = a & 128 ? ((a << 1) ^ 0x11b) & 255 : a << 1; } return out; };
const secret = join(seed, sha256(framed(utf8("belfry/recovery/v1"), seed)).slice(0, 8));
const coefficients = [sample("a1", 40), sample("a2", 40)];
const shares = [1, 2, 3, 4, 5].map((place) => {
  const value = secret.map((byte, at) => byte ^ times(coefficients[0][at], place) ^ times(coefficients[1][at], times(place, place)));
  return bech32.encodeFromBytes("share", join([1], sample("set", 4), [3, 5, place], value)).toUpperCase();
});
write("recovery", [{ seed: hex(seed), needed: 3, made: 5, shares }]);

// The other way: what Belfry sealed, this program opens.
if (process.argv[3]) {
  const { readFileSync } = await import("node:fs");
  const theirs = JSON.parse(readFileSync(process.argv[3]));
  for (const { identity, file, plaintext } of theirs) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = await decrypter.decrypt(Buffer.from(file, "base64"));
    if (hex(opened) !== plaintext) throw new Error("what Belfry sealed opened to something else");
  }
  console.log(`${theirs.length} files of Belfry's own opened`);
}
