import { once } from "node:events";
import * as net from "node:net";
import type { TestContext } from "node:test";

// RFC 9113, 3.4, 4.1, 6.1 and 6.4.
const PREFACE_BYTES = 24;
const HEAD_BYTES = 9;
const DATA = 0;
const RST_STREAM = 3;
const END_STREAM = 1;

/** What a client said of the ends of its streams, as the wire has it: a server's API tells a reset like an end. */
export class Wire {
  ends = 0;
  resets = 0;
  #rest = Buffer.alloc(0);
  #skip = PREFACE_BYTES;

  private constructor(readonly address: string) {}

  /** A way to a server, for one connection. */
  static async before(t: TestContext, server: string): Promise<Wire> {
    const listener = net.createServer();
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const wire = new Wire(`127.0.0.1:${(listener.address() as net.AddressInfo).port}`);
    listener.on("connection", (near) => {
      const far = net.connect(Number(server.split(":")[1]), "127.0.0.1");
      [near, far].forEach((socket) => socket.on("error", () => undefined));
      near.on("data", (data) => wire.#read(data));
      near.pipe(far).pipe(near);
      t.after(() => [near, far].forEach((socket) => socket.destroy()));
    });
    t.after(async () => {
      listener.close();
      await once(listener, "close");
    });
    return wire;
  }

  #read(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    while (this.#rest.length >= this.#skip) {
      this.#rest = this.#rest.subarray(this.#skip);
      this.#skip = 0;
      const length = this.#rest.length < HEAD_BYTES ? Infinity : HEAD_BYTES + this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < length) {
        return;
      }
      const [type, flags] = [this.#rest.readUInt8(3), this.#rest.readUInt8(4)];
      this.ends += Number(type === DATA && (flags & END_STREAM) !== 0);
      this.resets += Number(type === RST_STREAM);
      this.#skip = length;
    }
  }
}
