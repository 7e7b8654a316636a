import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ExportService } from "@hallmint/client/v1";

import { type Config, clientOf, say } from "./config.js";

const MESSAGE_MOST = 64 * 1024 * 1024;

/** Says how fast the client reads, beside the bare stub of connect. */
export async function bench(config: Config): Promise<void> {
  const client = clientOf(config);
  await client.minting.getStats({});
  let [tokens, seen] = [0, 0];
  const pageS = await seconds(async () => {
    for await (const token of client.tokens(config.batch_id)) {
      tokens += 1;
      seen += token.resolverUrl.length;
    }
  });
  let readBytes = 0;
  const readS = await seconds(async () => {
    for await (const pack of client.packs(config.export_id)) {
      await client.downloadPack(pack, config.folder);
      readBytes += Number(pack.bytes);
    }
  });
  client.close();
  if (seen === 0) {
    throw new Error("the tokens have no addresses");
  }
  const pages = await raw(config.raw_address, "pages");
  const whole = await raw(config.raw_address, "export");
  say({
    tokens,
    page_s: pageS,
    read_bytes: readBytes,
    read_s: readS,
    raw_pages_s: pages.seconds,
    raw_pages_bytes: pages.bytes,
    raw_export_s: whole.seconds,
    raw_export_bytes: whole.bytes,
  });
}

/** Seconds and bytes of one stream, read and dropped. */
async function raw(address: string, packId: string): Promise<{ seconds: number; bytes: number }> {
  const transport = createGrpcTransport({ baseUrl: `http://${address}`, readMaxBytes: MESSAGE_MOST });
  const stub = createClient(ExportService, transport);
  let bytes = 0;
  const time = await seconds(async () => {
    for await (const { data } of stub.readPack({ packId })) {
      bytes += data.length;
    }
  });
  return { seconds: time, bytes };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}
