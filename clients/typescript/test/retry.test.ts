import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BrandService,
  CatalogService,
  CredentialService,
  ExportService,
  MemberService,
  MintingService,
  PackSchema,
  RevocationSchema,
  RevocationState,
  SessionService,
  SubmitMintRequestSchema,
} from "@hallmint/client/v1";
import type { Client } from "@hallmint/client";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";

import { RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";
import { all, open, refusal, until } from "./support/client.js";
import { folderOf } from "./support/folder.js";
import { CREDENTIAL, serve } from "./support/server.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function busy(code: Code, seconds?: number): ConnectError {
  const retryDelay =
    seconds === undefined ? undefined : { seconds: BigInt(Math.floor(seconds)), nanos: (seconds % 1) * 1e9 };
  const details = retryDelay
    ? [{ desc: RetryInfoSchema, value: { retryDelay: create(DurationSchema, retryDelay) } }]
    : [];
  return new ConnectError("later", code, undefined, details);
}

/** Waits until what was said to the client before is heard. */
async function heard(client: Client, calls: () => number): Promise<void> {
  await until(() => calls() > 0);
  await refusal(client.link.listLinks({}));
}

/** A server whose every method fails `failures` times; what it was asked for. */
async function scene(t: TestContext, failures: number, error: () => ConnectError) {
  const requestIds: string[] = [];
  const timeouts: (number | undefined)[] = [];
  let calls = 0;
  const answer = (): object => {
    calls += 1;
    if (calls <= failures) {
      throw error();
    }
    return {};
  };
  const address = await serve(t, (router) => {
    router.service(MintingService, {
      submitMint: ({ requestId }, context) => {
        requestIds.push(requestId);
        timeouts.push(context.timeoutMs());
        return answer();
      },
      getStats: answer,
      async *watchBatch() {
        yield answer();
      },
    });
    router.service(ExportService, {
      async *readPack() {
        yield answer();
      },
    });
    router.service(CatalogService, {
      importProducts: async (_, context) => {
        timeouts.push(context.timeoutMs());
        return answer();
      },
    });
    router.service(SessionService, { createSession: answer });
    router.service(MemberService, { acceptInvitation: answer });
  });
  return { address, requestIds, timeouts, calls: () => calls };
}

test("what creates something is sent again as the very same request, with one request_id and what is left of the time", async (t) => {
  const { address, requestIds, timeouts } = await scene(t, 3, () => busy(Code.Unavailable));
  const client = open(t, { address, policy: { pauseMs: 20, longestPauseMs: 20, timeoutMs: 20_000 } });
  const request = create(SubmitMintRequestSchema, { mint: { quantity: 1 } });
  await client.minting.submitMint(request);
  assert.equal(requestIds.length, 4);
  assert.equal(new Set(requestIds).size, 1);
  assert.match(requestIds[0] ?? "", UUID);
  assert.equal(request.requestId, "", "what the caller holds is as it was");
  timeouts.slice(1).forEach((left, at) => assert((left ?? Infinity) < (timeouts[at] ?? 0), `${timeouts}`));
});

test("a request_id that was given is kept, and the error carries it", async (t) => {
  const { address, requestIds } = await scene(t, 9, () => busy(Code.Unavailable));
  const client = open(t, { address });
  const requestId = "01890000-0000-4000-8000-000000000001";
  const error = await refusal(client.minting.submitMint({ requestId }));
  assert.deepEqual(new Set(requestIds), new Set([requestId]));
  assert.equal(error.requestId, requestId);
  assert.equal(error.code, "UNAVAILABLE");
});

test("the error carries the request_id that the client made, and each call has its own", async (t) => {
  const { address, requestIds } = await scene(t, 9, () => busy(Code.InvalidArgument));
  const client = open(t, { address });
  const errors = [await refusal(client.minting.submitMint({})), await refusal(client.minting.submitMint({}))];
  assert.deepEqual(
    errors.map(({ requestId }) => requestId),
    requestIds,
  );
  assert.notEqual(requestIds[0], requestIds[1]);
});

test("tries end with the policy's attempts", async (t) => {
  const { address, calls } = await scene(t, 99, () => busy(Code.Unavailable));
  const client = open(t, { address, policy: { attempts: 3 } });
  assert.equal((await refusal(client.minting.getStats({}))).code, "UNAVAILABLE");
  assert.equal(calls(), 3);
});

test("what is not idempotent is never sent twice", async (t) => {
  const { address, calls } = await scene(t, 99, () => busy(Code.Unavailable));
  const client = open(t, { address });
  await refusal(client.session.createSession({}));
  assert.equal(calls(), 1);
  await refusal(client.member.acceptInvitation({}));
  assert.equal(calls(), 2);
});

test("a busy server is asked again where it says when", async (t) => {
  const { address, calls } = await scene(t, 1, () => busy(Code.ResourceExhausted, 0.05));
  const client = open(t, { address });
  const begin = performance.now();
  await client.minting.getStats({});
  assert.equal(calls(), 2);
  assert(performance.now() - begin >= 50);
});

test("a wait beyond the timeout is not begun: the error says how long it would be", async (t) => {
  const { address, calls } = await scene(t, 9, () => busy(Code.Unavailable, 61));
  const client = open(t, { address, policy: { timeoutMs: 60_000 } });
  const error = await refusal(client.minting.getStats({}));
  assert.equal(error.retryAfterMs, 61_000);
  assert.equal(calls(), 1);
});

