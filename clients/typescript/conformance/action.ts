import { type Client, HallmintError } from "@hallmint/client";
import { BatchState, ProductGroup } from "@hallmint/client/v1";
import { createHash } from "node:crypto";

import { type Config, callers, clientOf, download, imported, proved, say, told } from "./config.js";

const BIG = 2 * 1024 * 1024;
const PROVED = 42;

/** Does one thing that a test asks for, and says how it ended. */
export async function act(config: Config): Promise<void> {
  let client: Client;
  try {
    client = clientOf(config);
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
    say({ error: { code: "", reason: "", message: error.message } });
    return;
  }
  try {
    const work = ACTIONS[config.action];
    if (work === undefined) {
      throw new Error(`there is no action ${config.action}`);
    }
    say({ ok: await work(client, config) });
  } catch (error) {
    if (!(error instanceof HallmintError)) {
      throw error;
    }
    const { retryAfterMs } = error;
    say({ error: { ...told(error), retry_after: retryAfterMs === undefined ? null : retryAfterMs / 1_000 } });
  } finally {
    client.close();
  }
}

const ACTIONS: Record<string, (client: Client, config: Config) => Promise<object>> = {
  async stats(client) {
    return { tokens_minted: Number((await client.minting.getStats({})).tokensMinted) };
  },
  async mint(client, { sku, quantity, request_id: requestId }) {
    const mint = { product: { ref: { case: "sku", value: sku } }, quantity } as const;
    const { batch } = await client.minting.submitMint({ mint, ...(requestId !== undefined && { requestId }) });
    return { batch_id: batch?.batchId };
  },
  async watch(client, { batch_id: batchId }) {
    let [state, minted, changes] = ["", 0, 0];
    for await (const batch of client.watchBatch(batchId)) {
      [state, minted, changes] = [BatchState[batch.state], batch.mintedQuantity, changes + 1];
    }
    return { state, minted, changes };
  },
  async download(client, { export_id: exportId, folder }) {
    return { packs: await download(client, exportId, folder) };
  },
  now: async () => ({ now: Date.now() / 1_000 }),
  import: (client, { sheet }) => imported(client, sheet),
  acting: callers,
  proof: (client, config) => proved(client, config, PROVED),
  async big(client) {
    const request = { sku: "BIG", name: "x".repeat(BIG), group: ProductGroup.GENERIC };
    return { product_id: (await client.catalog.createProduct(request)).product?.productId };
  },
  async tokens(client, { batch_id: batchId }) {
    const digest = createHash("sha256");
    let count = 0;
    for await (const token of client.tokens(batchId)) {
      digest.update(`${token.resolverUrl}\n`);
      count += 1;
    }
    return { count, sha256: digest.digest("hex") };
  },
};
