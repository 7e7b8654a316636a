import { pages } from "@hallmint/client";
import { BatchState, ExportService, MintingService, TokenStatus } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { test } from "node:test";

import { all, open } from "./support/client.js";
import { serve } from "./support/server.js";

test("pages follow each other until one is the last", async () => {
  const asked: string[] = [];
  const found = await all(
    pages(async (pageToken) => {
      asked.push(pageToken);
      return { nextPageToken: ["b", "c", ""][asked.length - 1] ?? "", at: asked.length };
    }),
  );
  assert.deepEqual(asked, ["", "b", "c"]);
  assert.deepEqual(
    found.map(({ at }) => at),
    [1, 2, 3],
  );
});

test("a token that comes twice in a row is the end, and an error of a page is the caller's", async () => {
  assert.equal((await all(pages(async () => ({ nextPageToken: "again" })))).length, 2);
  const broken = pages(async () => Promise.reject(new Error("no page")));
  await assert.rejects(broken.next(), /no page/);
});

test("tokens, batches and packs come page by page, as full as pages are, and no page too early", async (t) => {
  const asked: object[] = [];
  const next = (pageToken: string): string => (pageToken === "" ? "more" : "");
  const address = await serve(t, (router) => {
    router.service(MintingService, {
      listTokens: ({ batchId, pageSize, pageToken, status, lotCode }) => {
        asked.push({ batchId, pageSize, pageToken, status, lotCode });
        return { tokens: [{ seq: asked.length }, { seq: -asked.length }], nextPageToken: next(pageToken) };
      },
      listBatches: ({ pageSize, pageToken, state, productId }) => {
        asked.push({ pageSize, pageToken, state, productId });
        return { batches: pageToken === "" ? [] : [{ batchNo: 1 }], nextPageToken: next(pageToken) };
      },
    });
    router.service(ExportService, {
      listPacks: ({ exportId, pageSize, pageToken }) => {
        asked.push({ exportId, pageSize, pageToken });
        return { packs: [{ packNo: asked.length }], nextPageToken: next(pageToken) };
      },
    });
  });
  const client = open(t, { address });
  const tokens = client.tokens("b", { status: TokenStatus.ACTIVE, lotCode: "L1" });
  assert.equal((await tokens.next()).value?.seq, 1);
  assert.equal((await tokens.next()).value?.seq, -1);
  assert.equal(asked.length, 1);
  assert.deepEqual(
    (await all(tokens)).map(({ seq }) => seq),
    [2, -2],
  );
  const wanted = { batchId: "b", pageSize: 500, status: TokenStatus.ACTIVE, lotCode: "L1" };
  assert.deepEqual(asked.splice(0), [
    { ...wanted, pageToken: "" },
    { ...wanted, pageToken: "more" },
  ]);
  assert.equal((await all(client.batches({ state: BatchState.MINTED }))).length, 1);
  const state = BatchState.MINTED;
  assert.deepEqual(asked.splice(0)[1], { pageSize: 500, pageToken: "more", state, productId: "" });
  assert.deepEqual(
    (await all(client.packs("e"))).map(({ packNo }) => packNo),
    [1, 2],
  );
  assert.deepEqual(asked[1], { exportId: "e", pageSize: 500, pageToken: "more" });
});
