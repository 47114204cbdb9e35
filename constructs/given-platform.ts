import { SpecError } from "../src/model/issue";
import { isRecord } from "../src/model/json";
import type { IHikubePlatform } from "./hikube-platform";

/**
 * The platform that was given for a tenant. Other faults of props wait for synth; without the facts of a cluster no
 * object of a tenant can be made. Nothing but the compiler asks for the prop, and an app run by tsx is not compiled.
 *
 * @param path - path of the tenant's construct
 * @throws SpecError where no platform was given
 */
export function givenPlatform(platform: IHikubePlatform, path: string): IHikubePlatform {
  const given: unknown = platform;
  if (isRecord(given) && "cluster" in given) return platform;
  const isGiven = given !== undefined && given !== null;
  throw new SpecError([
    {
      path: [path, "platform"],
      code: isGiven ? "wrong-type" : "missing-field",
      message: isGiven ? "not a platform" : "missing field",
      received: isGiven ? "a value without `cluster`" : "nothing",
      expected: "a HikubePlatform, or what HikubePlatform.fromClusterFacts makes",
      hint: "make one of the cluster's facts, `new HikubePlatform(stack, id, { cluster })`, and pass it to each tenant",
    },
  ]);
}
