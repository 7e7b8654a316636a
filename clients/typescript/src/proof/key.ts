import { type KeyObject, createHash, createPublicKey, verify } from "node:crypto";

import { ProofError } from "./error.js";
import type { Signature } from "./file.js";
import { base64, keyName } from "./value.js";

const LOG = 1; // Ed25519 (C2SP signed-note, "Signature types")
const WITNESS = 4; // Ed25519 over a time and the head (C2SP tlog-cosignature)
const POINT_BYTES = 32;
const TIME_BYTES = 8;
const LATEST = 2n ** 63n - 1n;
const DER = Buffer.from("302a300506032b6570032100", "hex"); // what stands before an Ed25519 key (RFC 8410, 4)
// The curve of Ed25519 is -x^2 + y^2 = 1 + D x^2 y^2, modulo P (RFC 8032, 5.1).
const P = 2n ** 255n - 19n;
const D = (((P - 121_665n) * power(121_666n, P - 2n)) % P) % P;
// Whether a point means something takes longer to find out than all of a proof, and few keys check many proofs.
const READ = new Map<string, Key>();
const MOST_READ = 100;

/** A public key, `<name>+<id>+<base64>`. */
export class Key {
  readonly name: string;
  readonly #id: Buffer;
  readonly #point: Buffer;
  readonly #key: KeyObject;
  readonly #kind: number;

  private constructor(text: string, kind: number) {
    const who = kind === LOG ? "log" : "witness";
    const [name = "", id = "", ...rest] = text.split("+");
    const material = base64(rest.join("+"));
    if (keyName(name) === undefined || material?.length !== 1 + POINT_BYTES || material[0] !== kind) {
      throw new TypeError(`this is not the public key of a ${who}: <name>+<id>+<base64>`);
    }
    this.#id = createHash("sha256").update(`${name}\n`).update(material).digest().subarray(0, 4);
    if (id !== this.#id.toString("hex")) {
      throw new TypeError(`the public key of the ${who} was changed or cut: its id is another one`);
    }
    this.#point = material.subarray(1);
    if (!isPoint(this.#point)) {
      throw new TypeError(`the public key of the ${who} is one under which a signature means nothing`);
    }
    this.#key = createPublicKey({ key: Buffer.concat([DER, this.#point]), format: "der", type: "spki" });
    this.name = name;
    this.#kind = kind;
  }

  /** TypeError where it is none. */
  static ofLog(text: string): Key {
    return Key.#of(text, LOG);
  }

  /** TypeError where it is none. */
  static ofWitness(text: string): Key {
    return Key.#of(text, WITNESS);
  }

  static #of(text: string, kind: number): Key {
    const found = READ.get(`${kind} ${text}`) ?? new Key(text, kind);
    if (READ.size >= MOST_READ) {
      READ.clear();
    }
    READ.set(`${kind} ${text}`, found);
    return found;
  }

  /** Whether two keys are one under two names. */
  isSame(other: Key): boolean {
    return this.#point.equals(other.#point);
  }

  /**
   * The time (seconds since 1970, 0 of a log) at which this key signed; undefined where it did not. ProofError SIGNATURE, or FORM where
   * it stands there twice.
   */
  signed(head: string, signatures: readonly Signature[]): bigint | undefined {
    const [mine, ...more] = signatures.filter(({ name, keyId }) => name === this.name && keyId.equals(this.#id));
    if (mine === undefined) {
      return undefined;
    }
    if (more.length > 0) {
      throw new ProofError("FORM");
    }
    if (this.#kind === LOG) {
      this.#check(head, mine.bytes);
      return 0n;
    }
    if (mine.bytes.length <= TIME_BYTES) {
      throw new ProofError("SIGNATURE");
    }
    const time = mine.bytes.readBigUInt64BE();
    this.#check(`cosignature/v1\ntime ${time}\n${head}`, mine.bytes.subarray(TIME_BYTES));
    if (time > LATEST) {
      throw new ProofError("SIGNATURE");
    }
    return time;
  }

  #check(text: string, signature: Buffer): void {
    if (!verify(null, Buffer.from(text), this.#key, signature)) {
      throw new ProofError("SIGNATURE");
    }
  }
}

/**
 * Whether 32 bytes are a key that means something: a point of the curve, written in the one way (RFC 8032, 5.1.2), and none of
 * the eight under which a single signature would fit many texts: y is 0, 1 or -1 there, or fits an equation.
 */
function isPoint(bytes: Buffer): boolean {
  const y = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`) & (2n ** 255n - 1n);
  const square = (y * y) % P;
  const isSmall = y === 0n || y === 1n || y === P - 1n || (D * square * square + 2n * square - 1n) % P === 0n;
  // x^2 = (y^2 - 1) / (D y^2 + 1) has a root where its product with a square has one.
  const hasRoot = power(((square + P - 1n) * (D * square + 1n)) % P, (P - 1n) / 2n) === 1n;
  return y < P && !isSmall && hasRoot;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let factor = base % P, rest = exponent; rest > 0n; rest >>= 1n, factor = (factor * factor) % P) {
    result = rest & 1n ? (result * factor) % P : result;
  }
  return result;
}
