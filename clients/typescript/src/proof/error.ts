const MESSAGES = {
  LENGTH: "a proof file has at most 8192 bytes",
  FORM: "this is no proof file, or one that was changed",
  ORIGIN: "the head is not of the log whose key was given",
  SIGNATURE: "a signature of the log or of a known witness is wrong",
  UNSIGNED: "the log did not sign the head",
  WITNESSES: "fewer of the known witnesses signed the head than are wanted",
  ENTRY: "the batch, as the proof tells of it, is not in the log",
  TOKEN: "the unit is not in the batch",
} as const;

/** Why a proof proves nothing. */
export type ProofReason = keyof typeof MESSAGES;

/** A proof that proves nothing, for a `reason`. */
export class ProofError extends Error {
  override readonly name = "ProofError";

  constructor(
    readonly reason: ProofReason,
    /** The line, from 1, where the form is not that of a proof. */
    readonly line?: number,
  ) {
    super(line === undefined ? MESSAGES[reason] : `${MESSAGES[reason]}: line ${line}`);
  }
}
