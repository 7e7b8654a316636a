import type {
  DescMessage,
  DescMethodStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import { clone, create } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import type { StreamResponse, Transport, UnaryResponse } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { randomUUID } from "node:crypto";

import { BrandService } from "../gen/hallmint/v1/brand_service_pb.js";
import { CredentialService } from "../gen/hallmint/v1/credential_service_pb.js";
import { MemberService } from "../gen/hallmint/v1/member_service_pb.js";
import { SessionService } from "../gen/hallmint/v1/session_service_pb.js";
import { repeat } from "./attempt.js";
import type { Connection } from "./connection.js";
import { HallmintError } from "./error.js";
import type { Caller } from "./option.js";
import type { Policy } from "./policy.js";
import { VERSION } from "./version.js";

type HeadersInit = ConstructorParameters<typeof Headers>[0];

// Calls that name no brand: those of operators, and of people before or beside any brand.
const BRANDLESS: ReadonlySet<unknown> = new Set([
  BrandService.method.createBrand,
  BrandService.method.listBrands,
  BrandService.method.suspendBrand,
  BrandService.method.unsuspendBrand,
  BrandService.method.reassignGtin,
  CredentialService.method.listOwnCredentials,
  MemberService.method.acceptInvitation,
  ...Object.values(SessionService.method),
]);
// The most that the header of the deadline holds, in milliseconds.
const LONGEST_MS = 99_999_999;

/** What all calls of all services go through: metadata, deadlines, retries and errors. */
export class CallTransport implements Transport {
  readonly #grpc: Transport;
  readonly #caller: Caller;
  readonly #policy: Policy;
  readonly #closed: AbortSignal;

  constructor(connection: Connection, caller: Caller, policy: Policy) {
    // The server compresses nothing, and what a proxy in between would is not worth the time.
    const acceptCompression: [] = [];
    this.#grpc = createGrpcTransport({ baseUrl: connection.authority, sessionManager: connection, acceptCompression });
    this.#caller = caller;
    this.#policy = policy;
    this.#closed = connection.closed;
  }

  /**
   * Calls until an answer, the last try, or the timeout: the very same request each time. Only what its description says is
   * idempotent is sent a second time. HallmintError.
   */
  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: MessageInitShape<I>,
  ): Promise<UnaryResponse<I, O>> {
    const [request, requestId] = named(method.input, input);
    const metadata = this.#metadata(method, header);
    const attempts = method.idempotency === Level.IDEMPOTENCY_UNKNOWN ? 1 : this.#policy.attempts;
    const limitMs = limitOf(timeoutMs, this.#policy.timeoutMs);
    return repeat(
      (left) => this.#grpc.unary(method, signal, deadline(left), metadata, request as MessageInitShape<I>),
      { policy: this.#policy, attempts, limitMs, requestId, closed: this.#closed, signal },
    );
  }

  /** Begins a stream; one that is only sent has the policy's `uploadMs`, others no limit as a whole. HallmintError. */
  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodStreaming<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: AsyncIterable<MessageInitShape<I>>,
  ): Promise<StreamResponse<I, O>> {
    const limit = limitOf(timeoutMs, method.methodKind === "client_streaming" ? this.#policy.uploadMs : Infinity);
    const left = deadline(limit);
    try {
      const response = await this.#grpc.stream(method, signal, left, this.#metadata(method, header), input);
      return { ...response, message: translated(response.message) };
    } catch (thrown) {
      throw HallmintError.from(thrown);
    }
  }

  #metadata(method: DescMethodUnary | DescMethodStreaming, header: HeadersInit | undefined): Headers {
    const { credential, brand } = this.#caller;
    const metadata = new Headers(header);
    metadata.set("user-agent", `hallmint-client-typescript/${VERSION}`);
    if (credential !== undefined) {
      metadata.set("authorization", `Bearer ${credential}`);
    }
    if (brand !== undefined && !BRANDLESS.has(method)) {
      metadata.set("x-hallmint-brand", brand);
    }
    return metadata;
  }
}

/** The request with a request_id, where it has a field for one and none was given; what the caller holds is not changed. */
function named<I extends DescMessage>(schema: I, input: MessageInitShape<I>): [MessageShape<I>, string] {
  const message = create(schema, input);
  const field = schema.fields.find(({ name }) => name === "request_id");
  if (field?.fieldKind !== "scalar") {
    return [message, ""];
  }
  const given = String(reflect(schema, message).get(field));
  if (given !== "") {
    return [message, given];
  }
  const [copy, requestId] = [clone(schema, message), randomUUID()];
  reflect(schema, copy).set(field, requestId);
  return [copy, requestId];
}

async function* translated<M>(messages: AsyncIterable<M>): AsyncGenerator<M, void, void> {
  try {
    yield* messages;
  } catch (thrown) {
    throw HallmintError.from(thrown);
  }
}

/** What a call's own option `timeoutMs` says: as connect documents it, 0 or less is no limit at all. */
function limitOf(given: number | undefined, otherwise: number): number {
  const limit = given ?? otherwise;
  return limit > 0 ? limit : Infinity;
}

/** What is left of a limit, as connect is told; undefined where there is none. */
function deadline(milliseconds: number): number | undefined {
  return milliseconds === Infinity ? undefined : Math.min(Math.max(Math.ceil(milliseconds), 1), LONGEST_MS);
}
