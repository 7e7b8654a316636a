import { Code, ConnectError } from "@connectrpc/connect";
import type { NodeHttpClientOptions } from "@connectrpc/connect-node";
import * as http2 from "node:http2";
import * as net from "node:net";
import * as tls from "node:tls";

import { mend } from "./detail.js";
import type { Target } from "./option.js";

type SessionManager = ReturnType<NonNullable<(NodeHttpClientOptions & { httpVersion: "2" })["sessionProvider"]>>;

/** What a connection waits for, in milliseconds. */
interface Waits {
  readonly connectMs: number;
  /** From the last thing that was heard to a ping. */
  readonly pingMs: number;
  /** From a ping to its answer. */
  readonly pongMs: number;
}

// The server waits as long for a handshake, and ends a connection whose pings come more often than every 10 s. A dead connection
// is found within 25 s: before a call's 30 s are over, and before a watch takes it for silent.
const WAITS: Waits = { connectMs: 10_000, pingMs: 15_000, pongMs: 10_000 };
// A pack is read at the speed of the network, not of one acknowledgement for each 64 KiB.
const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * The HTTP/2 connection of a client: made with the first call, and anew when it breaks, with no schedule of its own (the
 * policy's pauses are the only one). What happens to it is UNAVAILABLE for the calls on it.
 *
 * A connection that is dead without saying so is found by a ping where nothing was heard for 15 s while calls run. It does not
 * keep the process alive without calls.
 */
export class Connection implements SessionManager {
  readonly authority: string;
  readonly #target: Target;
  readonly #waits: Waits;
  readonly #links = new Set<Link>();
  #current: Link | undefined;
  readonly #closing = new AbortController();

  constructor(target: Target, waits: Waits = WAITS) {
    this.#target = target;
    this.#waits = waits;
    const host = net.isIPv6(target.host) ? `[${target.host}]` : target.host;
    this.authority = new URL(`${target.tls ? "https" : "http"}://${host}:${target.port}`).origin;
  }

  /** Opens a stream; connect calls it. ConnectError where there is no connection. */
  async request(
    method: string,
    path: string,
    headers: http2.OutgoingHttpHeaders,
    options: Omit<http2.ClientSessionRequestOptions, "signal">,
  ): Promise<http2.ClientHttp2Stream> {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const link = this.#link();
      await link.ready;
      // It may have gone while this call waited for its turn. Nothing was sent then, and a new one is worth a try.
      if (link.isUsable) {
        return link.request({ ...headers, ":method": method, ":path": path }, options);
      }
    }
    throw new ConnectError(`${this.authority} closes every connection at once`, Code.Unavailable);
  }

  /** Hears of each piece that was read; connect calls it. */
  notifyResponseByteRead(stream: http2.ClientHttp2Stream): void {
    for (const link of this.#links) {
      if (link.session === stream.session) {
        link.heard();
      }
    }
  }

  /** Aborted by `close`. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends all calls with CANCELLED, for ever. */
  close(): void {
    this.#closing.abort();
    for (const link of this.#links) {
      link.end(closed());
    }
  }

  #link(): Link {
    if (this.closed.aborted) {
      throw closed();
    }
    if (!this.#current?.isUsable) {
      const link = new Link(this.authority, this.#target, this.#waits, () => this.#links.delete(link));
      this.#links.add(link);
      this.#current = link;
    }
    return this.#current as Link;
  }
}

/** One connection, from its beginning to its end. */
class Link {
  readonly session: http2.ClientHttp2Session;
  /** Rejected with ConnectError where the connection is not made. */
  readonly ready: Promise<void>;
  #streams = 0;
  #isLeaving = false;
  #heardAt = performance.now();
  #alarm: NodeJS.Timeout | undefined;

  readonly #socket: net.Socket;
  readonly #waits: Waits;

