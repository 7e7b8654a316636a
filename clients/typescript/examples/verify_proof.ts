/** Checks a proof file, offline: `node verify_proof.js PROOF LOG_KEY [WITNESS_KEY ...]`. */

import { ProofError, verifyProof } from "@hallmint/client";
import { readFile } from "node:fs/promises";

const [path = "", logKey = "", ...witnessKeys] = process.argv.slice(2);
try {
  // The log's key comes from the brand, by a way that you trust: never with the proof.
  const found = verifyProof(await readFile(path), logKey, { witnessKeys });
  console.log(`RECORDED: ${found.identity}`);
  console.log(`unit ${found.seq} of 0 to ${found.quantity - 1} of batch ${found.batchId}, minted ${found.minted}`);
  console.log(`entry ${found.index} of 0 to ${found.size - 1n} of the log ${found.origin}`);
  for (const [name, seconds] of found.witnesses) {
    console.log(`seen by the witness ${name}: ${new Date(Number(seconds) * 1_000).toISOString()}`);
  }
  // A printed code can be copied: it does not prove that a product is no copy.
} catch (error) {
  if (!(error instanceof ProofError)) {
    throw error;
  }
  console.log(`REFUSED: ${error.message}`);
  process.exitCode = 1;
}
