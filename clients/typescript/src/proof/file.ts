import { ProofError } from "./error.js";
import { base64, decimal, hash, hex, identity, keyName, time, uuid } from "./value.js";

const MOST_BYTES = 8_192;
const MOST_UNITS = 2n ** 31n - 1n; // what the API can say of a batch
const MOST_SIGNATURES = 100; // as every other reader of proof files has it
const KEY_ID_BYTES = 4;
const DASH = "\u2014 ";

/** A signature of the head of the log; nothing says yet whether it is true. */
export interface Signature {
  readonly name: string;
  readonly keyId: Buffer;
  readonly bytes: Buffer;
}

/** A proof file, taken apart. Nothing of it is to be believed before it was verified. */
export interface ProofFile {
  readonly batchId: string;
  readonly seq: bigint;
  readonly identity: string;
  readonly quantity: bigint;
  readonly root: Buffer;
  readonly productId: string;
  readonly minted: string;
  readonly salt: Buffer;
  readonly tag: Buffer;
  readonly path: readonly Buffer[];
  readonly index: bigint;
  readonly logPath: readonly Buffer[];
  /** What was signed: the lines of the head, each with its end. */
  readonly head: string;
  readonly origin: string;
  readonly size: bigint;
  readonly logRoot: Buffer;
  readonly signatures: readonly Signature[];
}

/** Takes a file apart, line by line. ProofError LENGTH, FORM. */
export function parse(proof: Uint8Array): ProofFile {
  if (proof.length > MOST_BYTES) {
    throw new ProofError("LENGTH");
  }
  const lines = new Lines(proof);
  lines.is("hallmint/proof/v1");
  const file = {
    batchId: lines.field("batch", uuid),
    seq: lines.field("seq", units),
    identity: lines.field("identity", identity),
    quantity: lines.field("quantity", units),
    root: lines.field("root", hex),
    productId: lines.field("product", uuid),
    minted: lines.field("minted", time),
    salt: lines.field("salt", hex),
    tag: lines.field("tag", hex),
    path: lines.all(
      (line) => line.startsWith("path "),
      () => lines.field("path", hash),
    ),
  };
  lines.is("c2sp.org/tlog-proof@v1");
  const index = lines.field("index", decimal);
  const logPath = lines.all(isText, () => lines.read(hash));
  lines.is("");
  const from = lines.number;
  const head = {
    origin: lines.read(keyName),
    size: lines.read(decimal),
    logRoot: lines.read(hash),
    // Further lines of a head are its log's business; they are signed with it.
    further: lines.all(isText, () => lines.read((line) => line)),
    head: lines.since(from),
  };
  lines.is("");
  // Those of keys that nobody named do not matter, however often they stand there (C2SP signed-note, "Signatures").
  const signatures = lines.all(isText, () => lines.read(signatureOf));
  if (signatures.length > MOST_SIGNATURES) {
    throw new ProofError("FORM", lines.number - signatures.length + MOST_SIGNATURES + 1);
  }
  if (signatures.length === 0 || !lines.isAtEnd) {
    throw new ProofError("FORM", lines.number + 1);
  }
  return { ...file, index, logPath, ...head, signatures };
}

function units(text: string): bigint | undefined {
  const number = decimal(text);
  return number !== undefined && number <= MOST_UNITS ? number : undefined;
}

function isText(line: string): boolean {
  return line !== "";
}

/** `— <name> <base64 of the key's id and of what it made>` */
function signatureOf(line: string): Signature | undefined {
  const [name = "", text = "", ...more] = line.startsWith(DASH) ? line.slice(DASH.length).split(" ") : [];
  const data = base64(text);
  if (more.length > 0 || keyName(name) === undefined || data === undefined || data.length <= KEY_ID_BYTES) {
    return undefined;
  }
  return { name, keyId: data.subarray(0, KEY_ID_BYTES), bytes: data.subarray(KEY_ID_BYTES) };
}

/** The lines of a file, one after the other. */
class Lines {
  readonly #lines: readonly string[];
  /** How many were taken. */
  number = 0;

  constructor(data: Uint8Array) {
    const text = textOf(data);
    const at = /[\0-\x09\x0b-\x1f]/.exec(text)?.index;
    if (at !== undefined || !text.endsWith("\n")) {
      throw new ProofError("FORM", text.slice(0, at).split("\n").length);
    }
    this.#lines = text.slice(0, -1).split("\n");
  }

  get isAtEnd(): boolean {
    return this.number === this.#lines.length;
  }

  /** Takes the next line, and reads it. */
  read<T>(reader: (line: string) => T | undefined): T {
    const line = this.#lines[this.number];
    this.number += 1;
    const found = line === undefined ? undefined : reader(line);
    if (found === undefined) {
      throw new ProofError("FORM", this.number);
    }
    return found;
  }

  is(text: string): void {
    this.read((line) => (line === text ? line : undefined));
  }

  /** Takes the next line, which has this name, a space and a value. */
  field<T>(name: string, reader: (text: string) => T | undefined): T {
    return this.read((line) => (line.startsWith(`${name} `) ? reader(line.slice(name.length + 1)) : undefined));
  }

  /** Takes lines as long as the next one is of a kind. */
  all<T>(isOne: (line: string) => boolean, take: () => T): T[] {
    const found: T[] = [];
    for (let line = this.#lines[this.number]; line !== undefined && isOne(line); line = this.#lines[this.number]) {
      found.push(take());
    }
    return found;
  }

  /** The lines that were taken since then, with their ends. */
  since(number: number): string {
    return this.#lines
      .slice(number, this.number)
      .map((line) => `${line}\n`)
      .join("");
  }
}

function textOf(data: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new ProofError("FORM");
  }
}
