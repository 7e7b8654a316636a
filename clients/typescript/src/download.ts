import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { HallmintError } from "./error.js";
import { rest } from "./pause.js";
import { type Policy, pauseOf } from "./policy.js";
import { type Begin, messages } from "./stream.js";

/** What a file has to be. */
export interface Wanted {
  readonly fileName: string;
  readonly bytes: bigint;
  readonly sha256: Uint8Array;
}

/** How one downloads. */
export interface DownloadOptions {
  /** Hears how many bytes are there. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Ends the download with CANCELLED; what is there stays, for the next one. */
  readonly signal?: AbortSignal | undefined;
}

interface Piece {
  readonly data: Uint8Array;
}

/**
 * Writes a file into a folder under its own name, as `Client.downloadPack` says: `begin` calls for its bytes from an offset on,
 * and `closed` is aborted when the client is closed. Gives back its path.
 */
export async function download(
  wanted: Wanted,
  folder: string,
  begin: (offset: number) => Begin<Piece>,
  policy: Policy,
  options: DownloadOptions,
  closed: AbortSignal,
): Promise<string> {
  const path = join(folder, nameOf(wanted));
  const part = `${path}.part`;
  if (await isWhole(path, wanted)) {
    options.onBytes?.(Number(wanted.bytes));
    return path;
  }
  await load(part, wanted, begin, policy, options, closed);
  if (!(await isWhole(part, wanted))) {
    await rm(part);
    throw lost("the bytes are not those of the pack's digest");
  }
  await publish(part, path);
  return path;
}

/** Appends what is missing; tries again where the connection breaks, as often as the policy says without a byte in between. */
async function load(
  part: string,
  wanted: Wanted,
  begin: (offset: number) => Begin<Piece>,
  policy: Policy,
  options: DownloadOptions,
  closed: AbortSignal,
): Promise<void> {
  const most = Number(wanted.bytes);
  for (let failures = 0; ;) {
    const has = await begun(part, most);
    try {
      await append(part, has, most, begin(has), policy.silenceMs, options);
      return;
    } catch (thrown) {
      if (!(thrown instanceof HallmintError)) {
        throw thrown; // of the disk
      }
      failures = (await begun(part, most)) > has ? 1 : failures + 1;
      if (failures >= policy.attempts || !thrown.passing) {
        throw thrown;
      }
      await rest(pauseOf(policy, failures, thrown.retryAfterMs), { closed, signal: options.signal });
    }
  }
}

async function append(
  part: string,
  has: number,
  most: number,
  begin: Begin<Piece>,
  silenceMs: number,
  { onBytes, signal }: DownloadOptions,
): Promise<void> {
  await within(part, "a", async (file) => {
    for await (const { data } of messages(begin, silenceMs, signal)) {
      if (has + data.length > most) {
        throw lost("the server sent more bytes than the pack has");
      }
      await file.writeFile(data);
      has += data.length;
      onBytes?.(has);
    }
  });
  if (has < most) {
    throw new HallmintError("the stream ended before the file did", { code: "UNAVAILABLE" });
  }
}

/** The last part of a name that the server gave: nothing is ever written outside of the folder. */
function nameOf({ fileName }: Wanted): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? "";
  if (name === "" || name === "." || name === ".." || name.includes("\0")) {
    throw lost("the pack has no file name");
  }
  return name;
}

/** How much of a download is there; one that is longer than what is loaded is none of it. */
async function begun(part: string, most: number): Promise<number> {
  const has = await sizeOf(part);
  if (has !== undefined && has > most) {
    await rm(part);
    return 0;
  }
  return has ?? 0;
}

/** Whether a file is there, and is the one that is wanted. */
async function isWhole(path: string, { bytes, sha256 }: Wanted): Promise<boolean> {
  if ((await sizeOf(path)) !== Number(bytes)) {
    return false;
  }
  const digest = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), digest);
  return digest.digest().equals(sha256);
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") {
      throw error;
    }
  });
  return found?.size;
}

/** Gives a file its name, durably: before, there is none of this name or an old one, and after it the whole new one. */
async function publish(part: string, path: string): Promise<void> {
  await within(part, "r+", (file) => file.sync());
  await rename(part, path);
  // Windows opens no folders; there the rename is as durable as it gets.
  if (process.platform !== "win32") {
    await within(dirname(path), "r", (file) => file.sync());
  }
}

async function within(path: string, flags: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

/** What is told of bytes that are not the ones that were asked for. */
function lost(text: string): HallmintError {
  return new HallmintError(text, { code: "DATA_LOSS" });
}
