import { once } from "node:events";
import * as net from "node:net";
import type { TestContext } from "node:test";

/** A way to a server that breaks when told to. */
export class Proxy {
  readonly #pairs = new Set<readonly [net.Socket, net.Socket]>();
  /** Connections that were taken. */
  taken = 0;
  /** Whether new connections are taken, and then hear nothing. */
  isDeaf = false;

  private constructor(readonly address: string) {}

  static async before(t: TestContext, server: string): Promise<Proxy> {
    const listener = net.createServer();
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const proxy = new Proxy(`127.0.0.1:${(listener.address() as net.AddressInfo).port}`);
    const [host, port] = server.split(":");
    listener.on("connection", (near) => proxy.#take(near, host ?? "", Number(port)));
    t.after(async () => {
      proxy.cut();
      listener.close();
      await once(listener, "close");
    });
    return proxy;
  }

  /** Resets all connections. */
  cut(): void {
    this.#each((socket) => socket.resetAndDestroy());
  }

  /** Ends all connections in good order. */
  end(): void {
    this.#each((socket) => socket.destroy());
  }

  /** From here on nothing comes through any more, and nobody is told. */
  freeze(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe();
      far.unpipe();
    }
  }

  #each(stop: (socket: net.Socket) => void): void {
    for (const pair of this.#pairs) {
      pair.forEach(stop);
    }
    this.#pairs.clear();
  }

  #take(near: net.Socket, host: string, port: number): void {
    this.taken += 1;
    const far = net.connect({ host, port });
    this.#pairs.add([near, far]);
    [near, far].forEach((socket) => socket.on("error", () => undefined));
    if (!this.isDeaf) {
      near.pipe(far);
      far.pipe(near);
    }
  }
}

/** An address where nobody listens. */
export async function away(): Promise<string> {
  const listener = net.createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as net.AddressInfo;
  listener.close();
  await once(listener, "close");
  return `127.0.0.1:${port}`;
}
