import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createGrpcTransport } from "@connectrpc/connect-node";
import { MintingService } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import { type TestContext, test } from "node:test";
import { type SecureContext, createSecureContext } from "node:tls";

import { Connection } from "../src/connection.js";
import { open, refusal } from "./support/client.js";
import { Proxy, away } from "./support/proxy.js";
import { forever, listen, serve } from "./support/server.js";

/** A server whose `GetStats` answers, and whose `GetBatch` never does; how often each was asked. */
async function scene(t: TestContext) {
  const asked = { getStats: 0, getBatch: 0 };
  const server = await serve(t, (router) =>
    router.service(MintingService, {
      getStats: () => ({ tokensMinted: BigInt((asked.getStats += 1)) }),
      getBatch: (_, context) => {
        asked.getBatch += 1;
        return forever(context);
      },
    }),
  );
  const proxy = await Proxy.before(t, server);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      await new Promise(setImmediate);
    }
  };
  return { asked, proxy, until };
}

test("one connection serves many calls", async (t) => {
  const { proxy, asked } = await scene(t);
  const client = open(t, { address: proxy.address });
  await Promise.all(Array.from({ length: 50 }, () => client.minting.getStats({})));
  assert.deepEqual([asked.getStats, proxy.taken], [50, 1]);
});

for (const way of ["cut", "end"] as const) {
  test(`a call whose connection breaks (${way}) is sent again on a new one`, async (t) => {
    const { proxy, asked, until } = await scene(t);
    const client = open(t, { address: proxy.address, policy: { attempts: 2 } });
    const over = refusal(client.minting.getBatch({}));
    await until(() => asked.getBatch === 1);
    proxy[way]();
    await until(() => asked.getBatch === 2);
    proxy[way]();
    assert.equal((await over).code, "UNAVAILABLE");
    assert.equal(proxy.taken, 2);
    await client.minting.getStats({});
  });

  test(`a connection that breaks (${way}) without calls is made again`, async (t) => {
    const { proxy, until } = await scene(t);
    const client = open(t, { address: proxy.address });
    for (let round = 1; round <= 3; round += 1) {
      await client.minting.getStats({});
      await until(() => proxy.taken === round);
      proxy[way]();
    }
  });
}

test("nobody there: one error, after the policy's tries", async (t) => {
  const address = await away();
  const error = await refusal(open(t, { address, policy: { attempts: 3 } }).minting.getStats({}));
  assert.deepEqual([error.code, error.reason], ["UNAVAILABLE", ""]);
  assert.equal(error.message, `no connection to ${address}: connect ECONNREFUSED ${address}`);
});

test("a name that nobody knows", async (t) => {
  const error = await refusal(open(t, { address: "nowhere.invalid:1", policy: { attempts: 1 } }).minting.getStats({}));
  assert.equal(error.code, "UNAVAILABLE");
  assert.match(error.message, /^no connection to nowhere\.invalid:1: getaddrinfo /);
});

test("a deadline ends a call that has no answer, and one that has no connection", async (t) => {
  const { proxy, asked } = await scene(t);
  const client = open(t, { address: proxy.address });
  assert.equal((await refusal(client.minting.getBatch({}, { timeoutMs: 1 }))).code, "DEADLINE_EXCEEDED");
  assert.equal((await refusal(client.minting.getBatch({}, { timeoutMs: 100 }))).code, "DEADLINE_EXCEEDED");
  assert(asked.getBatch <= 2);
  const other = open(t, { address: await deaf(t), policy: { timeoutMs: 50 } });
  assert.equal((await refusal(other.minting.getStats({}))).code, "DEADLINE_EXCEEDED");
});

test("closing ends what runs, and what comes after", async (t) => {
  const { proxy, asked, until } = await scene(t);
  const client = open(t, { address: proxy.address });
  const over = [refusal(client.minting.getBatch({})), refusal(client.watchBatch("b").next())];
  await until(() => asked.getBatch === 1);
  client.close();
  client.close();
  for (const error of [await over[0], await refusal(client.minting.getStats({}))]) {
    assert.deepEqual([error?.code, error?.message], ["CANCELLED", "the client is closed"]);
  }
  await over[1];
  const unopened = open(t, { address: proxy.address });
  const early = refusal(unopened.minting.getStats({}));
  unopened.close();
  assert.equal((await early).code, "CANCELLED");
});

