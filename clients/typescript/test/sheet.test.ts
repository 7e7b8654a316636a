import { Code, ConnectError } from "@connectrpc/connect";
import { CatalogService, ImportMode } from "@hallmint/client/v1";
import type { Sheet } from "@hallmint/client";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";

import { open, refusal, until } from "./support/client.js";
import { folderOf } from "./support/folder.js";
import { Wire } from "./support/frame.js";
import { Proxy } from "./support/proxy.js";
import { forever, serve } from "./support/server.js";

// Of several pieces, the last of which is not full.
const SHEET = Buffer.from("SKU-1,A bucket\n".repeat(40_000));
const PIECES = 3;

/** What a server has heard of one try. */
interface Heard {
  readonly pieces: Uint8Array[];
  mode?: ImportMode;
  dryRun?: boolean;
  /** Whether it came to its end. */
  isWhole: boolean;
}

/** A server on which each try but the last ends as told, after the sheet was read or before; what it has heard. */
async function scene(t: TestContext, ends: readonly Code[], isRead = true) {
  const tries: Heard[] = [];
  const address = await serve(t, (router) => {
    router.service(CatalogService, {
      async importProducts(requests) {
        const heard: Heard = { pieces: [], isWhole: false };
        const end = ends[tries.length];
        tries.push(heard);
        if (isRead || end === undefined) {
          for await (const { piece, mode, dryRun } of requests) {
            heard.mode ??= mode;
            heard.dryRun ??= dryRun;
            heard.pieces.push(piece);
          }
          heard.isWhole = true;
        }
        if (end !== undefined) {
          throw new ConnectError("no", end);
        }
        return { rows: 40_000 };
      },
    });
  });
  return { address, tries };
}

/** The same sheet from everywhere it may come from. */
function sheets(t: TestContext): Record<string, Sheet> {
  const path = join(folderOf(t), "sheet.csv");
  writeFileSync(path, SHEET);
  return {
    path,
    URL: pathToFileURL(path),
    bytes: SHEET,
    "a function": () => [SHEET.subarray(0, 7), SHEET.subarray(7)],
    "an asynchronous function": async function* () {
      yield SHEET;
    },
  };
}

for (const isRead of [true, false]) {
  const what = isRead ? "whose answer was lost" : "whose stream broke";
  test(`a sheet ${what} is sent again from its beginning`, async (t) => {
    for (const [name, sheet] of Object.entries(sheets(t))) {
      const { address, tries } = await scene(t, [Code.Unavailable, Code.Unavailable], isRead);
      const told: number[] = [];
      const answer = await open(t, { address }).importProducts(sheet, {
        mode: ImportMode.ACCEPTED_ONLY,
        dryRun: true,
        onBytes: (bytes) => told.push(bytes),
      });
      assert.equal(answer.rows, 40_000, name);
      assert.equal(tries.length, 3, name);
      const last = tries.at(-1);
      assert(SHEET.equals(Buffer.concat(last?.pieces ?? [])), name);
      assert.deepEqual([last?.mode, last?.dryRun], [ImportMode.ACCEPTED_ONLY, true]);
      assert.equal(told.at(-1), SHEET.length);
      if (isRead) {
        assert.equal(told.filter((bytes) => bytes === SHEET.length).length, 3, "each try is told from its beginning");
      }
    }
  });
}

test("a sheet goes out in pieces", async (t) => {
  const { address, tries } = await scene(t, []);
  await open(t, { address }).importProducts(SHEET);
  assert.equal(tries[0]?.pieces.length, PIECES);
  assert.deepEqual([tries[0]?.mode, tries[0]?.dryRun], [ImportMode.UNSPECIFIED, false]);
});

test("an empty sheet is sent too", async (t) => {
  const { address, tries } = await scene(t, []);
  await open(t, { address }).importProducts(new Uint8Array(), { onBytes: () => assert.fail("there is no progress") });
  assert.deepEqual(tries[0]?.pieces, [new Uint8Array()]);
});

test("a connection that breaks in the middle of a sheet is made again", async (t) => {
  const { address, tries } = await scene(t, []);
  const proxy = await Proxy.before(t, address);
  let cuts = 0;
  const sheet = async function* () {
    yield SHEET.subarray(0, 300_000);
    if (cuts === 0) {
      await until(() => (tries[0]?.pieces.length ?? 0) > 0);
      cuts += 1;
      proxy.cut();
    }
    yield SHEET.subarray(300_000);
  };
  assert.equal((await open(t, { address: proxy.address }).importProducts(sheet)).rows, 40_000);
  assert.deepEqual(
    tries.map(({ isWhole }) => isWhole),
    [false, true],
  );
  assert(SHEET.equals(Buffer.concat(tries[1]?.pieces ?? [])));
});