for (const code of [Code.ResourceExhausted, Code.Aborted, Code.Internal, Code.DeadlineExceeded, Code.Canceled]) {
  test(`${Code[code]} without a time is final`, async (t) => {
    const { address, calls } = await scene(t, 9, () => busy(code));
    await refusal(open(t, { address }).minting.getStats({}));
    assert.equal(calls(), 1);
  });
}

test("a caller who gives up ends the pause between two tries", async (t) => {
  const { address, calls, requestIds } = await scene(t, 9, () => busy(Code.Unavailable, 1_000));
  const client = open(t, { address, policy: { timeoutMs: 2_000_000 } });
  const call = new AbortController();
  const over = refusal(client.minting.submitMint({}, { signal: call.signal }));
  await heard(client, calls);
  call.abort();
  assert.equal((await over).code, "CANCELLED");
  assert.deepEqual([(await over).requestId], requestIds, "it may have been carried out");
});

test("closing the client ends every pause between two tries at once", { timeout: 60_000 }, async (t) => {
  const { address, calls, requestIds } = await scene(t, 9, () => busy(Code.Unavailable, 1_000));
  const client = open(t, { address, policy: { timeoutMs: 2_000_000, pollMs: 1_000_000 } });
  const running = create(RevocationSchema, { state: RevocationState.PROCESSING });
  const over = [
    refusal(client.minting.submitMint({})),
    refusal(client.watchBatch("b").next()),
    refusal(client.downloadPack(create(PackSchema, { fileName: "a", bytes: 1n }), folderOf(t))),
    refusal(all(client.watchRevocation(running))), // which asks nothing before its first pause is over
  ];
  await until(() => calls() === over.length - 1);
  await heard(client, calls);
  client.close();
  for (const error of await Promise.all(over)) {
    assert.deepEqual([error.code, error.message], ["CANCELLED", "the client is closed"]);
  }
  assert.deepEqual([(await over[0])?.requestId], requestIds, "it may have been carried out");
  assert.equal(calls(), over.length - 1);
});

test("a call's timeoutMs of 0 or less is no limit, as connect has it", async (t) => {
  const { address, timeouts, calls } = await scene(t, 1, () => busy(Code.Unavailable));
  const client = open(t, { address, policy: { timeoutMs: 1, uploadMs: 1 } });
  await client.minting.submitMint({}, { timeoutMs: 0 });
  await client.minting.submitMint({}, { timeoutMs: -1 });
  await client.catalog.importProducts((async function* () {})(), { timeoutMs: 0 });
  assert.deepEqual(timeouts, [undefined, undefined, undefined, undefined]);
  assert.equal(calls(), 4);
});

test("a pause beyond what timers can hold does not end at once", async (t) => {
  const days = 30;
  const { address, calls } = await scene(t, 9, () => busy(Code.Unavailable, days * 86_400));
  const client = open(t, { address });
  const call = new AbortController();
  const over = refusal(client.minting.getStats({}, { timeoutMs: 0, signal: call.signal }));
  for (let step = 0; step < 20; step += 1) {
    await heard(client, calls);
  }
  call.abort();
  assert.equal((await over).code, "CANCELLED");
  assert.equal(calls(), 1);
});

test("calls carry who calls, the acting brand and the client's name; those of operators, and of people beside any brand, carry none", async (t) => {
  const seen: Record<string, Headers> = {};
  const note = (_: unknown, { method, requestHeader }: { method: { name: string }; requestHeader: Headers }) => {
    seen[method.name] = requestHeader;
    return {};
  };
  const address = await serve(t, (router) => {
    router.service(MintingService, { getStats: note });
    router.service(SessionService, { createSession: note, revokeSession: note });
    router.service(MemberService, { acceptInvitation: note, listMembers: note });
    router.service(BrandService, Object.fromEntries(Object.keys(BrandService.method).map((name) => [name, note])));
    router.service(CredentialService, { listCredentials: note, listOwnCredentials: note });
  });
  const client = open(t, { address, credential: `  ${CREDENTIAL}\n`, brand: "nordlicht" });
  await client.minting.getStats({}, { headers: { "x-more": "kept", "user-agent": "other" } });
  await client.session.createSession({});
  await client.session.revokeSession({});
  await client.member.acceptInvitation({});
  await client.member.listMembers({});
  for (const name of Object.keys(BrandService.method) as (keyof typeof client.brand)[]) {
    await client.brand[name]({});
  }
  await client.credential.listCredentials({});
  await client.credential.listOwnCredentials({});
  for (const [name, header] of Object.entries(seen)) {
    assert.equal(header.get("authorization"), `Bearer ${CREDENTIAL}`);
    assert.match(header.get("user-agent") ?? "", /^hallmint-client-typescript\/\d+\.\d+\.\d+$/);
    const brand = ["GetStats", "ListMembers", "GetBrand", "UpdateBrand", "ListCredentials"].includes(name)
      ? "nordlicht"
      : null;
    assert.equal(header.get("x-hallmint-brand"), brand, name);
    assert.equal(header.get("grpc-accept-encoding"), null);
  }
  assert.equal(Object.keys(seen).length, 14);
  assert.equal(seen["GetStats"]?.get("x-more"), "kept");
});
