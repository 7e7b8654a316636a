/** The values of a proof file. Each has one spelling: for any other these give undefined. */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/;
const WORD = "(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+";
const IDENTITY = new RegExp(`^(?:/01/([0-9]{14})(?:/10/${WORD})?/21/${WORD}|/t/${WORD})$`);
const HASH_BYTES = 32;
const LARGEST = 2n ** 63n - 1n;

export function uuid(text: string): string | undefined {
  return UUID.test(text) ? text : undefined;
}

/** A time in UTC with its microseconds, that the calendar has. */
export function time(text: string): string | undefined {
  if (!TIME.test(text)) {
    return undefined;
  }
  // What no calendar has, JavaScript moves to the next day or refuses.
  const read = new Date(`${text.slice(0, 19)}.000Z`);
  const isThere = !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 19) === text.slice(0, 19);
  return isThere ? text : undefined;
}

/** A number without sign and leading zeros, below 2^63. */
export function decimal(text: string): bigint | undefined {
  const number = DECIMAL.test(text) ? BigInt(text) : -1n;
  return number >= 0n && number <= LARGEST ? number : undefined;
}

/** Bytes in base64 with its padding (RFC 4648, 4). */
export function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** 32 bytes in base64. */
export function hash(text: string): Buffer | undefined {
  const bytes = base64(text);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

/** 32 bytes in lower-case hexadecimal. */
export function hex(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "hex");
  return bytes.length === HASH_BYTES && bytes.toString("hex") === text ? bytes : undefined;
}

/** The name of a key: no spaces of Unicode, no control characters of ASCII, no plus (C2SP signed-note, "Format"). */
export function keyName(text: string): string | undefined {
  return /^[^\p{White_Space}\0-\x1f+]+$/u.test(text) ? text : undefined;
}

/** The path of a unit, in its one spelling. */
export function identity(text: string): string | undefined {
  const found = IDENTITY.exec(text);
  const gtin = found?.[1];
  return found && (gtin === undefined || isGtin(gtin)) && !escapesTooMuch(text) ? text : undefined;
}

/** Whether the last digit is the check digit: weights of 3 and 1 from the left (GS1 General Specifications, 7.9). */
function isGtin(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return sum % 10 === 0;
}

function escapesTooMuch(text: string): boolean {
  return [...text.matchAll(/%(..)/g)].some(([, code]) =>
    /[A-Za-z0-9._-]/.test(String.fromCharCode(parseInt(`${code}`, 16))),
  );
}
