/** Exports a batch for a printer, and downloads its packs: `node export_packs.js BATCH FOLDER`. */

import { Client } from "@hallmint/client";
import { ExportState } from "@hallmint/client/v1";
import { mkdir } from "node:fs/promises";

const [batchId = "", folder = "."] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const client = new Client({
  address: process.env["HALLMINT_SERVER"],
  credential: process.env["HALLMINT_CREDENTIAL"],
});
try {
  const { export: made } = await client.export.createExport({ batchId, profile: "generic-vdp-lf" });
  const exportId = made?.exportId ?? "";
  let state = ExportState.UNSPECIFIED;
  for await (const now of client.watchExport(exportId)) {
    console.log(`${now.packsCompleted} of ${now.packs} packs`);
    state = now.state;
  }
  if (state !== ExportState.COMPLETED) {
    throw new Error(`the export ended without its packs: ${ExportState[state]}`);
  }
  // What broke goes on where it broke, also in another run; a file has its name once its SHA-256 is right.
  for await (const pack of client.packs(exportId)) {
    console.log(`${await client.downloadPack(pack, folder)}: ${pack.units} units, ${pack.bytes} bytes`);
  }
} finally {
  client.close();
}
