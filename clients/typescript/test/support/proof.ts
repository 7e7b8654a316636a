import { type KeyObject, createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

/** True proof files, written here line by line, of trees of any form: what the verifier is tried on. */

export const BATCH = "01890000-0000-7000-8000-000000000001";
export const PRODUCT = "01890000-0000-7000-8000-00000000beef";
const TIME = 1_790_000_000n;
const WHOLE = 300; // leaves of the largest tree that is made as a whole

export function sha256(...parts: (string | Buffer)[]): Buffer {
  const digest = createHash("sha256");
  parts.forEach((part) => digest.update(part));
  return digest.digest();
}

/** A key that follows from its seed; `kind` 1 is a log's, 4 a witness's. */
export class TestKey {
  readonly material: Buffer;
  readonly id: Buffer;
  readonly #secret: KeyObject;

  constructor(
    readonly name: string,
    readonly kind = 1,
    seed = name,
  ) {
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), sha256(seed)]);
    this.#secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const spki = createPublicKey(this.#secret).export({ format: "der", type: "spki" });
    this.material = Buffer.concat([Buffer.from([kind]), spki.subarray(-32)]);
    this.id = sha256(`${name}\n`, this.material).subarray(0, 4);
  }

  get text(): string {
    return keyText(this.name, this.material);
  }

  sign(head: string, time = TIME): string {
    const text = this.kind === 4 ? `cosignature/v1\ntime ${time}\n${head}` : head;
    const stamp = Buffer.alloc(this.kind === 4 ? 8 : 0);
    if (this.kind === 4) {
      stamp.writeBigUInt64BE(time);
    }
    return this.line(Buffer.concat([stamp, sign(null, Buffer.from(text), this.#secret)]));
  }

  line(signature: Buffer): string {
    return `\u2014 ${this.name} ${Buffer.concat([this.id, signature]).toString("base64")}`;
  }
}

/** The text of a key, with its right id. */
export function keyText(name: string, material: Buffer): string {
  const id = sha256(`${name}\n`, material).subarray(0, 4).toString("hex");
  return `${name}+${id}+${material.toString("base64")}`;
}

export const LOG = new TestKey("log.example.com/hallmint");
export const WITNESSES = [
  new TestKey("witness-a.example", 4),
  new TestKey("witness-b.example/w1", 4),
  new TestKey("Zeugin-ü.example", 4),
];

export interface Facts {
  readonly seq?: number;
  readonly quantity?: number;
  readonly identity?: string;
  readonly minted?: string;
  readonly index?: number;
  readonly size?: number;
  readonly further?: readonly string[];
  readonly signers?: readonly TestKey[];
  /** Of the lines up to the root of the log, before they are signed. */
  readonly change?: (lines: string[]) => string[];
}

/** The lines of a proof up to its signatures, and what is signed. */
export function linesOf(facts: Facts = {}): { lines: string[]; head: string } {
  const { seq = 3, quantity = 7, identity = "/01/09506000134352/10/LOT%2F7/21/MYQGGC99KCXMJZ3C" } = facts;
  const { minted = "2026-11-29T20:37:22.000001Z", index = 5, size = 11, further = [] } = facts;
  const [salt, tag] = ["5a".repeat(32), "a5".repeat(32)];
  const token = treeOf(sha256("\0", `hallmint/v1\n${BATCH}\n${seq}\n${identity}\n`), seq, quantity);
  const root = token.root.toString("hex");
  const told = `${PRODUCT}\n${quantity}\n${root}\n${minted}\n`;
  const commitment = sha256(Buffer.from(salt, "hex"), told).toString("hex");
  const entry = treeOf(sha256("\0", `hallmint/batch/v1\n${BATCH}\n${tag}\n${commitment}\n`), index, size);
  const b64 = (data: Buffer): string => data.toString("base64");
  const plain = [
    "hallmint/proof/v1",
    `batch ${BATCH}`,
    `seq ${seq}`,
    `identity ${identity}`,
    `quantity ${quantity}`,
    `root ${root}`,
    `product ${PRODUCT}`,
    `minted ${minted}`,
    `salt ${salt}`,
    `tag ${tag}`,
    ...token.path.map((node) => `path ${b64(node)}`),
    "c2sp.org/tlog-proof@v1",
    `index ${index}`,
    ...entry.path.map(b64),
    "",
    LOG.name,
    `${size}`,
    b64(entry.root),
    ...further,
  ];
  const lines = facts.change?.(plain) ?? plain;
  return { lines, head: `${lines.slice(lines.indexOf("") + 1).join("\n")}\n` };
}

/** A proof as a file, signed by its signers, or with these lines. */
export function proofOf(facts: Facts = {}, signatures?: readonly string[]): Buffer {
  const { lines, head } = linesOf(facts);
  const signed = signatures ?? (facts.signers ?? [LOG, ...WITNESSES]).map((key) => key.sign(head));
  return Buffer.from([...lines, "", ...signed, ""].join("\n"));
}

/** Proofs of trees of all forms: one leaf, no power of two, the last leaf, and larger ones than are made as a whole. */
export const PROOFS: readonly Facts[] = [
  {},
  { seq: 0, quantity: 1, index: 0, size: 1, signers: [LOG] },
  { seq: 256, quantity: 257, identity: "/t/MYQGGC99KCXMJZ3C", index: 6, size: 7 },
  { seq: 1_048_575, quantity: 1_048_576, index: 2 ** 39, size: 2 ** 40 + 1 },
  { further: ["an extension line", "- and one more"], signers: [...WITNESSES, LOG] },
];

/** Root and path of a leaf among others (RFC 6962, 2.1); of a large tree only the nodes beside the path are made. */
function treeOf(leaf: Buffer, index: number, size: number): { root: Buffer; path: Buffer[] } {
  const path: Buffer[] = [];
  const climb = (from: number, count: number): Buffer => {
    if (count === 1) {
      return from === index ? leaf : sha256(`leaf ${from}`);
    }
    if (count > WHOLE && (index < from || index >= from + count)) {
      return sha256(`node ${from} ${count}`);
    }
    let half = 1;
    while (half * 2 < count) {
      half *= 2;
    }
    const [left, right] = [climb(from, half), climb(from + half, count - half)];
    if (index >= from && index < from + count) {
      path.push(index < from + half ? right : left);
    }
    return sha256("\x01", left, right);
  };
  return { root: climb(0, size), path };
}
