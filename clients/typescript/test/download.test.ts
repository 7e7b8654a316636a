import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { ExportService, type Pack, PackSchema } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { open, refusal } from "./support/client.js";
import { folderOf } from "./support/folder.js";
import { forever, serve } from "./support/server.js";

const PIECE = 65_536;
/** That of the default policy. */
const SILENCE_MS = 30_000;
const CONTENT = randomBytes(5 * PIECE + 17);
const PACK = packOf("label pack 1.csv");

function packOf(fileName: string): Pack {
  const sha256 = createHash("sha256").update(CONTENT).digest();
  return create(PackSchema, { packId: "p", fileName, bytes: BigInt(CONTENT.length), sha256 });
}

type Ending = (context: HandlerContext) => Promise<void> | void;

function fails(code: Code): Ending {
  return () => {
    throw new ConnectError("over", code);
  };
}

/** A server that sends so many pieces in each stream, and then does something; the offsets asked for. */
async function scene(t: TestContext, pieces: number, ending: Ending = () => undefined, content: Buffer = CONTENT) {
  const offsets: number[] = [];
  const address = await serve(t, (router) =>
    router.service(ExportService, {
      async *readPack({ offset, packId }, context) {
        offsets.push(Number(offset));
        yield { pack: { packId } };
        for (let sent = 0; sent < pieces; sent += 1) {
          const from = Number(offset) + sent * PIECE;
          yield { data: content.subarray(from, from + PIECE) };
          if (from + PIECE >= content.length) {
            return;
          }
        }
        await ending(context);
      },
    }),
  );
  return { address, offsets, folder: folderOf(t) };
}

test("a pack is written under its name, and told of on the way", async (t) => {
  const { address, offsets, folder } = await scene(t, 9);
  const told: number[] = [];
  const path = await open(t, { address }).downloadPack(PACK, folder, { onBytes: (bytes) => told.push(bytes) });
  assert.equal(path, join(folder, "label pack 1.csv"));
  assert(readFileSync(path).equals(CONTENT));
  assert.deepEqual(readdirSync(folder), ["label pack 1.csv"]);
  assert.deepEqual(offsets, [0]);
  assert.equal(told.at(-1), CONTENT.length);
  assert.deepEqual(
    told,
    [...told].sort((a, b) => a - b),
  );
});

for (const [what, ending] of Object.entries({
  breaks: fails(Code.Unavailable),
  "ends too early": () => undefined,
  "falls silent": async (context: HandlerContext) => forever(context),
})) {
  test(`a download that ${what} goes on where it broke, as often as bytes come`, async (t) => {
    const { address, offsets, folder } = await scene(t, 1, ending);
    const client = open(t, { address, policy: { attempts: 2 } });
    if (what === "falls silent") {
      t.mock.timers.enable({ apis: ["setTimeout"] });
    }
    let last = 0;
    const onBytes = (bytes: number) => {
      // Behind each piece but the last one comes nothing: once the client waits for it, so long that it is silence.
      if (what === "falls silent" && bytes > last && bytes < CONTENT.length) {
        setImmediate(() => t.mock.timers.tick(SILENCE_MS));
      }
      last = bytes;
    };
    assert(readFileSync(await client.downloadPack(PACK, folder, { onBytes })).equals(CONTENT));
    assert.deepEqual(
      offsets,
      [0, 1, 2, 3, 4, 5].map((piece) => piece * PIECE),
    );
  });
}

test("what an earlier download left is not loaded again", async (t) => {
  const { address, offsets, folder } = await scene(t, 9);
  writeFileSync(join(folder, `${PACK.fileName}.part`), CONTENT.subarray(0, 1_000));
  await open(t, { address }).downloadPack(PACK, folder);
  assert.deepEqual(offsets, [1_000]);
});

test("a rest that is longer than the pack is none of it, and one that is whole needs no byte", async (t) => {
  const { address, offsets, folder } = await scene(t, 9);
  const part = join(folder, `${PACK.fileName}.part`);
  writeFileSync(part, Buffer.concat([CONTENT, CONTENT]));
  await open(t, { address }).downloadPack(PACK, folder);
  assert.deepEqual(offsets, [0]);
  const other = packOf("other");
  writeFileSync(join(folder, "other.part"), CONTENT);
  assert(readFileSync(await open(t, { address }).downloadPack(other, folder)).equals(CONTENT));
});

