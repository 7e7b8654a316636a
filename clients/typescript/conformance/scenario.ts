import { type Client, HallmintError, ProofError, verifyProof } from "@hallmint/client";
import {
  ActivationMode,
  BatchState,
  CommercialStatus,
  ErrorReason,
  ExportState,
  type PreflightMintResponse,
  ProductGroup,
  TokenStatus,
} from "@hallmint/client/v1";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Config, callers, clientOf, download, imported, say, told } from "./config.js";

const CUT_AFTER = 200_000;
const PROVED = 4_242;
const REVOKED = 7;

/** Carries the scenario out; each step is one line. */
export async function scenario(config: Config): Promise<void> {
  const client = clientOf(config);
  try {
    await makeProduct(client, config);
    const batchId = await mint(client, config);
    await readTokens(client, batchId);
    await exportBatch(client, config, batchId);
    await prove(client, config, batchId);
    await revoke(client, batchId);
    await importSheet(client, config);
    say({ step: "acting", ...(await callers(client, config)) });
    await fail(client, config);
  } finally {
    client.close();
  }
}

async function makeProduct(client: Client, config: Config): Promise<void> {
  const { product: facts, quantity } = config;
  const { product } = await client.catalog.createProduct({
    ...facts,
    group: ProductGroup.GENERIC,
    commercialStatus: CommercialStatus.DRAFT,
  });
  say({ step: "product", product_id: product?.productId, revision: product?.revision });
  const ask = { mint: specOf(config, quantity) };
  say({ step: "preflight", reasons: reasonsOf(await client.minting.preflightMint(ask)) });
  await client.catalog.updateProduct({
    product: { ref: { case: "sku", value: facts.sku } },
    change: { commercialStatus: CommercialStatus.ACTIVE },
    updateMask: { paths: ["commercial_status"] },
  });
  say({ step: "ready", reasons: reasonsOf(await client.minting.preflightMint(ask)) });
}

async function mint(client: Client, config: Config): Promise<string> {
  const request = { requestId: config.mint_request_id, mint: specOf(config, config.quantity) };
  const batchId = (await client.minting.submitMint(request)).batch?.batchId ?? "";
  let [state, minted, changes] = ["", 0, 0];
  for await (const batch of client.watchBatch(batchId)) {
    [state, minted, changes] = [BatchState[batch.state], batch.mintedQuantity, changes + 1];
    if (changes === 1) {
      await cut(config);
    }
  }
  say({ step: "mint", batch_id: batchId, state, minted, changes });
  return batchId;
}

async function readTokens(client: Client, batchId: string): Promise<void> {
  const digest = createHash("sha256");
  const seqs: number[] = [];
  for await (const token of client.tokens(batchId)) {
    digest.update(`${token.resolverUrl}\n`);
    seqs.push(token.seq);
  }
  const sha256 = digest.digest("hex");
  say({ step: "tokens", count: seqs.length, first_seq: seqs[0], last_seq: seqs.at(-1), sha256 });
}

async function exportBatch(client: Client, config: Config, batchId: string): Promise<void> {
  const made = await client.export.createExport({ batchId, profile: "generic-vdp-lf" });
  const exportId = made.export?.exportId ?? "";
  let state = "";
  for await (const found of client.watchExport(exportId)) {
    state = ExportState[found.state];
  }
  await cut(config, `?after=${CUT_AFTER}`);
  say({ step: "export", export_id: exportId, state, packs: await download(client, exportId, config.folder) });
}

async function prove(client: Client, config: Config, batchId: string): Promise<void> {
  const { proof } = await client.verification.getTokenProof({ token: refOf(batchId, PROVED) });
  await writeFile(join(config.folder, "token.proof"), proof);
  const found = verifyProof(proof, config.log_key);
  const changed = Buffer.from(proof);
  const at = changed.indexOf("\nroot ") + "\nroot ".length;
  changed.write(changed.toString("latin1", at, at + 1) === "0" ? "1" : "0", at);
  const mutated = refusalOf(() => verifyProof(changed, config.log_key));
  const { identity, seq, size } = found;
  say({ step: "proof", identity, batch_id: found.batchId, seq, size: Number(size), mutated });
}

async function revoke(client: Client, batchId: string): Promise<void> {
  const token = refOf(batchId, REVOKED);
  const value = { tokens: [token] };
  await client.minting.revokeTokens({ reason: "stolen in transit", target: { case: "tokens", value } });
  const answer = await client.minting.getToken({ token });
  say({ step: "revoke", status: TokenStatus[answer.token?.status ?? 0] });
}

async function importSheet(client: Client, config: Config): Promise<void> {
  const sheet = await readFile(config.sheet);
  let isCut = false;
  const first = await imported(client, async function* () {
    yield sheet.subarray(0, sheet.length / 2);
    if (!isCut) {
      isCut = true;
      await cut(config);
    }
    yield sheet.subarray(sheet.length / 2);
  });
  say({ step: "import", first, again: await imported(client, config.sheet) });
}

async function fail(client: Client, config: Config): Promise<void> {
  const { mint_request_id: requestId, quantity } = config;
  const revoked = clientOf(config, { credential: config.revoked_credential });
  await tell("revoked_credential", revoked.minting.getStats({}));
  revoked.close();
  const more = specOf(config, quantity + 1);
  await tell("reused_request_id", client.minting.submitMint({ requestId, mint: more }));
  await tell("refused", client.minting.submitMint({ mint: specOf(config, 0) }));
  const away = clientOf(config, { address: config.away, policy: { attempts: 2, pauseMs: 50 } });
  await tell("unavailable", away.minting.getStats({}));
  away.close();
}

async function tell(name: string, call: Promise<unknown>): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HallmintError)) {
    throw error ?? new Error(`${name}: it was to fail`);
  }
  say({ step: "error", case: name, ...told(error) });
}

/** Has the connections broken. */
async function cut({ control }: Config, query = ""): Promise<void> {
  const answer = await fetch(`${control}/cut${query}`);
  if (answer.status !== 200) {
    throw new Error(`the proxy answers ${answer.status}`);
  }
  await answer.arrayBuffer();
}

function refusalOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    if (error instanceof ProofError) {
      return error.message;
    }
    throw error;
  }
  throw new Error("a proof that was changed was taken");
}

function specOf({ product }: Config, quantity: number) {
  const ref = { case: "sku", value: product.sku } as const;
  return { product: { ref }, quantity, activationMode: ActivationMode.AT_MINT };
}

function refOf(batchId: string, seq: number) {
  return { ref: { case: "batchSeq", value: { batchId, seq } } } as const;
}

function reasonsOf({ violations }: PreflightMintResponse): string[] {
  return violations.map(({ reason }) => ErrorReason[reason]);
}
