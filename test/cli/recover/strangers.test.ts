import { strangersAmong } from "../../../src/cli/recover/strangers";
import type { ConfiguredObject } from "../../../src/cli/project/stack-config";

function object(kind: string, name: string, tenant?: string): ConfiguredObject {
  return { ...{ type: "x", apiVersion: "v1", kind, name, hard: {}, address: `${kind}.${name}` }, tenant };
}

const of = (tenant: string) => [object("Namespace", tenant, tenant), object("LimitRange", "l", tenant)];

test("what a state had nothing of, and nobody released, may be another's", () => {
  const [lost, half, released] = [of("tenant-lost"), of("tenant-half"), of("tenant-released")];
  const platform = [object("Namespace", "hikube-system")];
  const existing = [...lost, ...half, ...released, ...platform];
  const missing = existing.filter((each) => each !== half[0]);
  const isReleased = ({ name }: ConfiguredObject) => name === "tenant-released";
  expect(strangersAmong(missing, existing, isReleased)).toEqual(["platform", "tenant-lost"]);
  expect(strangersAmong([], existing, isReleased)).toEqual([]);
});
