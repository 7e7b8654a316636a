import { LONGEST_MS } from "./pause.js";

/**
 * How long a client waits, and how often it tries. All times are in milliseconds.
 *
 * Calls are tried again on UNAVAILABLE, and where the server has too much to do and says when to come back. Every method may
 * be but those that are not idempotent by their description: what creates something carries a request_id.
 */
export interface Policy {
  /** Of one call with all its tries and pauses; above 0, default 30,000. Streams have no limit as a whole. */
  readonly timeoutMs: number;
  /** Of one import, which is sent as a stream; above 0, default 600,000. The server allows no more. */
  readonly uploadMs: number;
  /** Tries of one call, at least 1; default 5. */
  readonly attempts: number;
  /** Before the second try; doubles with each further one. Default 100. */
  readonly pauseMs: number;
  /** Where doubling ends; default 2,000. A longer RetryInfo of the server is honoured all the same. */
  readonly longestPauseMs: number;
  /** A stream that says nothing for so long is taken for broken; above 0, default 30,000. The server sends a heartbeat every 10 s. */
  readonly silenceMs: number;
  /** How long a stream that has worked is tried again without any message before its error is thrown; default 60,000. */
  readonly patienceMs: number;
  /** Between two looks at work that has no stream, as a revocation; above 0, default 500. */
  readonly pollMs: number;
}

const DEFAULT: Policy = {
  timeoutMs: 30_000,
  uploadMs: 600_000,
  attempts: 5,
  pauseMs: 100,
  longestPauseMs: 2_000,
  silenceMs: 30_000,
  patienceMs: 60_000,
  pollMs: 500,
};
const LONGEST_STEP = 30;

/** The default with what is given of it. TypeError for what could never work. */
export function policyOf(given: Partial<Policy>): Policy {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const policy = { ...DEFAULT, ...set };
  const times = [policy.timeoutMs, policy.uploadMs, policy.silenceMs, policy.pollMs];
  if (!(policy.attempts >= 1) || !times.every((time) => time > 0)) {
    throw new TypeError("attempts must be at least 1; timeoutMs, uploadMs, silenceMs and pollMs must be above 0");
  }
  if (![...times, policy.pauseMs, policy.longestPauseMs, policy.patienceMs].every((time) => time <= LONGEST_MS)) {
    throw new TypeError(`times are milliseconds, and at most ${LONGEST_MS}`);
  }
  return policy;
}

/** Milliseconds before the next try after so many failures in a row: half of it by chance, so that clients spread. */
export function pauseOf(policy: Policy, failures: number, retryAfterMs: number | undefined): number {
  const step = Math.min(policy.pauseMs * 2 ** Math.min(failures - 1, LONGEST_STEP), policy.longestPauseMs);
  const jitter = 0.5 + Math.random() / 2;
  return Math.max(step * jitter, (retryAfterMs ?? 0) * (0.5 + jitter));
}
