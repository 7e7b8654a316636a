import { create, toBinary } from "@bufbuild/protobuf";
import { type Any, AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { encodeBinaryHeader } from "@connectrpc/connect";
import { HallmintError } from "@hallmint/client";
import { MintingService } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";

import * as rpc from "../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../gen/google/rpc/status_pb.js";
import { open, refusal } from "./support/client.js";
import { CREDENTIAL, listen, serve, serveTrailers } from "./support/server.js";

const INFO = create(rpc.ErrorInfoSchema, { domain: "hallmint", reason: "GTIN_MISSING", metadata: { sku: "A-1" } });
const BAD = create(rpc.BadRequestSchema, {
  fieldViolations: [{ field: "mint.quantity", reason: "QUANTITY_OUT_OF_RANGE", description: "1 to 1,000,000" }],
});
const FAILED = create(rpc.PreconditionFailureSchema, {
  violations: [{ type: "GTIN_MISSING", subject: "product", description: "it has no GTIN" }],
});
const WAIT = create(rpc.RetryInfoSchema, { retryDelay: { seconds: 2n, nanos: 250_000_000 } });

function details(code: number, ...details: Any[]): Record<string, string> {
  const status = toBinary(StatusSchema, create(StatusSchema, { code, message: "no", details }));
  return { "grpc-status": `${code}`, "grpc-message": "no", "grpc-status-details-bin": encodeBinaryHeader(status) };
}

function damaged(type: { typeName: string }): Any {
  return create(AnySchema, { typeUrl: `type.googleapis.com/${type.typeName}`, value: new Uint8Array([0xff]) });
}

async function errorOf(t: TestContext, trailers: Record<string, string>): Promise<HallmintError> {
  const address = await serveTrailers(t, trailers);
  return refusal(open(t, { address, credential: CREDENTIAL }).minting.getStats({}));
}

test("an error has all that the server said", async (t) => {
  const packed = [
    anyPack(rpc.ErrorInfoSchema, INFO),
    anyPack(rpc.BadRequestSchema, BAD),
    anyPack(rpc.PreconditionFailureSchema, FAILED),
    anyPack(rpc.RetryInfoSchema, WAIT),
    anyPack(rpc.HelpSchema, create(rpc.HelpSchema)),
  ];
  const error = await errorOf(t, details(9, ...packed));
  assert.equal(error.code, "FAILED_PRECONDITION");
  assert.equal(error.reason, "GTIN_MISSING");
  assert.equal(error.message, "no");
  assert.equal(String(error), "HallmintError: no (GTIN_MISSING)");
  assert.deepEqual(error.metadata, { sku: "A-1" });
  assert.deepEqual(error.violations, [
    { reason: "QUANTITY_OUT_OF_RANGE", field: "mint.quantity", description: "1 to 1,000,000" },
    { reason: "GTIN_MISSING", field: "product", description: "it has no GTIN" },
  ]);
  assert.equal(error.retryAfterMs, 2_250);
  assert.equal(error.requestId, "");
});

test("an error of somebody else has no reason and no metadata", async (t) => {
  const theirs = create(rpc.ErrorInfoSchema, { ...INFO, domain: "proxy.example" });
  const error = await errorOf(t, details(7, anyPack(rpc.ErrorInfoSchema, theirs)));
  assert.equal(error.code, "PERMISSION_DENIED");
  assert.equal(error.reason, "");
  assert.deepEqual(error.metadata, {});
  assert.equal(String(error), "HallmintError: no (PERMISSION_DENIED)");
});

test("a detail that is damaged is left out, and the others are there", async (t) => {
  const types = [rpc.ErrorInfoSchema, rpc.BadRequestSchema, rpc.PreconditionFailureSchema, rpc.RetryInfoSchema];
  const all = await errorOf(t, details(9, ...types.map(damaged)));
  assert.deepEqual(
    [all.code, all.reason, all.violations, all.retryAfterMs],
    ["FAILED_PRECONDITION", "", [], undefined],
  );
  const one = await errorOf(t, details(9, damaged(rpc.BadRequestSchema), anyPack(rpc.ErrorInfoSchema, INFO)));
  assert.deepEqual([one.reason, one.violations], ["GTIN_MISSING", []]);
});

for (const [what, bytes] of Object.entries({
  "no base64": "%%%",
  "no status": "/////w",
  empty: "",
  "of another code": details(5)["grpc-status-details-bin"] ?? "",
  "of success": encodeBinaryHeader(toBinary(StatusSchema, create(StatusSchema))),
})) {
  test(`details that are ${what} leave code and message as they are`, async (t) => {
    const error = await errorOf(t, { "grpc-status": "16", "grpc-message": "who%3F", "grpc-status-details-bin": bytes });
    assert.deepEqual([error.code, error.message, error.reason], ["UNAUTHENTICATED", "who?", ""]);
  });
}

test("a message that is not encoded well is passed on as it is", async (t) => {
  const error = await errorOf(t, { "grpc-status": "3", "grpc-message": "100% wrong" });
  assert.deepEqual([error.code, error.message], ["INVALID_ARGUMENT", "100% wrong"]);
});

test("an error without a message says its code", async (t) => {
  assert.equal((await errorOf(t, { "grpc-status": "13" })).message, "INTERNAL");
});

test("what answers without being a server of gRPC is an error too", async (t) => {
  const address = await listen(t, (_, response) => {
    response.writeHead(401, { "content-type": "text/html" }).end("<p>no</p>");
  });
  const error = await refusal(open(t, { address }).minting.getStats({}));
  assert.deepEqual([error.code, error.reason], ["UNAUTHENTICATED", ""]);
});

test("errors behind trailers, as those of streams come, are mended as well", async (t) => {
  const address = await listen(t, (_, response) => {
    response.writeHead(200, { "content-type": "application/grpc+proto" });
    response.addTrailers({ "grpc-status": "5", "grpc-message": "gone", "grpc-status-details-bin": "%%%" });
    response.end();
  });
  const client = open(t, { address });
  const [unary, stream] = [client.minting.getStats({}), client.watchBatch("b").next()];
  for (const error of [await refusal(unary), await refusal(stream)]) {
    assert.deepEqual([error.code, error.message], ["NOT_FOUND", "gone"]);
  }
});

test("streams of services have the same errors and metadata", async (t) => {
  let seen: string | null = null;
  const address = await serve(t, (router) =>
    router.service(MintingService, {
      async *watchBatch(_, { requestHeader }) {
        seen = requestHeader.get("authorization");
        yield {};
        throw new Error("broken");
      },
    }),
  );
  const stream = open(t, { address, credential: CREDENTIAL }).minting.watchBatch({})[Symbol.asyncIterator]();
  await stream.next();
  assert.equal((await refusal(stream.next())).code, "INTERNAL");
  assert.equal(seen, `Bearer ${CREDENTIAL}`);
});

test("the credential is in no error, with all that hangs on it", async (t) => {
  const error = await errorOf(t, details(16, anyPack(rpc.ErrorInfoSchema, INFO)));
  const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
  assert(!shown.includes(CREDENTIAL.slice(8, 30)));
  assert(shown.includes("GTIN_MISSING"));
});
