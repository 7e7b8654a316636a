import { createHash } from "node:crypto";

import { ProofError } from "./error.js";
import { type ProofFile, parse } from "./file.js";
import { Key } from "./key.js";
import { climb, leafHash } from "./tree.js";

/** Whom to believe beside the log. */
export interface ProofOptions {
  /** Public keys of witnesses, `<name>+<id>+<base64>`; take them from the witnesses. */
  readonly witnessKeys?: readonly string[] | undefined;
  /** How many of them must have signed; default is all. */
  readonly witnesses?: number | undefined;
}

/** What a proof proves: this unit is of that batch, and the log has the batch. */
export interface Proved {
  /** The unit: to be compared with what the code on the product leads to, from its path on. */
  readonly identity: string;
  readonly batchId: string;
  /** The unit's number in its batch, from 0. */
  readonly seq: number;
  /** Units in the batch. */
  readonly quantity: number;
  /** The root of the batch: 32 bytes. */
  readonly root: Uint8Array;
  readonly productId: string;
  /** When the batch ended: RFC 3339, UTC, with six digits behind the second. */
  readonly minted: string;
  /** The name of the log. */
  readonly origin: string;
  /** The number of the batch's entry in the log, from 0. */
  readonly index: bigint;
  /** Entries of the log at that head. */
  readonly size: bigint;
  /** By the name of each known witness that signed: when it did, in seconds since 1970. */
  readonly witnesses: ReadonlyMap<string, bigint>;
}

/**
 * Checks a proof file (`verification.getTokenProof`), offline. It shows that a unit was minted as the log says: not that the
 * thing in one's hand is no copy, nor that the unit is still valid.
 *
 * `logKey` is the log's public key, `<name>+<id>+<base64>`, from another source than the proof. ProofError where the proof proves
 * nothing: whatever differs from the one form of a proof by a single character is refused. TypeError where a key is none.
 */
export function verifyProof(proof: Uint8Array, logKey: string, options: ProofOptions = {}): Proved {
  const log = Key.ofLog(logKey);
  const known = (options.witnessKeys ?? []).map((text) => Key.ofWitness(text));
  // A signature of a witness does not say its name: one key under two names would count twice.
  if (known.some((key, at) => [log, ...known.slice(0, at)].some((other) => other.isSame(key)))) {
    throw new TypeError("each witness has a key of its own");
  }
  const wanted = options.witnesses ?? known.length;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > known.length) {
    throw new TypeError(`witnesses is how many of the ${known.length} keys of witnesses must have signed`);
  }

  const file = parse(proof);
  const witnesses = checkHead(file, log, known, wanted);
  const entry = climb(leafHash(entryOf(file)), file.index, file.size, file.logPath);
  if (!entry?.equals(file.logRoot)) {
    throw new ProofError("ENTRY");
  }
  const leaf = leafHash(`hallmint/v1\n${file.batchId}\n${file.seq}\n${file.identity}\n`);
  if (!climb(leaf, file.seq, file.quantity, file.path)?.equals(file.root)) {
    throw new ProofError("TOKEN");
  }
  return {
    identity: file.identity,
    batchId: file.batchId,
    seq: Number(file.seq),
    quantity: Number(file.quantity),
    root: file.root,
    productId: file.productId,
    minted: file.minted,
    origin: file.origin,
    index: file.index,
    size: file.size,
    witnesses,
  };
}

function checkHead(file: ProofFile, log: Key, known: readonly Key[], wanted: number): Map<string, bigint> {
  if (file.origin !== log.name) {
    throw new ProofError("ORIGIN");
  }
  const isSigned = log.signed(file.head, file.signatures) !== undefined;
  const times = known.map((key) => [key.name, key.signed(file.head, file.signatures)] as const);
  if (!isSigned) {
    throw new ProofError("UNSIGNED");
  }
  const signed = times.filter((each): each is readonly [string, bigint] => each[1] !== undefined);
  if (signed.length < wanted) {
    throw new ProofError("WITNESSES");
  }
  return new Map(signed);
}

/** The entry of the batch in the log. */
function entryOf({ batchId, tag, salt, productId, quantity, root, minted }: ProofFile): string {
  const told = `${productId}\n${quantity}\n${root.toString("hex")}\n${minted}\n`;
  const commitment = createHash("sha256").update(salt).update(told).digest("hex");
  return `hallmint/batch/v1\n${batchId}\n${tag.toString("hex")}\n${commitment}\n`;
}
