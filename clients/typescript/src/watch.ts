import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { clone, equals } from "@bufbuild/protobuf";

import { HallmintError } from "./error.js";
import { rest } from "./pause.js";
import { type Policy, pauseOf } from "./policy.js";
import { type Begin, messages } from "./stream.js";

/** What is followed. */
export interface Followed<Desc extends DescMessage, Answer extends { readonly cursor: string }> {
  readonly schema: Desc;
  /** Asks for it from a cursor on; the empty cursor is for a snapshot. */
  readonly ask: (cursor: string) => Begin<Answer>;
  /** What a message says; undefined for a heartbeat. */
  readonly read: (answer: Answer) => MessageShape<Desc> | undefined;
  readonly hasEnded: (found: MessageShape<Desc>) => boolean;
  /** Aborted when our own side is closed. */
  readonly closed: AbortSignal;
}

/** How one follows. */
export interface WatchOptions {
  /** Where to begin: as a message of the stream had it. Default is a snapshot at once. */
  readonly cursor?: string | undefined;
  /** Ends the watch with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

/** Yields each change until the end; what `Client.watchBatch` says. */
export async function* watch<Desc extends DescMessage, Answer extends { readonly cursor: string }>(
  what: Followed<Desc, Answer>,
  policy: Policy,
  { cursor: begin = "", signal }: WatchOptions,
): AsyncGenerator<MessageShape<Desc>, void, void> {
  let cursor = begin;
  let heardAt: number | undefined; // when the last message came; undefined before the first
  let failures = 0;
  let last: MessageShape<Desc> | undefined;
  for (;;) {
    let isSilent = true;
    let pause: number;
    try {
      for await (const message of messages(what.ask(cursor), policy.silenceMs, signal)) {
        [isSilent, failures, heardAt] = [false, 0, performance.now()];
        cursor = message.cursor || cursor;
        const found = what.read(message);
        if (found === undefined) {
          continue;
        }
        const hasEnded = what.hasEnded(found);
        if (last === undefined || !equals(what.schema, found, last)) {
          last = clone(what.schema, found); // the caller may change what it is given
          yield found;
          heardAt = performance.now(); // the time our caller took is not the server's silence
        }
        if (hasEnded) {
          return;
        }
      }
      throw new HallmintError("the stream ended before what it follows did", { code: "UNAVAILABLE" });
    } catch (thrown) {
      const error = HallmintError.from(thrown);
      failures += 1;
      pause = pauseOf(policy, failures, error.retryAfterMs);
      const quiet = heardAt === undefined ? undefined : performance.now() + pause - heardAt;
      const isOver = quiet === undefined ? failures >= policy.attempts : quiet > policy.patienceMs;
      // A server or proxy that goes away may say CANCELLED; where we gave up ourselves, nothing is tried again.
      const byUs = signal?.aborted === true || what.closed.aborted;
      const isPassing = error.passing || (error.code === "CANCELLED" && !byUs);
      if (isOver || !isPassing) {
        throw error;
      }
    }
    if (isSilent) {
      // A stream that broke before it said anything: ask for a snapshot, which a living server always sends, or else nothing
      // tells a batch without news from a server that is gone.
      cursor = "";
    }
    await rest(pause, { closed: what.closed, signal });
  }
}
