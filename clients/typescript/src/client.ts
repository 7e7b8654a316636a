import { type Client as Stub, createClient } from "@connectrpc/connect";

import { AuditService } from "../gen/hallmint/v1/audit_service_pb.js";
import { type Batch, BatchSchema, BatchState } from "../gen/hallmint/v1/batch_pb.js";
import { BrandService } from "../gen/hallmint/v1/brand_service_pb.js";
import { CarrierProfileService } from "../gen/hallmint/v1/carrier_profile_service_pb.js";
import { CatalogService } from "../gen/hallmint/v1/catalog_service_pb.js";
import { ContentService } from "../gen/hallmint/v1/content_service_pb.js";
import { CredentialService } from "../gen/hallmint/v1/credential_service_pb.js";
import { type Export, ExportSchema, ExportState, type Pack } from "../gen/hallmint/v1/export_pb.js";
import { ExportService, type WatchExportResponse } from "../gen/hallmint/v1/export_service_pb.js";
import { LinkService } from "../gen/hallmint/v1/link_service_pb.js";
import { MemberService } from "../gen/hallmint/v1/member_service_pb.js";
import { MintingService, type WatchBatchResponse } from "../gen/hallmint/v1/minting_service_pb.js";
import { ProductionService } from "../gen/hallmint/v1/production_service_pb.js";
import type { Revocation } from "../gen/hallmint/v1/revocation_pb.js";
import { ScanService } from "../gen/hallmint/v1/scan_service_pb.js";
import { SessionService } from "../gen/hallmint/v1/session_service_pb.js";
import type { Token, TokenStatus } from "../gen/hallmint/v1/token_pb.js";
import { VerificationService } from "../gen/hallmint/v1/verification_service_pb.js";
import type { ImportProductsResponse } from "../gen/hallmint/v1/catalog_service_pb.js";
import { Connection } from "./connection.js";
import { type DownloadOptions, download } from "./download.js";
import { type Caller, type ClientOptions, callerOf, settingOf } from "./option.js";
import { FULL_PAGE, pages } from "./page.js";
import type { Policy } from "./policy.js";
import { watchRevocation } from "./revocation.js";
import { type ImportOptions, type Sheet, importSheet } from "./sheet.js";
import { CallTransport } from "./transport.js";
import { type WatchOptions, watch } from "./watch.js";

const BATCH_ENDED: ReadonlySet<BatchState> = new Set([BatchState.MINTED, BatchState.FAILED, BatchState.CANCELLED]);
const EXPORT_ENDED: ReadonlySet<ExportState> = new Set([
  ExportState.COMPLETED,
  ExportState.FAILED,
  ExportState.CANCELLED,
]);

/** Which tokens. */
export interface TokenFilter {
  /** Only this status. */
  readonly status?: TokenStatus;
  /** Only this lot; takes a batch. */
  readonly lotCode?: string;
}

/** Which batches. */
export interface BatchFilter {
  /** Only this state. */
  readonly state?: BatchState;
  /** Only those of this product. */
  readonly productId?: string;
}

/** What clients of several callers have in common. */
interface Shared {
  readonly connection: Connection;
  readonly caller: Caller;
  readonly policy: Policy;
}

/**
 * A connection to one Hallmint server, for one caller.
 *
 * Each service has a property with a method for each of its rpcs, which takes the fields of the request and gives back the
 * response. A call fails with HallmintError and nothing else. Calls are tried again on UNAVAILABLE, and where the server is busy
 * and says when to come back, within the policy (by default 5 tries, 30 s in all, honouring the server's RetryInfo). That is safe
 * for those that create something too: they carry a `requestId`, made once a call where none is given, and the server carries one
 * out once. To repeat such a call yourself, pass the `requestId` of the error. Methods that could do harm twice
 * (`member.acceptInvitation`, `session.createSession`) are never sent twice. A stream of a service is one stream, of which
 * the first error is the end, and which ends early only with the `signal` of its options: the methods below go on where one
 * broke, and end with their loop.
 *
 * The connection is made with the first call, and made again when it breaks. Any number of calls may run at once. The
 * credential is in no error, and in nothing that is printed.
 */
