import type { PrivateState } from "../../../plugin";
import type { ReleaseRecord } from "./record";

/** What is kept beside the state: the revision that our last write made. It is no secret, as a hash of the values would be. */
export function privateOf({ revision }: ReleaseRecord): PrivateState {
  return { revision };
}

export function revisionIn({ revision }: PrivateState): number | undefined {
  return typeof revision === "number" ? revision : undefined;
}
