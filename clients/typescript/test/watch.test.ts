import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import {
  BatchState,
  ExportService,
  ExportState,
  MintingService,
  RevocationSchema,
  RevocationState,
  type WatchBatchResponseSchema,
} from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";

import { all, open, refusal, until } from "./support/client.js";
import { Proxy, away } from "./support/proxy.js";
import { forever, serve } from "./support/server.js";

type Message = MessageInitShape<typeof WatchBatchResponseSchema>;
type Script = (context: HandlerContext) => AsyncIterable<Message>;

function change(minted: number, state = BatchState.PROCESSING): Message {
  return { batch: { batchId: "b", mintedQuantity: minted, state }, cursor: `at ${minted}` };
}
const HEARTBEAT: Message = { cursor: "" };
/** That of the default policy. */
const SILENCE_MS = 30_000;
const END = change(3, BatchState.MINTED);

/** A server that answers each call for a watch by the next script, the last one again and again; the cursors asked for. */
async function scene(t: TestContext, ...scripts: Script[]) {
  const cursors: string[] = [];
  const address = await serve(t, (router) =>
    router.service(MintingService, {
      async *watchBatch({ cursor }, context) {
        cursors.push(cursor);
        yield* (scripts[Math.min(cursors.length, scripts.length) - 1] as Script)(context);
      },
    }),
  );
  return { cursors, proxy: await Proxy.before(t, address) };
}

function says(...messages: Message[]): Script {
  return async function* () {
    yield* messages;
  };
}

function breaks(code: Code, ...messages: Message[]): Script {
  return async function* () {
    yield* messages;
    throw new ConnectError("over", code);
  };
}

function silent(...messages: Message[]): Script {
  return async function* (context) {
    yield* messages;
    await forever(context);
  };
}

async function minted(batches: AsyncIterable<{ mintedQuantity: number }>): Promise<number[]> {
  return (await all(batches)).map(({ mintedQuantity }) => mintedQuantity);
}

test("a watch yields each change and ends behind the terminal state; heartbeats and repeats are not yielded", async (t) => {
  for (const state of [BatchState.MINTED, BatchState.FAILED, BatchState.CANCELLED]) {
    const { proxy, cursors } = await scene(t, says(change(1), HEARTBEAT, change(1), change(2), change(3, state)));
    assert.deepEqual(await minted(open(t, { address: proxy.address }).watchBatch("b")), [1, 2, 3]);
    assert.deepEqual(cursors, [""]);
  }
});

test("what is yielded is the caller's own: changing it is no news and no end", async (t) => {
  const { proxy } = await scene(t, breaks(Code.Unavailable, change(1), change(1), change(2)), says(change(2), END));
  const seen: number[] = [];
  for await (const batch of open(t, { address: proxy.address }).watchBatch("b")) {
    seen.push(batch.mintedQuantity);
    [batch.mintedQuantity, batch.state] = [-1, BatchState.MINTED];
  }
  assert.deepEqual(seen, [1, 2, 3]);
});

for (const code of [Code.Unavailable, Code.Canceled]) {
  test(`a stream that breaks with ${Code[code]} goes on at its cursor, and what was said is not said again`, async (t) => {
    const { proxy, cursors } = await scene(t, breaks(code, change(1)), breaks(code, change(1), change(2)), says(END));
    assert.deepEqual(await minted(open(t, { address: proxy.address }).watchBatch("b", { cursor: "mine" })), [1, 2, 3]);
    assert.deepEqual(cursors, ["mine", "at 1", "at 2"]);
  });
}

test("a stream that ends before what it follows goes on", async (t) => {
  const { proxy, cursors } = await scene(t, says(change(1)), says(change(2)), says(END));
  assert.deepEqual(await minted(open(t, { address: proxy.address }).watchBatch("b")), [1, 2, 3]);
  assert.deepEqual(cursors, ["", "at 1", "at 2"]);
});

for (const way of ["cut", "end"] as const) {
  test(`a watch goes on over a connection that breaks (${way})`, async (t) => {
    const { proxy, cursors } = await scene(t, silent(change(1)), silent(change(2)), says(END));
    const seen: number[] = [];
    for await (const batch of open(t, { address: proxy.address }).watchBatch("b")) {
      seen.push(batch.mintedQuantity);
      if (batch.state !== BatchState.MINTED) {
        proxy[way]();
      }
    }
    assert.deepEqual(seen, [1, 2, 3]);
    assert.deepEqual(cursors, ["", "at 1", "at 2"]);
    assert.equal(proxy.taken, 3);
  });
}

test("a stream that falls silent is taken for broken, and one that was silent from its beginning is asked for a snapshot", async (t) => {
  const { proxy, cursors } = await scene(t, silent(change(1)), silent(), silent(), says(END));
  const client = open(t, { address: proxy.address });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stream = client.watchBatch("b");
  assert.equal((await stream.next()).value?.mintedQuantity, 1);
  const rest = minted(stream);
  for (const streams of [1, 2, 3]) {
    await until(() => cursors.length === streams);
    t.mock.timers.tick(SILENCE_MS);
  }
  assert.deepEqual(await rest, [3]);
  assert.deepEqual(cursors, ["", "at 1", "", ""]);
});

