import { createHash } from "node:crypto";

/** The hash of a leaf (RFC 6962, 2.1). */
export function leafHash(leaf: string): Buffer {
  return createHash("sha256").update("\0").update(leaf).digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update("\x01").update(left).update(right).digest();
}

/** The root that follows from a leaf, its number in a tree of `size` leaves, and its path (RFC 9162, 2.1.3.2); undefined where
 * such a tree has no such path.
 */
export function climb(leaf: Buffer, index: bigint, size: bigint, path: readonly Buffer[]): Buffer | undefined {
  if (index >= size) {
    return undefined;
  }
  let [here, last, found] = [index, size - 1n, leaf];
  for (const other of path) {
    if (last === 0n) {
      return undefined; // too long
    }
    if (here % 2n === 1n || here === last) {
      found = nodeHash(other, found);
      while (here % 2n === 0n && here !== 0n) {
        [here, last] = [here >> 1n, last >> 1n]; // no neighbour on these levels
      }
    } else {
      found = nodeHash(found, other);
    }
    [here, last] = [here >> 1n, last >> 1n];
  }
  return last === 0n ? found : undefined; // else too short
}
