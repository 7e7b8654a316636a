export { Client, type BatchFilter, type TokenFilter } from "./client.js";
export type { DownloadOptions } from "./download.js";
export { HallmintError, type Code, type Reason, type Violation } from "./error.js";
export type { ClientOptions } from "./option.js";
export { pages, type Page } from "./page.js";
export type { Policy } from "./policy.js";
export type { WatchOptions } from "./watch.js";
export { ProofError, type ProofReason } from "./proof/error.js";
export { type ProofOptions, type Proved, verifyProof } from "./proof/proof.js";
