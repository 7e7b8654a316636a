import { fromBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import type { IncomingHttpHeaders } from "node:http2";

import { StatusSchema } from "../gen/google/rpc/status_pb.js";

const STATUS = "grpc-status";
const MESSAGE = "grpc-message";
const DETAILS = "grpc-status-details-bin";

/**
 * Leaves out of trailers what cannot be read, so that the error itself comes through: connect would say DATA_LOSS or UNKNOWN in
 * place of the server's code, and success where the details have another code than the status.
 */
export function mend(trailers: IncomingHttpHeaders): void {
  const details = trailers[DETAILS];
  if (details !== undefined && !isOf(String(details), String(trailers[STATUS]))) {
    delete trailers[DETAILS];
  }
  const message = trailers[MESSAGE];
  if (typeof message === "string" && !isEncoded(message)) {
    trailers[MESSAGE] = encodeURIComponent(message);
  }
}

/** Whether details can be read, and are of this status. */
function isOf(details: string, status: string): boolean {
  try {
    return String(fromBinary(StatusSchema, base64Decode(details)).code) === status;
  } catch {
    return false;
  }
}

function isEncoded(message: string): boolean {
  try {
    decodeURIComponent(message);
    return true;
  } catch {
    return false;
  }
}
