/** Writes the address of every unit of a batch, one a line: `node tokens.js BATCH > urls.txt`. */

import { Client } from "@hallmint/client";
import { once } from "node:events";

const [batchId = ""] = process.argv.slice(2);
const client = new Client({
  address: process.env["HALLMINT_SERVER"],
  credential: process.env["HALLMINT_CREDENTIAL"],
});
try {
  // 500 a call; a million are two thousand calls, and one page of them is in memory.
  for await (const token of client.tokens(batchId)) {
    if (!process.stdout.write(`${token.resolverUrl}\n`)) {
      await once(process.stdout, "drain");
    }
  }
} finally {
  client.close();
}
