import { ProofError, type ProofOptions, verifyProof } from "@hallmint/client";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { BATCH, LOG, PRODUCT, PROOFS, TestKey, WITNESSES, keyText, linesOf, proofOf, sha256 } from "./support/proof.js";

const DOCS = new URL("../../../../docs/verify/", import.meta.url);
const P = 2n ** 255n - 19n;
const KEYS = WITNESSES.map(({ text }) => text);

function example(name: string): Buffer {
  return readFileSync(new URL(`example${name}`, DOCS));
}

/** A key without the end of the file's line. */
function exampleKey(name: string): string {
  return example(name).toString().trimEnd();
}

/** Why a proof is refused; undefined where it is not. */
function reasonOf(
  proof: Uint8Array,
  options: ProofOptions = { witnessKeys: KEYS },
  key = LOG.text,
): string | undefined {
  try {
    verifyProof(proof, key, options);
    return undefined;
  } catch (error) {
    assert(error instanceof ProofError, `${error}`);
    assert.match(error.message, /^[^\n]{10,90}$/);
    return error.reason;
  }
}

test("the example of the documentation, with its witness", () => {
  const witnessKeys = [exampleKey("-witness.key")];
  const found = verifyProof(example(".proof"), exampleKey("-log.key"), { witnessKeys });
  assert.deepEqual(
    { ...found, root: Buffer.from(found.root).toString("hex") },
    {
      identity: "/01/09506000134352/10/LOT%2F7/21/V000000000000003",
      batchId: "0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6",
      seq: 3,
      quantity: 7,
      root: "c84b1546504ceb078faf7c30658c754772750ca96de9b7d5ff7b065ef8f0e6fb",
      productId: "0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f",
      minted: "2027-02-18T09:30:00.123456Z",
      origin: "log.example/hallmint",
      index: 5n,
      size: 11n,
      witnesses: new Map([["witness1.example", BigInt(Date.parse("2027-02-19T01:20:00Z") / 1_000)]]),
    },
  );
});

test("proofs of trees of all forms", () => {
  for (const facts of PROOFS) {
    const witnesses = (facts.signers ?? [LOG, ...WITNESSES]).length - 1;
    const found = verifyProof(proofOf(facts), LOG.text, { witnessKeys: KEYS, witnesses });
    const { seq = 3, quantity = 7, index = 5, size = 11 } = facts;
    assert.deepEqual([found.batchId, found.productId, found.seq, found.quantity], [BATCH, PRODUCT, seq, quantity]);
    assert.deepEqual([found.index, found.size, found.witnesses.size], [BigInt(index), BigInt(size), witnesses]);
  }
});

test("each line of the example matters: changed, left out, doubled, moved", () => {
  const key = exampleKey("-log.key");
  const options = { witnessKeys: [exampleKey("-witness.key")] };
  const lines = example(".proof").toString().split("\n").slice(0, -1);
  const file = (changed: string[]): Buffer => Buffer.from(changed.map((line) => `${line}\n`).join(""));
  assert.equal(reasonOf(file(lines), options, key), undefined);
  lines.forEach((line, at) => {
    const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
    const variants = [
      "",
      `${line} `,
      ` ${line}`,
      `${line}\r`,
      `${line}\t`,
      `${line}x`,
      line.slice(0, -1),
      "other",
      line.toUpperCase(),
    ]
      .filter((other) => other !== line)
      .map((other) => [...before, other, ...after]);
    // Within the line, each of its characters.
    const inner = [...line].map((symbol, place) => {
      const other = symbol === "0" ? "1" : "0";
      return [...before, `${line.slice(0, place)}${other}${line.slice(place + 1)}`, ...after];
    });
    for (const changed of [...variants, ...inner, [...before, ...after], [...before, line, line, ...after]]) {
      assert.notEqual(reasonOf(file(changed), options, key), undefined, `${at}: ${changed[at]}`);
    }
    lines.forEach((other, to) => {
      const bothSign = line.startsWith("\u2014") && other.startsWith("\u2014"); // signatures have no order
      if (other !== line && !bothSign) {
        const swapped = lines.map((each, here) => (here === at ? other : here === to ? line : each));
        assert.notEqual(reasonOf(file(swapped), options, key), undefined, `${at} ${to}`);
      }
    });
  });
});