test("a signal ends a call", async (t) => {
  const { proxy } = await scene(t);
  const client = open(t, { address: proxy.address });
  for (const signal of [AbortSignal.abort(), AbortSignal.timeout(5)]) {
    assert.equal((await refusal(client.minting.getBatch({}, { signal }))).code, "CANCELLED");
  }
});

/** Calls over a connection that waits for less than those of clients do. */
function impatient(t: TestContext, address: string, waits: { connectMs?: number; pingMs?: number; pongMs?: number }) {
  return over(t, { ...placeOf(address), tls: undefined }, waits);
}

function placeOf(address: string): { host: string; port: number } {
  const [host = "", port] = address.split(":");
  return { host, port: Number(port) };
}

function over(
  t: TestContext,
  target: { host: string; port: number; tls: SecureContext | undefined },
  waits: { connectMs?: number; pingMs?: number; pongMs?: number },
) {
  const connection = new Connection(target, { connectMs: 10_000, pingMs: 15_000, pongMs: 10_000, ...waits });
  t.after(() => connection.close());
  return createClient(
    MintingService,
    createGrpcTransport({ baseUrl: connection.authority, sessionManager: connection }),
  );
}

/** Who takes connections and says nothing: its address. */
async function deaf(t: TestContext): Promise<string> {
  const taken: net.Socket[] = [];
  const listener = net.createServer((socket) => taken.push(socket)).listen(0, "127.0.0.1");
  await once(listener, "listening");
  t.after(() => {
    taken.forEach((socket) => socket.destroy());
    listener.close();
  });
  return `127.0.0.1:${(listener.address() as net.AddressInfo).port}`;
}

test("a connection that is dead without saying so is found, and made again", async (t) => {
  const { proxy, asked, until } = await scene(t);
  const minting = impatient(t, proxy.address, { pingMs: 20, pongMs: 2_000 });
  const over = minting.getBatch({}).catch((error: unknown) => error);
  await until(() => asked.getBatch === 1);
  proxy.freeze();
  const error = ConnectError.from(await over);
  assert.deepEqual(
    [error.code, error.rawMessage],
    [Code.Unavailable, "the connection is dead: no answer to a ping for 2000 ms"],
  );
  assert.equal((await minting.getStats({})).tokensMinted, 1n);
  assert.equal(proxy.taken, 2);
});

test("a connection that answers pings is not taken for dead", async (t) => {
  const { proxy } = await scene(t);
  const minting = impatient(t, proxy.address, { pingMs: 5, pongMs: 5_000 });
  const error = ConnectError.from(await minting.getBatch({}, { timeoutMs: 200 }).catch((thrown: unknown) => thrown));
  assert.equal(error.code, Code.DeadlineExceeded);
  assert.equal(proxy.taken, 1);
});

test("who takes a connection and says nothing in the handshake of TLS is given up", async (t) => {
  const address = await deaf(t);
  const minting = over(t, { ...placeOf(address), tls: createSecureContext() }, { connectMs: 20 });
  const error = ConnectError.from(await minting.getStats({}).catch((thrown: unknown) => thrown));
  assert.equal(error.rawMessage, `no connection to ${address}: no handshake in time`);
});

test("a server that goes away in good order hands calls over to the next connection", async (t) => {
  let asked = 0;
  const answer = connectNodeAdapter({
    routes: (router) => router.service(MintingService, { getStats: () => ({ tokensMinted: BigInt((asked += 1)) }) }),
  });
  const connections = new Set<unknown>();
  const address = await listen(t, (request, response) => {
    connections.add(request.stream.session);
    request.stream.session?.goaway();
    answer(request, response);
  });
  const client = open(t, { address });
  for (let round = 0; round < 5; round += 1) {
    await client.minting.getStats({});
  }
  assert.deepEqual([asked, connections.size], [5, 5]);
});

test("a client that rests does not keep its process alive", async (t) => {
  const { proxy } = await scene(t);
  const program = `
    import { Client } from "@hallmint/client";
    const client = new Client({ address: "${proxy.address}" });
    console.log(String((await client.minting.getStats({})).tokensMinted));
  `;
  const other = spawn(process.execPath, ["--input-type=module", "-e", program], { timeout: 60_000 });
  let printed = "";
  other.stdout.on("data", (data) => (printed += String(data)));
  const [status] = (await once(other, "close")) as [number | null];
  assert.deepEqual([status, printed], [0, "1\n"]);
});
