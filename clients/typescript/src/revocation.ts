import { equals } from "@bufbuild/protobuf";
import type { Client as Stub } from "@connectrpc/connect";

import type { MintingService } from "../gen/hallmint/v1/minting_service_pb.js";
import { type Revocation, RevocationSchema, RevocationState } from "../gen/hallmint/v1/revocation_pb.js";
import { HallmintError } from "./error.js";
import { type Ends, rest } from "./pause.js";
import type { Policy } from "./policy.js";

const ENDED: ReadonlySet<RevocationState> = new Set([RevocationState.COMPLETED, RevocationState.FAILED]);

/** Yields what `Client.watchRevocation` says. */
export async function* watchRevocation(
  given: Revocation,
  minting: Stub<typeof MintingService>,
  policy: Policy,
  ends: Ends,
): AsyncGenerator<Revocation, void, void> {
  let last = given;
  yield last;
  while (!ENDED.has(last.state)) {
    await rest(policy.pollMs, ends);
    const { batchId, revocationId } = last;
    const { revocations } = await minting.getBatch({ batchId }, ends.signal && { signal: ends.signal });
    const found = revocations.find((other) => other.revocationId === revocationId);
    if (found === undefined) {
      const text = "the revocation is no longer among the latest 100 of its batch";
      throw new HallmintError(text, { code: "NOT_FOUND" });
    }
    if (!equals(RevocationSchema, found, last)) {
      last = found;
      yield last;
    }
  }
}
