import type { ConnectRouter, HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { once } from "node:events";
import * as http2 from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { TestContext } from "node:test";

/** A credential that has the form of one. */
export const CREDENTIAL = `hm_live_${"0".repeat(12)}_${"a".repeat(52)}_${"0".repeat(6)}`;

/** A server of the test's own: its address. It ends with the test. */
export async function serve(
  t: TestContext,
  routes: (router: ConnectRouter) => void,
  tls?: http2.SecureServerOptions,
): Promise<string> {
  return listen(t, connectNodeAdapter({ routes }), tls);
}

/** A server that answers each call with these trailers and nothing else, whatever connect would have made of them. */
export async function serveTrailers(t: TestContext, trailers: http2.OutgoingHttpHeaders): Promise<string> {
  return listen(t, (_, response) => {
    response.stream.respond(
      { ":status": 200, "content-type": "application/grpc+proto", ...trailers },
      { endStream: true },
    );
  });
}

/** A server of calls as they come. */
export async function listen(
  t: TestContext,
  handler: (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
  tls?: http2.SecureServerOptions,
): Promise<string> {
  const server = tls ? http2.createSecureServer(tls, handler) : http2.createServer(handler);
  const taken = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    taken.add(socket);
    socket.on("close", () => taken.delete(socket));
  });
  // A handshake that fails is the client's to tell of.
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(async () => {
    server.close();
    taken.forEach((socket) => socket.destroy());
    await once(server, "close");
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Work that goes on until nobody wants it any more. */
export function forever({ signal }: HandlerContext): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