export class Client {
  readonly audit: Stub<typeof AuditService>;
  readonly brand: Stub<typeof BrandService>;
  readonly carrierProfile: Stub<typeof CarrierProfileService>;
  readonly catalog: Stub<typeof CatalogService>;
  readonly content: Stub<typeof ContentService>;
  readonly credential: Stub<typeof CredentialService>;
  readonly export: Stub<typeof ExportService>;
  readonly link: Stub<typeof LinkService>;
  readonly member: Stub<typeof MemberService>;
  readonly minting: Stub<typeof MintingService>;
  readonly production: Stub<typeof ProductionService>;
  readonly scan: Stub<typeof ScanService>;
  readonly session: Stub<typeof SessionService>;
  readonly verification: Stub<typeof VerificationService>;
  readonly #connection: Connection;
  readonly #policy: Policy;
  readonly #isActing: boolean;

  /** Sends nothing. TypeError where an option cannot work: a credential of another form, a PEM file that is none. */
  constructor(options?: ClientOptions);
  /** @internal `acting` makes one over a connection that is there. */
  constructor(options: undefined, shared: Shared);
  constructor(options?: ClientOptions, shared?: Shared) {
    const { connection, caller, policy } = shared ?? sharedOf(options ?? {});
    this.#isActing = shared !== undefined;
    this.#policy = policy;
    this.#connection = connection;
    const transport = new CallTransport(connection, caller, policy);
    this.audit = createClient(AuditService, transport);
    this.brand = createClient(BrandService, transport);
    this.carrierProfile = createClient(CarrierProfileService, transport);
    this.catalog = createClient(CatalogService, transport);
    this.content = createClient(ContentService, transport);
    this.credential = createClient(CredentialService, transport);
    this.export = createClient(ExportService, transport);
    this.link = createClient(LinkService, transport);
    this.member = createClient(MemberService, transport);
    this.minting = createClient(MintingService, transport);
    this.production = createClient(ProductionService, transport);
    this.scan = createClient(ScanService, transport);
    this.session = createClient(SessionService, transport);
    this.verification = createClient(VerificationService, transport);
  }

  /**
   * A client for another caller over the connection of this one, with its policy: for a program that calls for many people, each
   * with a session of their own. It need not be closed: it ends with the client that it is made of, and not before. TypeError as
   * the constructor has it.
   */
  acting(credential: string, { brand }: Pick<ClientOptions, "brand"> = {}): Client {
    return new Client(undefined, {
      connection: this.#connection,
      caller: callerOf({ credential: String(credential), brand }),
      policy: this.#policy,
    });
  }

  /**
   * Ends the connection and all that runs on it or waits for its next try, with CANCELLED. The client is of no use from then on,
   * nor are those that were made of it by `acting`, of which none ends the connection itself.
   */
  close(): void {
    if (!this.#isActing) {
      this.#connection.close();
    }
  }

