import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { type SecureContext, createSecureContext } from "node:tls";

import { type Policy, policyOf } from "./policy.js";

export const DEFAULT_ADDRESS = "127.0.0.1:7601";
const SYMBOL = "[0-9a-hjkmnp-tv-z]"; // Crockford's base32 in lower case
const CREDENTIAL = new RegExp(`^hm_(?:live|session|invite)_${SYMBOL}{12}_${SYMBOL}{52}_${SYMBOL}{6}$`);
const ADDRESS = /^(?:\[([0-9A-Fa-f:.%]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})$/;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const LAST_PORT = 65_535;

/** What a client is told. */
export interface ClientOptions {
  /** `host:port` of the server; default `127.0.0.1:7601`. An IPv6 address stands in brackets. */
  readonly address?: string | undefined;
  /** Who calls: a credential, session token or invitation. None is for servers that ask for none. */
  readonly credential?: string | undefined;
  /** The acting brand, of a person with several: its id or slug. */
  readonly brand?: string | undefined;
  /** A PEM file: who may vouch for the server. With it, or with `certificate`, the connection is TLS. */
  readonly ca?: string | URL | undefined;
  /** A PEM file: who we are, for TLS by both sides. Goes together with `key`. */
  readonly certificate?: string | URL | undefined;
  /** A PEM file, not encrypted: the key of `certificate`. */
  readonly key?: string | URL | undefined;
  /** How long the client waits, and how often it tries; what is not given is as in `Policy`. */
  readonly policy?: Partial<Policy> | undefined;
}

/** Where a connection leads. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Undefined for plaintext. */
  readonly tls: SecureContext | undefined;
}

/** Who calls. */
export interface Caller {
  readonly credential: string | undefined;
  readonly brand: string | undefined;
}

/** Options that were found to be right. */
export interface Setting {
  readonly target: Target;
  readonly caller: Caller;
  readonly policy: Policy;
}

/** Checks options and reads their files, once. TypeError where something of them cannot work; a credential is not shown. */
export function settingOf(options: ClientOptions): Setting {
  const found = ADDRESS.exec(options.address ?? DEFAULT_ADDRESS);
  const host = found?.[1] ?? found?.[2] ?? "";
  const port = Number(found?.[3]);
  if (host === "" || port < 1 || port > LAST_PORT || (found?.[1] !== undefined && isIP(host) === 0)) {
    throw new TypeError("an address is host:port, or [IPv6 address]:port");
  }
  return {
    caller: callerOf(options),
    target: { host, port, tls: tlsOf(options) },
    policy: policyOf(options.policy ?? {}),
  };
}

/** Checks who calls. TypeError, which does not show the credential. */
export function callerOf({ credential, brand }: Pick<ClientOptions, "credential" | "brand">): Caller {
  if (brand !== undefined && !/^[A-Za-z0-9-]*[A-Za-z0-9][A-Za-z0-9-]*$/.test(brand)) {
    throw new TypeError("a brand is named by its id or slug: letters, digits and hyphens");
  }
  return { credential: credential === undefined ? undefined : checked(credential), brand };
}

function checked(credential: string): string {
  const text = credential.trim();
  if (!CREDENTIAL.test(text)) {
    throw new TypeError(
      "this is no credential: one has 79 characters or more and begins with hm_live_, hm_session_ or hm_invite_; " +
        "check that it is whole",
    );
  }
  return text;
}

function tlsOf({ ca, certificate, key }: ClientOptions): SecureContext | undefined {
  if ((certificate === undefined) !== (key === undefined)) {
    throw new TypeError("certificate and key go together");
  }
  if (ca === undefined && certificate === undefined) {
    return undefined;
  }
  const roots = ca === undefined ? {} : { ca: rootsOf(ca) };
  if (certificate === undefined || key === undefined) {
    return createSecureContext({ ...roots, minVersion: "TLSv1.2" });
  }
  const [cert, secret] = [read(certificate), read(key)];
  try {
    return createSecureContext({ ...roots, cert, key: secret, minVersion: "TLSv1.2" });
  } catch {
    // What OpenSSL says names no file, and of an encrypted key it says that a callback is missing.
    throw new TypeError(`${certificate} and ${key} are not a PEM certificate and its unencrypted PEM key`);
  }
}

/** The certificates of a file. Node passes over what is none, and then only says that it trusts nobody. */
function rootsOf(path: string | URL): string[] {
  const found = read(path).match(PEM) ?? [];
  try {
    found.forEach((text) => new X509Certificate(text));
  } catch {
    found.length = 0;
  }
  if (found.length === 0) {
    throw new TypeError(`${path} holds no PEM certificate`);
  }
  return found;
}

function read(path: string | URL): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new TypeError(`${path} cannot be read: ${code}`);
  }
}
