import { Client, type ClientOptions, HallmintError, type Policy } from "@hallmint/client";
import assert from "node:assert/strict";
import type { TestContext } from "node:test";

/** Pauses that a test has time for; times that it never reaches are the policy's own. */
export const QUICK: Partial<Policy> = { pauseMs: 1, longestPauseMs: 5 };

/** A client that is closed with the test. */
export function open(t: TestContext, options: ClientOptions): Client {
  const client = new Client({ ...options, policy: { ...QUICK, ...options.policy } });
  t.after(() => client.close());
  return client;
}

/** The error that something ends with. */
export async function refusal(work: PromiseLike<unknown>): Promise<HallmintError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert(thrown instanceof HallmintError, `${thrown} is no HallmintError`);
  return thrown;
}

/** All that a stream yields. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of stream) {
    found.push(each);
  }
  return found;
}

/** Waits for something that happens by itself; a test that waits in vain ends with its own time. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise(setImmediate);
  }
}