  /**
   * Makes and updates products from a CSV sheet of at most 256 MiB and 100,000 rows. What is written is durable in the end.
   *
   * A broken stream writes nothing, and a sheet sent again changes nothing: so it is sent again from its beginning as calls are,
   * within the policy's `uploadMs` for all tries. Refused rows are in the response; HallmintError as calls have it, and
   * INVALID_ARGUMENT `SHEET_REFUSED` where the sheet as a whole cannot be read. What reading the sheet throws comes out as it
   * is, and nothing is written then.
   */
  importProducts(sheet: Sheet, options: ImportOptions = {}): Promise<ImportProductsResponse> {
    return importSheet(sheet, this.catalog, this.#policy, options, this.#connection.closed);
  }

  /**
   * Follows a batch: a snapshot at once, then each change, and last its terminal state, after which it ends.
   *
   * A broken or silent connection is made again, and the watch goes on from its cursor; heartbeats are not yielded. It gives up
   * with HallmintError when the server cannot be reached (the policy's `attempts` at the start, its `patienceMs` later on), and
   * at once on an error that waiting does not mend. Leaving the loop ends the stream.
   */
  watchBatch(batchId: string, options: WatchOptions = {}): AsyncGenerator<Batch, void, void> {
    const what = {
      schema: BatchSchema,
      ask: (cursor: string) => (call: { signal: AbortSignal }) => this.minting.watchBatch({ batchId, cursor }, call),
      read: ({ batch }: WatchBatchResponse) => batch,
      hasEnded: ({ state }: Batch) => BATCH_ENDED.has(state),
      closed: this.#connection.closed,
    };
    return watch(what, this.#policy, options);
  }

  /** Follows an export until it has ended, as `watchBatch` follows a batch. */
  watchExport(exportId: string, options: WatchOptions = {}): AsyncGenerator<Export, void, void> {
    const what = {
      schema: ExportSchema,
      ask: (cursor: string) => (call: { signal: AbortSignal }) => this.export.watchExport({ exportId, cursor }, call),
      read: (answer: WatchExportResponse) => answer.export,
      hasEnded: ({ state }: Export) => EXPORT_ENDED.has(state),
      closed: this.#connection.closed,
    };
    return watch(what, this.#policy, options);
  }

  /**
   * Follows a revocation of a batch or lot: as given, then each change, last its terminal state. Looks each `pollMs` of the
   * policy. HallmintError as calls have it, and NOT_FOUND where it is no longer among the latest 100 of its batch.
   */
  watchRevocation(
    revocation: Revocation,
    options: Pick<WatchOptions, "signal"> = {},
  ): AsyncGenerator<Revocation, void, void> {
    return watchRevocation(revocation, this.minting, this.#policy, { ...options, closed: this.#connection.closed });
  }

  /** All batches, newest first, without lots, in as many calls as it takes. */
  async *batches(filter: BatchFilter = {}): AsyncGenerator<Batch, void, void> {
    const list = (pageToken: string) => this.minting.listBatches({ ...filter, pageSize: FULL_PAGE, pageToken });
    for await (const page of pages(list)) {
      yield* page.batches;
    }
  }

  /** All tokens of a batch by seq, or with an empty `batchId` of all batches, the newest first, in as many calls as it takes. */
  async *tokens(batchId = "", filter: TokenFilter = {}): AsyncGenerator<Token, void, void> {
    const list = (pageToken: string) => this.minting.listTokens({ ...filter, batchId, pageSize: FULL_PAGE, pageToken });
    for await (const page of pages(list)) {
      yield* page.tokens;
    }
  }

  /** The finished packs of an export in order, in as many calls as it takes. */
  async *packs(exportId: string): AsyncGenerator<Pack, void, void> {
    const list = (pageToken: string) => this.export.listPacks({ exportId, pageSize: FULL_PAGE, pageToken });
    for await (const page of pages(list)) {
      yield* page.packs;
    }
  }

  /**
   * Writes a pack into a folder under its own name, and proves its digest. Gives back the path of the file.
   *
   * What a broken download left goes on where it broke, also one of an earlier call: it lies beside as `<name>.part`. A file that
   * is there and whole is left as it is. In the end the file is durable and its SHA-256 is the pack's. HallmintError where the
   * server cannot be reached, or DATA_LOSS where what it sends is not the pack; errors of the disk as Node has them.
   */
  downloadPack(pack: Pack, folder: string, options: DownloadOptions = {}): Promise<string> {
    const begin = (offset: number) => (call: { signal: AbortSignal }) =>
      this.export.readPack({ packId: pack.packId, offset: BigInt(offset) }, call);
    return download(pack, folder, begin, this.#policy, options, this.#connection.closed);
  }
}

function sharedOf(options: ClientOptions): Shared {
  const { target, caller, policy } = settingOf(options);
  return { connection: new Connection(target), caller, policy };
}
