/** Mints units of a product and follows the batch: `node mint_and_watch.js SKU QUANTITY`. */

import { Client, HallmintError } from "@hallmint/client";
import { BatchState } from "@hallmint/client/v1";

const [sku = "", quantity] = process.argv.slice(2);
const client = new Client({
  address: process.env["HALLMINT_SERVER"],
  credential: process.env["HALLMINT_CREDENTIAL"],
});
try {
  // A retry never mints twice: the call carries a requestId, made once.
  const product = { ref: { case: "sku", value: sku } } as const;
  const { batch } = await client.minting.submitMint({ mint: { product, quantity: Number(quantity) } });
  // The watch goes on over broken connections.
  for await (const now of client.watchBatch(batch?.batchId ?? "")) {
    console.log(`${BatchState[now.state]}: ${now.mintedQuantity} of ${now.quantity}`);
  }
  console.log(batch?.batchId);
} catch (error) {
  if (!(error instanceof HallmintError)) {
    throw error;
  }
  console.error(String(error));
  error.violations.forEach(({ field, reason, description }) => console.error(`${field}: ${description} (${reason})`));
  process.exitCode = 1;
} finally {
  client.close();
}
