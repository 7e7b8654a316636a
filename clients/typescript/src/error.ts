import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { fromBinary } from "@bufbuild/protobuf";
import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";

import { BadRequestSchema, ErrorInfoSchema, PreconditionFailureSchema } from "../gen/google/rpc/error_details_pb.js";
import { RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";
import type { ErrorReason } from "../gen/hallmint/v1/error_reason_pb.js";

const DOMAIN = "hallmint";
const CODES = {
  [ConnectCode.Canceled]: "CANCELLED",
  [ConnectCode.Unknown]: "UNKNOWN",
  [ConnectCode.InvalidArgument]: "INVALID_ARGUMENT",
  [ConnectCode.DeadlineExceeded]: "DEADLINE_EXCEEDED",
  [ConnectCode.NotFound]: "NOT_FOUND",
  [ConnectCode.AlreadyExists]: "ALREADY_EXISTS",
  [ConnectCode.PermissionDenied]: "PERMISSION_DENIED",
  [ConnectCode.ResourceExhausted]: "RESOURCE_EXHAUSTED",
  [ConnectCode.FailedPrecondition]: "FAILED_PRECONDITION",
  [ConnectCode.Aborted]: "ABORTED",
  [ConnectCode.OutOfRange]: "OUT_OF_RANGE",
  [ConnectCode.Unimplemented]: "UNIMPLEMENTED",
  [ConnectCode.Internal]: "INTERNAL",
  [ConnectCode.Unavailable]: "UNAVAILABLE",
  [ConnectCode.DataLoss]: "DATA_LOSS",
  [ConnectCode.Unauthenticated]: "UNAUTHENTICATED",
} as const;
// What Node calls the ways in which a connection breaks.
const BROKEN = /^(?:E[A-Z]+$|ERR_HTTP2_|ERR_STREAM_|ERR_SSL_)/;
// How an HTTP/2 stream that was reset reads as an error of gRPC (PROTOCOL-HTTP2.md, "Errors"); any other reset is INTERNAL.
const RESETS: Readonly<Record<string, Code>> = {
  REFUSED_STREAM: "UNAVAILABLE",
  CANCEL: "CANCELLED",
  ENHANCE_YOUR_CALM: "RESOURCE_EXHAUSTED",
  INADEQUATE_SECURITY: "PERMISSION_DENIED",
};

/** The name of a gRPC status. */
export type Code = (typeof CODES)[keyof typeof CODES];

/** A name of `hallmint.v1.ErrorReason`; one that this client does not know is possible. */
export type Reason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED"> | (string & {});

/** One of the things that are wrong with a request. */
export interface Violation {
  readonly reason: Reason;
  /** The field or subject it is about, or empty. */
  readonly field: string;
  /** For people, in English. */
  readonly description: string;
}

interface Facts {
  readonly code: Code;
  readonly reason?: Reason;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly Violation[];
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string;
  readonly cause?: unknown;
}

/**
 * A call that did not succeed: the one error that calls throw.
 *
 * `reason` is empty where the error did not come from Hallmint (no connection, deadline, a proxy). Reasons that this client
 * does not know are passed on as they are: decide by `code` then.
 */
export class HallmintError extends Error {
  override readonly name = "HallmintError";
  readonly code: Code;
  readonly reason: Reason | "";
  /** The metadata of ErrorInfo; `error_reason.proto` says which keys a reason has. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Everything that is wrong, at once. */
  readonly violations: readonly Violation[];
  /** Milliseconds after which trying again may help, or undefined where the server did not say. */
  readonly retryAfterMs: number | undefined;
  /** Of a call that creates something: the id to send again, so that it happens once only. Else empty. */
  readonly requestId: string;

  constructor(message: string, facts: Facts) {
    super(message || facts.code, "cause" in facts ? { cause: facts.cause } : undefined);
    this.code = facts.code;
    this.reason = facts.reason ?? "";
    this.metadata = facts.metadata ?? {};
    this.violations = facts.violations ?? [];
    this.retryAfterMs = facts.retryAfterMs;
    this.requestId = facts.requestId ?? "";
  }

  /**
   * Whether the same call may succeed later: nobody answers, or the server has too much to do and says when to come back.
   */
  get passing(): boolean {
    return this.code === "UNAVAILABLE" || (this.code === "RESOURCE_EXHAUSTED" && this.retryAfterMs !== undefined);
  }

  override toString(): string {
    return `${this.name}: ${this.message} (${this.reason || this.code})`;
  }

  /** Reads an error of connect. Details that are missing, damaged or of unknown types are left out. */
  static from(thrown: unknown, requestId = ""): HallmintError {
    if (thrown instanceof HallmintError) {
      return thrown;
    }
    const error = ConnectError.from(thrown);
    const info = detail(error, ErrorInfoSchema);
    const ours = info?.domain === DOMAIN;
    const wait = detail(error, RetryInfoSchema)?.retryDelay;
    return new HallmintError(error.rawMessage, {
      code: codeOf(error),
      reason: ours ? info.reason : "",
      metadata: ours ? { ...info.metadata } : {},
      violations: violationsOf(error),
      retryAfterMs: wait && Number(wait.seconds) * 1_000 + wait.nanos / 1e6,
      requestId,
      cause: error,
    });
  }
}

function violationsOf(error: ConnectError): Violation[] {
  const fields = detail(error, BadRequestSchema)?.fieldViolations ?? [];
  const subjects = detail(error, PreconditionFailureSchema)?.violations ?? [];
  return [
    ...fields.map(({ reason, field, description }) => ({ reason, field, description })),
    ...subjects.map(({ type, subject, description }) => ({ reason: type, field: subject, description })),
  ];
}

/** The last detail of a type that can be read. */
function detail<Desc extends DescMessage>(error: ConnectError, schema: Desc): MessageShape<Desc> | undefined {
  let found: MessageShape<Desc> | undefined;
  for (const each of error.details) {
    if ("type" in each && each.type === schema.typeName) {
      try {
        found = fromBinary(schema, each.value);
      } catch {
        continue;
      }
    }
  }
  return found;
}

function codeOf(error: ConnectError): Code {
  const cause: unknown = error.cause;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    if (cause.code === "ERR_HTTP2_STREAM_ERROR") {
      return RESETS[/NGHTTP2_(\w+)/.exec(cause.message)?.[1] ?? ""] ?? "INTERNAL";
    }
    if (BROKEN.test(cause.code)) {
      return "UNAVAILABLE";
    }
  }
  return CODES[error.code];
}
