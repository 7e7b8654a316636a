import { MemberService, MintingService } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { all, open, refusal, until } from "./support/client.js";
import { Proxy } from "./support/proxy.js";
import { CREDENTIAL, forever, serve } from "./support/server.js";

const SESSION = `hm_session_${"1".repeat(12)}_${"b".repeat(52)}_${"1".repeat(6)}`;

test("one acts for somebody else over the same connection", async (t) => {
  const seen: string[] = [];
  const note = (
    _: unknown,
    { method, requestHeader: header }: { method: { name: string }; requestHeader: Headers },
  ) => {
    seen.push(`${method.name} ${header.get("authorization")} ${header.get("x-hallmint-brand")}`);
    return {};
  };
  const address = await serve(t, (router) => {
    router.service(MemberService, { acceptInvitation: note });
    router.service(MintingService, {
      getStats: note,
      async *watchBatch(request, context) {
        note(request, context);
        yield { batch: { state: 3 } };
      },
    });
  });
  const proxy = await Proxy.before(t, address);
  const client = open(t, { address: proxy.address, credential: CREDENTIAL, brand: "nordlicht" });
  const other = client.acting(`  ${SESSION}\n`);
  const third = other.acting(SESSION, { brand: "suedlicht" });
  await Promise.all([client, other, third].map((each) => each.minting.getStats({})));
  await third.member.acceptInvitation({});
  await all(third.watchBatch("b"));
  assert.deepEqual(
    seen.sort(),
    [
      `AcceptInvitation Bearer ${SESSION} null`,
      `GetStats Bearer ${CREDENTIAL} nordlicht`,
      `GetStats Bearer ${SESSION} null`,
      `GetStats Bearer ${SESSION} suedlicht`,
      `WatchBatch Bearer ${SESSION} suedlicht`,
    ].sort(),
  );
  assert.equal(proxy.taken, 1);
});

test("a client that acts ends with the one that it is made of, and not before", async (t) => {
  let calls = 0;
  const address = await serve(t, (router) => {
    router.service(MintingService, {
      getStats: () => ({}),
      getBatch: (_, context) => {
        calls += 1;
        return forever(context);
      },
    });
  });
  const client = open(t, { address, credential: CREDENTIAL });
  const other = client.acting(SESSION);
  other.close();
  await other.minting.getStats({});
  await client.minting.getStats({});
  const over = refusal(other.minting.getBatch({}));
  await until(() => calls > 0);
  client.close();
  assert.equal((await over).code, "CANCELLED");
  assert.equal((await refusal(other.minting.getStats({}))).code, "CANCELLED");
});

test("who is to act is checked, and not shown", (t) => {
  const client = open(t, {});
  for (const wrong of ["", "secret-word", SESSION.slice(1), undefined as unknown as string]) {
    assert.throws(
      () => client.acting(wrong),
      (error: unknown) => error instanceof TypeError && !error.message.includes(wrong || "hm_session_1"),
    );
  }
  assert.throws(() => client.acting(SESSION, { brand: "a b" }), TypeError);
  assert(!inspect(client.acting(SESSION), { depth: 9, showHidden: true }).includes("b".repeat(9)));
});
