import { type KeyObject, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Certificates (RFC 5280) of Ed25519 keys, written here byte by byte: Node reads them, and makes none. */

const ED25519 = tlv(0x30, Buffer.from("06032b6570", "hex"));
const HOUR_MS = 3_600_000;

export interface Validity {
  readonly from?: number;
  readonly to?: number;
}

/** Who has a key and a certificate; the files are PEM. */
export class Identity {
  readonly #name: Buffer;
  readonly #secret: KeyObject;
  readonly certificate: string;
  readonly key: string;

  private constructor(name: string, by: Identity | undefined, extensions: Buffer[], validity: Validity) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#secret = privateKey;
    this.#name = tlv(0x30, tlv(0x31, tlv(0x30, Buffer.from("0603550403", "hex"), tlv(0x0c, Buffer.from(name)))));
    const { from = Date.now() - HOUR_MS, to = Date.now() + HOUR_MS } = validity;
    const body = tlv(
      0x30,
      tlv(0xa0, Buffer.from("020102", "hex")), // version 3
      tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
      ED25519,
      (by ?? this).#name,
      tlv(0x30, date(from), date(to)),
      this.#name,
      publicKey.export({ format: "der", type: "spki" }),
      tlv(0xa3, tlv(0x30, ...extensions)),
    );
    const signature = sign(null, body, (by ?? this).#secret);
    const whole = tlv(0x30, body, ED25519, tlv(0x03, Buffer.from([0]), signature));
    this.certificate = pem("CERTIFICATE", whole);
    this.key = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  }

  /** One who may vouch for others. */
  static authority(name = "test authority"): Identity {
    const isAuthority = extension("551d13", tlv(0x30, tlv(0x01, Buffer.from([0xff]))), true);
    return new Identity(name, undefined, [isAuthority], {});
  }

  /** A server or client that `by` vouches for, at `addresses` (IPv4) . */
  static vouched(by: Identity, name: string, addresses: readonly string[] = [], validity: Validity = {}): Identity {
    const names = addresses.map((text) => tlv(0x87, Buffer.from(text.split(".").map(Number))));
    return new Identity(name, by, names.length > 0 ? [extension("551d11", tlv(0x30, ...names))] : [usage()], validity);
  }

  /** The key, encrypted. */
  encrypted(): string {
    const options = { format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "secret" } as const;
    return this.#secret.export(options).toString();
  }

  /** Writes both files, and gives back their paths. */
  write(folder: string, name: string): { certificate: string; key: string } {
    return { certificate: file(folder, `${name}.pem`, this.certificate), key: file(folder, `${name}.key`, this.key) };
  }
}

export function file(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function usage(): Buffer {
  return extension("551d25", tlv(0x30, Buffer.from("06082b06010505070302", "hex"))); // clientAuth
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? tlv(0x01, Buffer.from([0xff])) : Buffer.alloc(0);
  return tlv(0x30, tlv(0x06, Buffer.from(id, "hex")), critical, tlv(0x04, value));
}

function date(milliseconds: number): Buffer {
  return tlv(0x18, Buffer.from(new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, "")));
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length =
    value.length < 0x80 ? Buffer.from([value.length]) : Buffer.from([0x82, value.length >> 8, value.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
}

function pem(kind: string, data: Buffer): string {
  const lines = data.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
}
