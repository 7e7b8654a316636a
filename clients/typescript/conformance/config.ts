import { Client, type ClientOptions, type HallmintError, type Policy, type Sheet, verifyProof } from "@hallmint/client";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** The keys of a CONFIG.json; one that is not given is undefined. */
export interface Config {
  readonly address?: string;
  readonly credential?: string;
  readonly brand?: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** In seconds, with the names that they have in Python. */
  readonly policy?: Record<string, number>;
  readonly control: string;
  readonly folder: string;
  readonly log_key: string;
  readonly product: { sku: string; gtin: string; name: string; attributes: Record<string, never> };
  readonly quantity: number;
  readonly mint_request_id: string;
  readonly revoked_credential: string;
  readonly away: string;
  readonly action: string;
  readonly sku: string;
  readonly request_id?: string;
  readonly batch_id: string;
  readonly export_id: string;
  readonly raw_address: string;
  readonly sheet: string;
  readonly other_credential: string;
}

export function readConfig(path: string): Config {
  return JSON.parse(readFileSync(path, "utf8")) as Config;
}

/** A client as the file says, with changes. TypeError where it refuses its options. */
export function clientOf(config: Config, changes: ClientOptions = {}): Client {
  const { address, credential, brand, ca, certificate, key, policy = {} } = config;
  return new Client({ address, credential, brand, ca, certificate, key, policy: policyOf(policy), ...changes });
}

function policyOf(seconds: Record<string, number>): Partial<Policy> {
  const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const entries = Object.entries(seconds).map(([name, value]) =>
    name === "attempts" ? [name, value] : [`${camel(name)}Ms`, value * 1_000],
  );
  return Object.fromEntries(entries) as Partial<Policy>;
}

/** Prints one line. */
export function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What an error says. */
export function told(error: HallmintError): object {
  const { code, reason, message, metadata, violations, requestId } = error;
  return { code, reason, message, metadata, violations, request_id: requestId };
}

/** All packs of an export as files, and what is in them by this program's own reading. */
export async function download(client: Client, exportId: string, folder: string): Promise<object[]> {
  const found: object[] = [];
  for await (const pack of client.packs(exportId)) {
    const data = await readFile(await client.downloadPack(pack, folder));
    const sha256 = createHash("sha256").update(data).digest("hex");
    found.push({ name: pack.fileName, bytes: data.length, sha256 });
  }
  return found;
}

/** What became of the rows of a sheet. */
export async function imported(client: Client, sheet: Sheet): Promise<object> {
  const { rows, created, updated, unchanged, refused } = await client.importProducts(sheet);
  return { rows, created, updated, unchanged, refused };
}

/** Whom the server takes this client for, and one that acts for somebody else over its connection. */
export async function callers(client: Client, { other_credential: credential }: Config): Promise<object> {
  const other = await client.acting(credential).credential.getCaller({});
  const own = await client.credential.getCaller({});
  return { own: own.credential?.credentialId, other: other.credential?.credentialId };
}

/** What the proof of a unit shows. */
export async function proved(
  client: Client,
  { batch_id: batchId, log_key: key }: Config,
  seq: number,
): Promise<object> {
  const token = { ref: { case: "batchSeq", value: { batchId, seq } } } as const;
  const found = verifyProof((await client.verification.getTokenProof({ token })).proof, key);
  return { identity: found.identity, batch_id: found.batchId, seq: found.seq };
}
