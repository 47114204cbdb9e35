import { TerraformElement } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { SpecError } from "../src/model/issue";
import { isRecord } from "../src/model/json";
import { ENGINE, engineOf, formerEngineOf, providerOf } from "./engine/engine";
import { propIssues, type PropType } from "./given";
import type { IHikubePlatform } from "./hikube-platform";
import { assertSameApp } from "./tenant-record";

const READY: PropType = {
  expected: "a resource of Terraform",
  isRight: (value) => TerraformElement.isTerraformElement(value),
};

/**
 * The platform that was given for a tenant. Other faults of props wait for synth; without the facts of a cluster no
 * object of a tenant can be made. Nothing but the compiler asks for the prop, and an app run by tsx is not compiled.
 *
 * @param construct - the tenant's
 * @throws SpecError where no platform was given
 */
export function givenPlatform(platform: IHikubePlatform, construct: IConstruct): IHikubePlatform {
  const given: unknown = platform;
  const { path } = construct.node;
  if (isRecord(given) && "cluster" in given) {
    assertSameApp(given, construct, [path, "platform"]);
    // One that is a construct was checked where it was made.
    if (!Construct.isConstruct(given)) assertMadeByHand(platform, `${path}.platform`);
    return platform;
  }
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

function assertMadeByHand({ engine, formerEngine, provider, ready }: IHikubePlatform, path: string): void {
  const made = engineOf({ engine });
  const engines = { engine: ENGINE, formerEngine: formerEngineOf(made) };
  const types = { ...engines, provider: providerOf(made), ready: READY };
  const issues = propIssues({ engine, formerEngine, provider, ready }, types, path);
  if (issues.length > 0) throw new SpecError(issues);
}