test("no changed file is taken: bytes changed, left out and put in, ends cut off and put on", () => {
  for (const facts of PROOFS) {
    const data = proofOf(facts);
    const options = { witnessKeys: KEYS, witnesses: (facts.signers ?? [LOG, ...WITNESSES]).length - 1 };
    assert.equal(reasonOf(data, options), undefined);
    const step = facts === PROOFS[0] ? 1 : 17;
    for (let at = 0; at < data.length; at += step) {
      const [before, byte, after] = [data.subarray(0, at), data[at] ?? 0, data.subarray(at + 1)];
      const bytes = [byte ^ 1, byte ^ 32, byte ^ 128].map((other) =>
        Buffer.concat([before, Buffer.from([other]), after]),
      );
      for (const changed of [...bytes, Buffer.concat([before, after]), before]) {
        // Of two equal bytes side by side it is the same which one is gone.
        assert(changed.equals(data) || reasonOf(changed, options) !== undefined, `${at}`);
      }
    }
    for (const end of ["\n", " ", "\0", "\r\n", "x\n", "\u2014 x AAAA\n", data]) {
      assert.notEqual(reasonOf(Buffer.concat([data, Buffer.from(end)]), options), undefined);
    }
    for (const start of ["\ufeff", "\n", " ", data]) {
      assert.notEqual(reasonOf(Buffer.concat([Buffer.from(start), data]), options), undefined);
    }
    const text = data.toString();
    for (const other of [text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r"), text.trimEnd()]) {
      assert.notEqual(reasonOf(Buffer.from(other), options), undefined);
    }
    assert.equal(reasonOf(Buffer.concat([data, Buffer.alloc(8_193 - data.length, 10)]), options), "LENGTH");
  }
});

const put = (name: string, value: string) => (lines: string[]) =>
  lines.map((line) => (line.startsWith(`${name} `) ? `${name} ${value}` : line));
const at = (place: number, value: string) => (lines: string[]) =>
  lines.map((line, here) => (here === lines.length + place ? value : line));
const OTHER = Buffer.alloc(32).toString("base64");

for (const [reason, name, change] of [
  ["TOKEN", "seq", put("seq", "2")],
  ["TOKEN", "seq beyond the batch", put("seq", "7")],
  ["TOKEN", "identity", put("identity", "/t/MYQGGC99KCXMJZ3C")],
  ["TOKEN", "path", put("path", OTHER)],
  ["TOKEN", "no path", (lines: string[]) => lines.filter((line) => !line.startsWith("path "))],
  ["ENTRY", "batch", put("batch", "01890000-0000-7000-8000-000000000002")],
  ["ENTRY", "quantity", put("quantity", "8")],
  ["ENTRY", "root", put("root", "00".repeat(32))],
  ["ENTRY", "product", put("product", "01890000-0000-7000-8000-00000000beee")],
  ["ENTRY", "minted", put("minted", "2026-11-29T20:37:22.000002Z")],
  ["ENTRY", "salt", put("salt", "00".repeat(32))],
  ["ENTRY", "tag", put("tag", "00".repeat(32))],
  ["ENTRY", "index", put("index", "4")],
  ["ENTRY", "index beyond the log", put("index", "11")],
  ["ENTRY", "root of the log", at(-1, OTHER)],
  ["ENTRY", "no entries", at(-2, "0")],
  ["ENTRY", "fewer entries", at(-2, "5")],
  ["ORIGIN", "another log", at(-3, `${LOG.name}/`)],
  ["FORM", "size", at(-2, "011")],
  ["FORM", "size of 2^63", at(-2, `${2n ** 63n}`)],
  ["FORM", "root of the log without padding", at(-1, OTHER.slice(0, -1))],
  ["FORM", "root of the log with bits left over", at(-1, `${OTHER.slice(0, -2)}B=`)],
  ["FORM", "quantity of 2^31", put("quantity", `${2n ** 31n}`)],
  ["FORM", "batch in upper case", put("batch", "01890000-0000-7000-8000-00000000000A")],
  ["FORM", "five digits", put("minted", "2026-11-29T20:37:22.00001Z")],
  ["FORM", "no such day", put("minted", "2026-02-29T20:37:22.000001Z")],
  ["FORM", "no such hour", put("minted", "2026-11-29T24:00:00.000000Z")],
  ["FORM", "no such second", put("minted", "2026-11-29T20:37:60.000000Z")],
  ["FORM", "no T", put("minted", "2026-11-29 20:37:22.000001Z")],
  ["FORM", "root in upper case", put("root", "AB".repeat(32))],
  ["FORM", "short salt", put("salt", "00".repeat(31))],
  ["FORM", "lot with a slash", put("identity", "/01/09506000134352/10/LOT/7/21/MYQGGC99KCXMJZ3C")],
  ["FORM", "escape in lower case", put("identity", "/01/09506000134352/10/LOT%2f7/21/MYQGGC99KCXMJZ3C")],
  ["FORM", "escape without need", put("identity", "/01/09506000134352/10/LOT%2F7/21/%4DYQGGC99KCXMJZ3C")],
  ["FORM", "wrong check digit", put("identity", "/01/09506000134353/21/MYQGGC99KCXMJZ3C")],
  ["FORM", "no serial", put("identity", "/01/09506000134352")],
  ["FORM", "another key", put("identity", "/01/09506000134352/22/A/21/B")],
  ["FORM", "T", put("identity", "/T/MYQGGC99KCXMJZ3C")],
  ["FORM", "a whole URL", put("identity", "https://id.example.com/t/MYQGGC99KCXMJZ3C")],
  ["FORM", "an extra line", (lines: string[]) => [lines[0] ?? "", "extra AA==", ...lines.slice(1)]],
  ["FORM", "another version", (lines: string[]) => ["hallmint/proof/v2", ...lines.slice(1)]],
  ["FORM", "another version of the log", (lines: string[]) => lines.map((line) => line.replace("@v1", "@v2"))],
] as const) {
  test(`what the log signs, and no proof says: ${name}`, () => {
    assert.equal(reasonOf(proofOf({ change })), reason);
  });
}

test("signatures: of other keys they do not matter, of ours they must be right, and each is there once", () => {
  const { head } = linesOf();
  const ours = [LOG, ...WITNESSES].map((key) => key.sign(head));
  const stranger = new TestKey("stranger.example").sign("anything\n");
  assert.equal(reasonOf(proofOf({}, [stranger, ...ours])), undefined);
  assert.equal(reasonOf(proofOf({}, [stranger, ...ours, stranger])), undefined, "nobody named it");
  assert.equal(reasonOf(proofOf({}, [...ours, ours[3] ?? ""]), { witnessKeys: KEYS.slice(0, 2) }), undefined);
  assert.equal(reasonOf(proofOf({}, [...ours, ours[3] ?? ""]), { witnessKeys: KEYS, witnesses: 0 }), "FORM");
  for (const line of [new TestKey("a\x7f\x80b").sign(head), new TestKey("a\ufeffb").sign(head), "\u2014 x AAAAAAA="]) {
    assert.equal(reasonOf(proofOf({}, [line, ...ours, line])), undefined, line);
  }
  for (const name of ["a b", "a\u00a0b", "a\x85b", "a\u3000b", "a+b", "a\x1fb", ""]) {
    assert.equal(reasonOf(proofOf({}, [...ours, new TestKey(name).sign(head)])), "FORM", name);
  }
  const strangers = Array<string>(100 - ours.length).fill("\u2014 x AAAAAAA=");
  assert.equal(reasonOf(proofOf({}, [...strangers, ...ours])), undefined);
  assert.equal(reasonOf(proofOf({}, [...strangers, ...ours, "\u2014 x AAAAAAA="])), "FORM");
  assert.equal(reasonOf(proofOf({}, ours.slice(1))), "UNSIGNED");
  assert.equal(reasonOf(proofOf({}, ours.slice(0, 3))), "WITNESSES");
  assert.equal(reasonOf(proofOf({}, ours.slice(0, 3)), { witnessKeys: KEYS, witnesses: 2 }), undefined);
  assert.equal(reasonOf(proofOf({}, [...ours, LOG.sign(head)])), "FORM");
  assert.equal(reasonOf(proofOf({}, [LOG.sign("other\n"), ...ours.slice(1)])), "SIGNATURE");
  assert.equal(reasonOf(proofOf({}, [...ours.slice(0, 3), WITNESSES[2]?.sign("other\n") ?? ""])), "SIGNATURE");
  assert.equal(reasonOf(proofOf({}, [...ours.slice(0, 3), WITNESSES[2]?.sign(head, 2n ** 63n) ?? ""])), "SIGNATURE");
  assert.equal(reasonOf(proofOf({}, [...ours.slice(0, 3), WITNESSES[2]?.line(Buffer.alloc(8)) ?? ""])), "SIGNATURE");
  assert.equal(reasonOf(proofOf({}, [LOG.line(Buffer.alloc(64)), ...ours.slice(1)])), "SIGNATURE");
  const forger = new TestKey(LOG.name, 1, "forger");
  assert.equal(reasonOf(proofOf({}, [forger.sign(head), ...ours.slice(1)])), "UNSIGNED");
  const forged = Buffer.from(forger.sign(head).split(" ")[2] ?? "", "base64").subarray(4);
  assert.equal(reasonOf(proofOf({}, [LOG.line(forged), ...ours.slice(1)])), "SIGNATURE");
});

/** Whether a key of a point is taken. */
function isTaken(point: Buffer): boolean {
  try {
    verifyProof(Buffer.alloc(0), keyText("log.example", Buffer.concat([Buffer.from([1]), point])));
  } catch (error) {
    return error instanceof ProofError;
  }
  return assert.fail("an empty file is no proof");
}

function encoded(y: bigint, sign: bigint): Buffer {
  return Buffer.from((y | (sign << 255n)).toString(16).padStart(64, "0"), "hex").reverse();
}

test("keys that mean nothing are none: of small order, or written in another way", () => {
  const order8 = ["26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"].map((text) =>
    Buffer.from(text, "hex"),
  );
  const small = order8.map((point) => BigInt(`0x${Buffer.from(point).reverse().toString("hex")}`));
  for (const y of [0n, 1n, P - 1n, ...small, P - (small[0] ?? 0n)]) {
    for (const other of [y, y + P].filter((value) => value < 2n ** 255n)) {
      assert.deepEqual([isTaken(encoded(other, 0n)), isTaken(encoded(other, 1n))], [false, false], `${other}`);
    }
  }
  for (let y = 2n; y < 19n; y += 1n) {
    assert.equal(isTaken(encoded(y + P, 0n)), false);
  }
  const drawn = Array.from({ length: 60 }, (_, number) => isTaken(sha256(`${number}`)));
  assert.deepEqual(new Set(drawn), new Set([true, false]));
});

test("texts that are no keys", () => {
  const texts = [
    "",
    "log",
    `${LOG.text}A`,
    ` ${LOG.text}`,
    `${LOG.text}\n`,
    LOG.text.slice(1),
    LOG.text.replace("+", " "),
    WITNESSES[0]?.text ?? "",
  ];
  for (const text of [...texts, LOG.text.replace(/\+[0-9a-f]{8}\+/, "+00000000+")]) {
    assert.throws(() => verifyProof(proofOf(), text), TypeError);
  }
  const twice = new TestKey("other.example", 4, WITNESSES[0]?.name).text;
  assert.throws(() => verifyProof(proofOf(), LOG.text, { witnessKeys: [...KEYS, twice] }), /a key of its own/);
  const own = new TestKey("own.example", 4, LOG.name).text;
  assert.throws(() => verifyProof(proofOf(), LOG.text, { witnessKeys: [own], witnesses: 0 }), /a key of its own/);
  assert.throws(() => verifyProof(proofOf(), LOG.text, { witnessKeys: [LOG.text] }), TypeError);
  for (const witnesses of [4, -1, 1.5, NaN]) {
    assert.throws(() => verifyProof(proofOf(), LOG.text, { witnessKeys: KEYS, witnesses }), TypeError);
  }
});