test("tries end with the policy's attempts, and at once on what waiting does not mend", async (t) => {
  const { address, tries } = await scene(t, [...Array<Code>(3).fill(Code.Unavailable), Code.InvalidArgument]);
  const client = open(t, { address, policy: { attempts: 3 } });
  assert.equal((await refusal(client.importProducts(SHEET))).code, "UNAVAILABLE");
  assert.equal(tries.length, 3);
  assert.equal((await refusal(client.importProducts(SHEET))).code, "INVALID_ARGUMENT");
  assert.equal(tries.length, 4);
});

test("the time of an import is that of all its tries", async (t) => {
  const limits: number[] = [];
  const address = await serve(t, (router) => {
    router.service(CatalogService, {
      async importProducts(_, context) {
        limits.push(context.timeoutMs() ?? Infinity);
        if (limits.length < 3) {
          throw new ConnectError("no", Code.Unavailable);
        }
        return {};
      },
    });
  });
  await open(t, { address, policy: { uploadMs: 20_000, pauseMs: 20, longestPauseMs: 20 } }).importProducts(SHEET);
  limits.forEach((left, at) => assert(left <= (limits[at - 1] ?? 20_000) - (at === 0 ? 0 : 5), `${limits}`));
});

test("a refused sheet is not read to its end, and is closed", async (t) => {
  const { address, tries } = await scene(t, [Code.InvalidArgument], false);
  let isClosed = false;
  const endless = async function* () {
    try {
      for (;;) {
        yield SHEET;
        await new Promise(setImmediate);
      }
    } finally {
      isClosed = true;
    }
  };
  assert.equal((await refusal(open(t, { address }).importProducts(endless))).code, "INVALID_ARGUMENT");
  await until(() => isClosed);
  assert.equal(tries.length, 1);
});

test("what is no regular file is sent once", async (t) => {
  const { address, tries } = await scene(t, [Code.Unavailable]);
  assert.equal((await refusal(open(t, { address }).importProducts("/dev/null"))).code, "UNAVAILABLE");
  assert.equal(tries.length, 1);
});

test("what reading a sheet throws is thrown as it is, and the sheet does not come to its end", async (t) => {
  const { address, tries } = await scene(t, []);
  const wire = await Wire.before(t, address);
  const client = open(t, { address: wire.address });
  const broken = new Error("the sheet is cut off");
  const sheet = async function* () {
    yield SHEET;
    await until(() => (tries.at(-1)?.pieces.length ?? 0) > 0);
    throw broken;
  };
  const onBytes = () => {
    throw broken;
  };
  await assert.rejects(client.importProducts(sheet), broken);
  await assert.rejects(client.importProducts(SHEET, { onBytes }), broken);
  await assert.rejects(client.importProducts(join(folderOf(t), "no.csv")), { code: "ENOENT" });
  const call = new AbortController();
  await refusal(client.catalog.importProducts(givenUp(tries, call), { signal: call.signal }));
  await until(() => wire.resets === 4);
  assert.equal(wire.ends, 0);
  await client.importProducts(SHEET);
  assert.equal(wire.ends, 1);
});

/** The requests of a sheet that is given up in its middle. */
async function* givenUp(
  tries: readonly Heard[],
  call: AbortController,
): AsyncGenerator<{ piece: Uint8Array }, void, void> {
  const count = tries.length;
  yield { piece: SHEET.subarray(0, 9) };
  await until(() => tries.length > count && (tries.at(-1)?.pieces.length ?? 0) > 0);
  call.abort();
  await new Promise(() => undefined);
}

test("an import ends with its signal and with the client", { timeout: 60_000 }, async (t) => {
  let calls = 0;
  const address = await serve(t, (router) => {
    router.service(CatalogService, {
      importProducts(_, context) {
        calls += 1;
        return forever(context);
      },
    });
  });
  const client = open(t, { address });
  const call = new AbortController();
  const over = [
    refusal(client.importProducts(SHEET, { signal: call.signal })),
    refusal(client.importProducts(() => [SHEET])),
  ];
  await until(() => calls === over.length);
  call.abort();
  assert.equal((await over[0])?.code, "CANCELLED");
  client.close();
  assert.equal((await over[1])?.code, "CANCELLED");
  assert.equal(calls, over.length);
});