test("the time that the caller takes is not the server's silence", async (t) => {
  const { proxy, cursors } = await scene(t, says(change(1), change(2), END));
  const client = open(t, { address: proxy.address, policy: { patienceMs: 0 } });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for await (const batch of client.watchBatch("b")) {
    if (batch.mintedQuantity === 1) {
      t.mock.timers.tick(2 * SILENCE_MS);
    }
  }
  assert.deepEqual(cursors, [""]);
});

test("who cannot be reached from the beginning: one error after the policy's attempts", async (t) => {
  const address = await away();
  const error = await refusal(all(open(t, { address, policy: { attempts: 3 } }).watchBatch("b")));
  assert.equal(error.code, "UNAVAILABLE");
  const { proxy, cursors } = await scene(t, breaks(Code.Unavailable));
  await refusal(all(open(t, { address: proxy.address, policy: { attempts: 3 } }).watchBatch("b")));
  assert.equal(cursors.length, 3);
});

test("a stream that has worked is tried again for the policy's patience, however many tries that takes", async (t) => {
  const over = Array.from({ length: 9 }, () => breaks(Code.Unavailable));
  const { proxy, cursors } = await scene(t, breaks(Code.Unavailable, change(1)), ...over, says(END));
  const client = open(t, { address: proxy.address, policy: { attempts: 1 } });
  assert.deepEqual(await minted(client.watchBatch("b")), [1, 3]);
  assert.equal(cursors.length, 11);
});

test("where the patience is over, the error is thrown", async (t) => {
  const { proxy, cursors } = await scene(t, breaks(Code.Unavailable, change(1)));
  const stream = open(t, { address: proxy.address, policy: { patienceMs: 0 } }).watchBatch("b");
  await stream.next();
  assert.equal((await refusal(stream.next())).code, "UNAVAILABLE");
  assert.equal(cursors.length, 1);
});

test("an error that waiting does not mend ends the watch at once", async (t) => {
  for (const code of [Code.NotFound, Code.Unauthenticated, Code.Internal, Code.ResourceExhausted]) {
    const { proxy, cursors } = await scene(t, breaks(code, change(1)));
    const stream = open(t, { address: proxy.address }).watchBatch("b");
    assert.equal((await stream.next()).done, false);
    assert.equal((await refusal(stream.next())).message, "over");
    assert.deepEqual(cursors, [""]);
  }
});

test("leaving the loop ends the stream, and a signal ends the watch", async (t) => {
  let ended = 0;
  const { proxy } = await scene(t, async function* (context) {
    context.signal.addEventListener("abort", () => (ended += 1));
    yield change(1);
    await forever(context);
  });
  const client = open(t, { address: proxy.address });
  for await (const batch of client.watchBatch("b")) {
    assert.equal(batch.mintedQuantity, 1);
    break;
  }
  const stop = new AbortController();
  const stream = client.watchBatch("b", { signal: stop.signal });
  await stream.next();
  stop.abort();
  assert.equal((await refusal(stream.next())).code, "CANCELLED");
  assert.equal((await refusal(client.watchBatch("b", { signal: AbortSignal.abort() }).next())).code, "CANCELLED");
  while (ended < 2) {
    await new Promise(setImmediate);
  }
});

test("closing the client ends a watch, without another try", async (t) => {
  const { proxy, cursors } = await scene(t, silent(change(1)));
  const client = open(t, { address: proxy.address });
  const stream = client.watchBatch("b");
  await stream.next();
  client.close();
  const error = await refusal(stream.next());
  assert.deepEqual([error.code, error.message], ["CANCELLED", "the client is closed"]);
  assert.deepEqual([cursors, proxy.taken], [[""], 1]);
});

test("exports are followed in the same way", async (t) => {
  const cursors: string[] = [];
  const address = await serve(t, (router) =>
    router.service(ExportService, {
      async *watchExport({ cursor, exportId }) {
        cursors.push(cursor);
        if (cursor === "") {
          yield { export: { exportId, packsCompleted: 1, state: ExportState.GENERATING }, cursor: "one" };
        } else {
          yield { cursor: "" };
          yield { export: { exportId, packsCompleted: 2, state: ExportState.COMPLETED }, cursor: "two" };
        }
      },
    }),
  );
  const found = await all(open(t, { address }).watchExport("e"));
  assert.deepEqual(
    found.map(({ exportId, packsCompleted }) => [exportId, packsCompleted]),
    [
      ["e", 1],
      ["e", 2],
    ],
  );
  assert.deepEqual(cursors, ["", "one"]);
});

test("revocations are looked at until they have ended", async (t) => {
  const revocation = (revokedQuantity: number, state = RevocationState.PROCESSING) =>
    create(RevocationSchema, { revocationId: "r", batchId: "b", revokedQuantity, state });
  const answers = [revocation(0), revocation(5), revocation(9, RevocationState.COMPLETED)];
  let looks = 0;
  const address = await serve(t, (router) =>
    router.service(MintingService, {
      getBatch: () => ({ revocations: answers.slice(looks, (looks += 1)) }),
    }),
  );
  const client = open(t, { address, policy: { pollMs: 1 } });
  const found = await all(client.watchRevocation(revocation(0)));
  assert.deepEqual(
    found.map(({ revokedQuantity }) => revokedQuantity),
    [0, 5, 9],
  );
  assert.equal(looks, 3);
  const over = await refusal(all(client.watchRevocation(revocation(0))));
  assert.equal(over.code, "NOT_FOUND");
});
