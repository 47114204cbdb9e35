import type { ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { NO_FACTS, type ClusterFacts } from "../../model/cluster/cluster-facts";
import { platformObjects } from "../../model/platform/platform";
import { placeOf } from "../objects/place";

/** Facts decide what stands in the platform's objects. Which objects these are they decide by whether there are controllers. */
const ANY_CLUSTER: ClusterFacts = { ...NO_FACTS, controllers: [{ kind: "User", name: "any" }] };

let places: ReadonlySet<string> | undefined;

/** Whether an object is one that a platform may consist of, whatever is asked of it, and whether it is there. */
export function isOfPlatform(ref: ObjectRef): boolean {
  places ??= new Set(allOfPlatform().map(placeOf));
  return places.has(placeOf(ref));
}

function allOfPlatform(): readonly ObjectRef[] {
  const { base, guardrails } = platformObjects({ cluster: ANY_CLUSTER, guardrails: true, readableClasses: true });
  return [...base, ...guardrails].map(refOf);
}
