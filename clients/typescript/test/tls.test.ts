import { type ClientOptions } from "@hallmint/client";
import { MintingService } from "@hallmint/client/v1";
import assert from "node:assert/strict";
import type { Http2ServerRequest } from "node:http2";
import { type TestContext, test } from "node:test";
import type { TLSSocket } from "node:tls";

import { Identity, type Validity, file } from "./support/certificate.js";
import { open, refusal } from "./support/client.js";
import { folderOf } from "./support/folder.js";
import { listen, serve } from "./support/server.js";

const HOST = "127.0.0.1";
const HOUR_MS = 3_600_000;
const routes = (router: Parameters<Parameters<typeof serve>[1]>[0]): unknown =>
  router.service(MintingService, { getStats: () => ({ tokensMinted: 3n }) });

interface Scene {
  readonly addresses?: readonly string[];
  readonly validity?: Validity;
  readonly isMutual?: boolean;
}

/** A server with a certificate; who vouches for it; and a folder. */
async function scene(t: TestContext, { addresses = [HOST], validity = {}, isMutual = false }: Scene = {}) {
  const [folder, authority] = [folderOf(t), Identity.authority()];
  const server = Identity.vouched(authority, "server", addresses, validity);
  const ca = file(folder, "ca.pem", authority.certificate);
  const both = isMutual ? { requestCert: true, rejectUnauthorized: true, ca: authority.certificate } : {};
  const tls = { key: server.key, cert: server.certificate, ...both };
  return { folder, authority, ca, address: await serve(t, (router) => void routes(router), tls) };
}

async function refusedBy(t: TestContext, options: ClientOptions): Promise<string> {
  const error = await refusal(open(t, { ...options, policy: { attempts: 2 } }).minting.getStats({}));
  assert.deepEqual([error.code, error.reason], ["UNAVAILABLE", ""]);
  return error.message;
}

test("TLS with who may vouch for the server", async (t) => {
  const { address, ca } = await scene(t);
  assert.equal((await open(t, { address, ca }).minting.getStats({})).tokensMinted, 3n);
});

test("several certificates of who may vouch", async (t) => {
  const { address, authority, folder } = await scene(t);
  const ca = file(folder, "both.pem", Identity.authority("other").certificate + authority.certificate);
  assert.equal((await open(t, { address, ca }).minting.getStats({})).tokensMinted, 3n);
});

test("a server that somebody else vouches for is refused with one clear error, also by the environment's will", async (t) => {
  const { address, folder } = await scene(t);
  const ca = file(folder, "other.pem", Identity.authority("other").certificate);
  // Node would warn, once and for the whole process, were it to heed this.
  t.mock.method(process, "emitWarning", () => undefined);
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  t.after(() => {
    if (before === undefined) {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    } else {
      process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });
  assert.match(
    await refusedBy(t, { address, ca }),
    /^no connection to 127\.0\.0\.1:\d+: unable to verify the first cert/,
  );
});

test("a certificate of another place, of the past and of the future", async (t) => {
  const elsewhere = await scene(t, { addresses: ["127.0.0.2"] });
  assert.match(await refusedBy(t, elsewhere), /does not match certificate's altnames/);
  const past = await scene(t, { validity: { to: Date.now() - HOUR_MS / 2 } });
  assert.match(await refusedBy(t, past), /certificate has expired/);
  const future = await scene(t, { validity: { from: Date.now() + HOUR_MS / 2 } });
  assert.match(await refusedBy(t, future), /certificate is not yet valid/);
});

test("TLS by both sides", async (t) => {
  const { address, authority, ca, folder } = await scene(t, { isMutual: true });
  const mine = Identity.vouched(authority, "client").write(folder, "client");
  assert.equal((await open(t, { address, ca, ...mine }).minting.getStats({})).tokensMinted, 3n);
});

test("a server that wants to know who we are refuses nobody and strangers", async (t) => {
  const { address, ca, folder } = await scene(t, { isMutual: true });
  assert.match(await refusedBy(t, { address, ca }), /certificate required|was closed/);
  const stranger = Identity.vouched(Identity.authority("other"), "stranger").write(folder, "stranger");
  assert.match(await refusedBy(t, { address, ca, ...stranger }), /alert unknown ca|was closed/);
});

test("plaintext to a server of TLS, and TLS to one of plaintext, are errors", async (t) => {
  const { address, ca } = await scene(t);
  await refusedBy(t, { address });
  const plain = await serve(t, (router) => void routes(router));
  assert.match(await refusedBy(t, { address: plain, ca }), /^no connection to .*(wrong version number|packet length)/);
});

test("HTTP/2 is agreed on in the handshake, from TLS 1.2 on", async (t) => {
  const [folder, authority] = [folderOf(t), Identity.authority()];
  const server = Identity.vouched(authority, "server", [HOST]);
  const seen: unknown[] = [];
  const handler = ({ stream }: Http2ServerRequest): void => {
    seen.push((stream.session?.socket as TLSSocket).alpnProtocol);
    stream.respond({ ":status": 200, "content-type": "application/grpc", "grpc-status": "12" }, { endStream: true });
  };
  const tls = { key: server.key, cert: server.certificate };
  const address = await listen(t, handler, tls);
  const client = open(t, { address, ca: file(folder, "ca.pem", authority.certificate) });
  assert.equal((await refusal(client.minting.getStats({}))).code, "UNIMPLEMENTED");
  assert.deepEqual(seen, ["h2"]);
});
