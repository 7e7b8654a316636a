import { HallmintError } from "./error.js";
import { type Ends, rest } from "./pause.js";
import { type Policy, pauseOf } from "./policy.js";

/** How often and how long something is tried. */
export interface Limits extends Ends {
  readonly policy: Policy;
  /** Tries, at least 1. */
  readonly attempts: number;
  /** Milliseconds of all tries and pauses. */
  readonly limitMs: number;
  /** What the error tells of a call that creates something. */
  readonly requestId?: string;
}

/** Sends, each time with the milliseconds that are left, until an answer, the last try, or the end of the time. HallmintError. */
export async function repeat<T>(send: (leftMs: number) => Promise<T>, limits: Limits): Promise<T> {
  const { policy, attempts, limitMs, requestId = "" } = limits;
  const end = performance.now() + limitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(end - performance.now());
    } catch (thrown) {
      const error = HallmintError.from(thrown, requestId);
      const pause = pauseOf(policy, attempt, error.retryAfterMs);
      if (attempt >= attempts || performance.now() + pause >= end || !error.passing) {
        throw error;
      }
      await rest(pause, limits, requestId);
    }
  }
}