test("a file that is there and whole is left as it is, and another one of its name is replaced", async (t) => {
  const { address, offsets, folder } = await scene(t, 9);
  const path = join(folder, PACK.fileName);
  writeFileSync(path, CONTENT);
  const told: number[] = [];
  await open(t, { address }).downloadPack(PACK, folder, { onBytes: (bytes) => told.push(bytes) });
  assert.deepEqual([offsets, told], [[], [CONTENT.length]]);
  writeFileSync(path, randomBytes(CONTENT.length));
  await open(t, { address }).downloadPack(PACK, folder);
  assert(readFileSync(path).equals(CONTENT));
  assert.deepEqual(offsets, [0]);
});

test("bytes of another digest are none: neither file is left", async (t) => {
  const changed = Buffer.from(CONTENT);
  changed[7] = (changed[7] ?? 0) ^ 1;
  const { address, folder } = await scene(t, 9, undefined, changed);
  const error = await refusal(open(t, { address }).downloadPack(PACK, folder));
  assert.deepEqual([error.code, error.message], ["DATA_LOSS", "the bytes are not those of the pack's digest"]);
  assert.deepEqual(readdirSync(folder), []);
});

test("more bytes than the pack has are not written", async (t) => {
  const { address, folder } = await scene(t, 99, undefined, Buffer.concat([CONTENT, CONTENT]));
  const error = await refusal(open(t, { address }).downloadPack(PACK, folder));
  assert.equal(error.code, "DATA_LOSS");
  assert(!existsSync(join(folder, PACK.fileName)));
});

test("without a byte in between, tries end with the policy's attempts; what is there stays", async (t) => {
  const { address, offsets, folder } = await scene(t, 0, fails(Code.Unavailable));
  writeFileSync(join(folder, `${PACK.fileName}.part`), CONTENT.subarray(0, 10));
  const error = await refusal(open(t, { address, policy: { attempts: 3 } }).downloadPack(PACK, folder));
  assert.equal(error.code, "UNAVAILABLE");
  assert.deepEqual(offsets, [10, 10, 10]);
  assert.equal(readFileSync(join(folder, `${PACK.fileName}.part`)).length, 10);
});

test("an error that waiting does not mend is final", async (t) => {
  const { address, offsets, folder } = await scene(t, 1, fails(Code.NotFound));
  assert.equal((await refusal(open(t, { address }).downloadPack(PACK, folder))).code, "NOT_FOUND");
  assert.deepEqual(offsets, [0]);
});

test("a signal ends a download; what is there stays", async (t) => {
  const { address, folder } = await scene(t, 1, async (context) => forever(context));
  const stop = new AbortController();
  const options = { signal: stop.signal, onBytes: () => stop.abort() };
  assert.equal((await refusal(open(t, { address }).downloadPack(PACK, folder, options))).code, "CANCELLED");
  assert.deepEqual(readdirSync(folder), [`${PACK.fileName}.part`]);
});

test("no name leads out of the folder", async (t) => {
  const { address, folder } = await scene(t, 9);
  const client = open(t, { address });
  const inner = join(folder, "inner");
  mkdirSync(inner);
  for (const name of ["../up", "/tmp/absolute", "a/../../deep", "..\\windows", "C:\\x\\y"]) {
    const path = await client.downloadPack(packOf(name), inner);
    assert.equal(path, join(inner, name.split(/[/\\]/).at(-1) ?? ""));
  }
  assert.deepEqual(readdirSync(folder), ["inner"]);
  for (const name of ["", "..", ".", "a/..", "a/", "x\0y"]) {
    assert.equal((await refusal(client.downloadPack(packOf(name), inner))).code, "DATA_LOSS");
  }
});

test("a folder that is not there is the disk's error", async (t) => {
  const { address, folder } = await scene(t, 9);
  const work = open(t, { address }).downloadPack(PACK, join(folder, "none"));
  await assert.rejects(work, { code: "ENOENT" });
});
