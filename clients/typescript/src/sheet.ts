import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Client as Stub } from "@connectrpc/connect";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import type {
  CatalogService,
  ImportMode,
  ImportProductsRequestSchema,
  ImportProductsResponse,
} from "../gen/hallmint/v1/catalog_service_pb.js";
import { repeat } from "./attempt.js";
import type { Policy } from "./policy.js";

const PIECE_BYTES = 256 * 1024;

/**
 * A product sheet that can be read again from its beginning: the path of a file, its bytes, or a function that gives all of it
 * anew each time. A path that is that of no regular file, as of a pipe, is read and sent once. For what can be read only once
 * there is `client.catalog.importProducts`.
 */
export type Sheet = string | URL | Uint8Array | (() => AsyncIterable<Uint8Array> | Iterable<Uint8Array>);

/** How one imports. */
export interface ImportOptions {
  /** What becomes of right rows where others are wrong; by default nothing (ALL_OR_NOTHING). */
  readonly mode?: ImportMode | undefined;
  /** Has everything checked and nothing written. */
  readonly dryRun?: boolean | undefined;
  /** Hears how many bytes of the sheet have been sent; begins anew with each try. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Ends the import with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

type Request = MessageInitShape<typeof ImportProductsRequestSchema>;

/** Imports as `Client.importProducts` says; `closed` is aborted when the client is closed. */
export async function importSheet(
  sheet: Sheet,
  catalog: Stub<typeof CatalogService>,
  policy: Policy,
  options: ImportOptions,
  closed: AbortSignal,
): Promise<ImportProductsResponse> {
  const { signal } = options;
  const send = async (leftMs: number): Promise<() => ImportProductsResponse> => {
    const broken: unknown[] = [];
    const requests = requestsOf(sheet, options, broken);
    try {
      const call = { timeoutMs: Math.max(leftMs, 1), ...(signal && { signal }) };
      const answer = await catalog.importProducts(requests, call);
      return () => answer;
    } catch (thrown) {
      if (broken.length === 0) {
        throw thrown;
      }
      return () => {
        throw broken[0]; // as it is, and no further try: the server is not what went wrong
      };
    } finally {
      // connect leaves it where it was when the server has answered early. It may wait for the sheet, for which nobody waits here.
      requests.return().catch(() => undefined);
    }
  };
  const attempts = (await lasts(sheet)) ? policy.attempts : 1;
  const end = await repeat(send, { policy, attempts, limitMs: policy.uploadMs, closed, signal });
  return end();
}

/** The messages, at least one. */
async function* requestsOf(
  sheet: Sheet,
  options: ImportOptions,
  broken: unknown[],
): AsyncGenerator<Request, void, void> {
  const { mode, dryRun = false } = options;
  const head: Request = { dryRun, ...(mode !== undefined && { mode }) };
  let isFirst = true;
  for await (const piece of piecesOf(sheet, options, broken)) {
    yield { ...(isFirst && head), piece };
    isFirst = false;
  }
  if (isFirst) {
    yield head;
  }
}

/** The sheet in pieces. What is thrown here is kept in `broken`, for connect makes an error of its own of it. */
async function* piecesOf(
  sheet: Sheet,
  { onBytes }: ImportOptions,
  broken: unknown[],
): AsyncGenerator<Uint8Array, void, void> {
  let sent = 0;
  try {
    for await (const bytes of begin(sheet)) {
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        const piece = bytes.subarray(start, start + PIECE_BYTES);
        yield piece;
        sent += piece.length;
        onBytes?.(sent);
      }
    }
  } catch (thrown) {
    broken.push(thrown);
    throw thrown;
  }
}

function begin(sheet: Sheet): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof sheet === "function") {
    return sheet();
  }
  return sheet instanceof Uint8Array ? [sheet] : createReadStream(sheet, { highWaterMark: PIECE_BYTES });
}

/** Whether what was read once can be read again. */
async function lasts(sheet: Sheet): Promise<boolean> {
  if (typeof sheet === "function" || sheet instanceof Uint8Array) {
    return true;
  }
  // What is wrong with the path is told where it is read.
  return stat(sheet).then(
    (found) => found.isFile(),
    () => false,
  );
}
