import { Client } from "@hallmint/client";
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { Identity, file } from "./support/certificate.js";
import { folderOf } from "./support/folder.js";
import { CREDENTIAL } from "./support/server.js";

function refused(options: object): string {
  try {
    new Client(options).close();
  } catch (error) {
    assert(error instanceof TypeError, `${error}`);
    assert.equal(error.cause, undefined);
    return error.message;
  }
  assert.fail("the options were taken");
}

test("a credential of another form is refused, and not shown", () => {
  const wrong = [
    "",
    "secret",
    CREDENTIAL.slice(0, -1),
    `${CREDENTIAL}0`,
    CREDENTIAL.toUpperCase(),
    CREDENTIAL.replace("live", "dead"),
    CREDENTIAL.replace("aaa", "aia"),
    `${CREDENTIAL}\n${CREDENTIAL}`,
  ];
  for (const credential of wrong) {
    const message = refused({ credential });
    assert.match(message, /^this is no credential: /);
    assert(credential === "" || !message.includes(credential));
  }
  for (const kind of ["live", "session", "invite"]) {
    new Client({ credential: ` ${CREDENTIAL.replace("live", kind)}\n` }).close();
  }
});

test("a client shows no credential, however it is printed", () => {
  const client = new Client({ credential: CREDENTIAL });
  const shown = [
    inspect(client, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(client),
    String(client),
  ];
  shown.forEach((text) => assert(!text.includes(CREDENTIAL.slice(8, 30))));
  client.close();
});

test("addresses and brands that name nothing are refused", () => {
  for (const address of [
    "",
    "host",
    "host:",
    ":1",
    "host:0",
    "host:65536",
    "http://host:1",
    "::1:1",
    "[x]:1",
    "a b:1",
  ]) {
    assert.match(refused({ address }), /^an address is host:port/);
  }
  for (const brand of ["", "-", "a b", "a\nb", "ä"]) {
    assert.match(refused({ brand }), /^a brand is named by its id or slug/);
  }
  for (const address of ["localhost:1", "[::1]:7601", "10.0.0.1:65535", "a-b.example:80"]) {
    new Client({ address, brand: "nord-licht" }).close();
  }
});

test("policies that could never work are refused", () => {
  for (const policy of [{ attempts: 0 }, { timeoutMs: 0 }, { silenceMs: -1 }, { uploadMs: 0 }, { pollMs: NaN }]) {
    assert.match(refused({ policy }), /^attempts must be at least 1/);
  }
  assert.match(refused({ policy: { timeoutMs: 2 ** 31 } }), /^times are milliseconds/);
});

test("files of TLS that cannot work are refused, with their names and without what is in them", (t) => {
  const folder = folderOf(t);
  const [ca, other] = [Identity.authority(), Identity.authority("another")];
  const [mine, theirs] = [ca.write(folder, "mine"), other.write(folder, "theirs")];
  const text = file(folder, "text", "no PEM\n");
  const damaged = file(folder, "damaged", ca.certificate.replace(/\n.{9}/, "\nAAAAAAAAA"));
  const encrypted = file(folder, "encrypted", ca.encrypted());
  assert.equal(refused({ certificate: mine.certificate }), "certificate and key go together");
  assert.equal(refused({ key: mine.key }), "certificate and key go together");
  assert.equal(refused({ ca: text }), `${text} holds no PEM certificate`);
  assert.equal(refused({ ca: damaged }), `${damaged} holds no PEM certificate`);
  assert.equal(refused({ ca: mine.key }), `${mine.key} holds no PEM certificate`);
  assert.equal(refused({ ca: `${folder}/none` }), `${folder}/none cannot be read: ENOENT`);
  assert.equal(refused({ ca: folder }), `${folder} cannot be read: EISDIR`);
  for (const [certificate, key] of [
    [mine.certificate, theirs.key],
    [text, mine.key],
    [mine.certificate, text],
    [mine.certificate, encrypted],
  ]) {
    const message = `${certificate} and ${key} are not a PEM certificate and its unencrypted PEM key`;
    assert.equal(refused({ certificate, key }), message);
  }
  new Client({ ca: mine.certificate, ...mine }).close();
});