  constructor(authority: string, target: Target, waits: Waits, gone: () => void) {
    this.#waits = waits;
    const where = new URL(authority).host;
    const socket = target.tls ? secure(target, target.tls) : net.connect({ host: target.host, port: target.port });
    this.#socket = socket;
    socket.setNoDelay(true);
    // These come before those of node:http2, which would call a lost connection a stream that the server cancelled.
    socket.once("error", (error) => this.end(lost(where, error)));
    socket.once("close", () => this.end(new ConnectError(`the connection to ${where} was closed`, Code.Unavailable)));
    this.session = http2.connect(authority, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
    });
    this.ready = new Promise((resolve, reject) => {
      const late = setTimeout(() => this.end(lost(where, new Error("no handshake in time"))), waits.connectMs);
      this.session.once("connect", () => {
        clearTimeout(late);
        if (this.session.destroyed) {
          return; // Node tells of the connection all the same
        }
        this.session.setLocalWindowSize(WINDOW_BYTES);
        this.#rest();
        resolve();
      });
      this.session.on("error", (error) => reject(error instanceof ConnectError ? error : lost(where, error)));
      this.session.once("close", () => {
        clearTimeout(late);
        clearTimeout(this.#alarm);
        gone();
        reject(new ConnectError(`the connection to ${where} was closed`, Code.Unavailable));
      });
    });
    this.ready.catch(() => undefined); // whoever waits for it hears of it, and nobody may
    this.session.once("goaway", () => this.#leave());
  }

  /** Whether calls may begin on it, or wait for it to be made. */
  get isUsable(): boolean {
    return !this.#isLeaving && !this.session.closed && !this.session.destroyed;
  }

  request(headers: http2.OutgoingHttpHeaders, options: http2.ClientSessionRequestOptions): http2.ClientHttp2Stream {
    const reset = new AbortController();
    const stream = this.session.request(headers, { ...options, signal: reset.signal });
    broken(stream, () => reset.abort());
    stream.once("response", (found) => {
      this.heard();
      mend(found);
    });
    stream.once("trailers", mend);
    stream.on("error", () => undefined); // connect listens too, though not from the first moment on
    stream.once("close", () => {
      this.#streams -= 1;
      this.#rest();
    });
    this.#streams += 1;
    if (this.#streams === 1) {
      this.session.ref();
      this.#watch();
    }
    return stream;
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  end(error: ConnectError): void {
    this.session.destroy(error, http2.constants.NGHTTP2_CANCEL);
    this.#socket.destroy(); // Node would wait for the other side, which may be dead
  }

  /** The server takes no new calls: the next one goes elsewhere, and those that run end here. */
  #leave(): void {
    this.#isLeaving = true;
    this.#rest();
  }

  #rest(): void {
    if (this.#streams > 0) {
      return;
    }
    clearTimeout(this.#alarm);
    this.session.unref();
    if (this.#isLeaving) {
      this.session.destroy();
      this.#socket.destroySoon();
    }
  }

  #watch(): void {
    const quiet = performance.now() - this.#heardAt;
    this.#alarm = setTimeout(() => this.#ping(), Math.max(this.#waits.pingMs - quiet, 0)).unref();
  }

  #ping(): void {
    if (performance.now() - this.#heardAt < this.#waits.pingMs) {
      this.#watch();
      return;
    }
    this.#alarm = setTimeout(() => {
      this.end(
        new ConnectError(`the connection is dead: no answer to a ping for ${this.#waits.pongMs} ms`, Code.Unavailable),
      );
    }, this.#waits.pongMs).unref();
    this.session.ping((error) => {
      clearTimeout(this.#alarm);
      if (error === null && !this.session.destroyed) {
        this.heard();
        if (this.#streams > 0) {
          this.#watch();
        }
      }
    });
  }
}

/**
 * Has a stream that is closed before all was sent end in a reset alone. Node sends its end before the reset, and a server would take
 * what it has of a sheet for the whole.
 */
function broken(stream: http2.ClientHttp2Stream, reset: () => void): void {
  const close = stream.close.bind(stream);
  stream.close = (code, callback) => {
    if (stream.writableEnded || stream.destroyed) {
      close(code, callback);
      return;
    }
    if (callback !== undefined) {
      stream.once("close", callback);
    }
    reset();
  };
}

function secure({ host, port }: Target, secureContext: tls.SecureContext): tls.TLSSocket {
  return tls.connect({
    host,
    port,
    secureContext,
    ALPNProtocols: ["h2"],
    // No variable of the environment turns it off.
    rejectUnauthorized: true,
    ...(net.isIP(host) === 0 && { servername: host }),
  });
}

function lost(where: string, error: Error): ConnectError {
  // Where a name has several addresses, the message is empty and the code says it.
  const text = error.message || ("code" in error ? String(error.code) : error.name);
  return new ConnectError(`no connection to ${where}: ${text}`, Code.Unavailable, undefined, undefined, error);
}

function closed(): ConnectError {
  return new ConnectError("the client is closed", Code.Canceled);
}
