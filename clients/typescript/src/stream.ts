import { HallmintError } from "./error.js";

/** Begins a call that answers with a stream, and ends with the signal. */
export type Begin<M> = (options: { signal: AbortSignal }) => AsyncIterable<M>;

/**
 * The messages of a call, which ends with the generator. HallmintError, also where the server says nothing for `silenceMs`; the
 * time that the caller takes between two messages does not count.
 */
export async function* messages<M>(
  begin: Begin<M>,
  silenceMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<M, void, void> {
  const call = new AbortController();
  const stop = (): void => call.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) {
    stop();
  }
  try {
    const stream = begin({ signal: call.signal })[Symbol.asyncIterator]();
    for (;;) {
      const found = await inTime(stream.next(), silenceMs);
      if (found.done === true) {
        return;
      }
      yield found.value;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    call.abort();
  }
}

async function inTime<T>(work: Promise<T>, silenceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    const text = `the server said nothing for ${silenceMs / 1_000} s`;
    timer = setTimeout(() => reject(new HallmintError(text, { code: "UNAVAILABLE" })), silenceMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
