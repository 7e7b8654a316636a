import { setTimeout as sleep } from "node:timers/promises";

import { HallmintError } from "./error.js";

/** What a timer of Node can wait, in milliseconds; a longer one would end at once. */
export const LONGEST_MS = 2 ** 31 - 1;

/** What ends a pause early. */
export interface Ends {
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal;
  /** The caller's own. */
  readonly signal?: AbortSignal | undefined;
}

/** A pause between two tries, however long; HallmintError CANCELLED as soon as the caller gives up or the client is closed. */
export async function rest(pauseMs: number, { closed, signal }: Ends, requestId = ""): Promise<void> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  const ends = signal === undefined ? [closed] : [closed, signal];
  ends.forEach((end) => end.addEventListener("abort", stop, { once: true }));
  if (ends.some(({ aborted }) => aborted)) {
    stop();
  }
  try {
    let left = pauseMs;
    do {
      await sleep(Math.min(left, LONGEST_MS), undefined, { signal: over.signal });
      left -= LONGEST_MS;
    } while (left > 0);
  } catch {
    const message = signal?.aborted ? "the caller gave up" : "the client is closed";
    throw new HallmintError(message, { code: "CANCELLED", requestId, cause: signal?.reason });
  } finally {
    ends.forEach((end) => end.removeEventListener("abort", stop));
  }
}
