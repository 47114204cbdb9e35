import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import { INVALID } from "../../../src/model/schema/invalid";
import type { DiagnosticError } from "../../../src/plugin";
import type { Member } from "../../../src/provider/tenant/members";
import { assertFree, assertFreeToMoveTo } from "../../../src/provider/tenant/free";
import { asUnfinished } from "../../../src/provider/objects/mark";

const MEMBER: Member = {
  spec: { name: "shop", namespace: "tenant-top-shop", quota: { share: 10 } },
  parent: "tenant-top",
};

function namespace(labels: StringMap, spec?: object): KubeObject {
  const annotations: StringMap = spec === undefined ? {} : { "hikube.cloud/spec": JSON.stringify(spec) };
  const creationTimestamp = minutesAgo(5);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "tenant-top-shop", labels, annotations, creationTimestamp },
  };
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

const OURS = { "hikube.cloud/tenant": "tenant-top-shop", "hikube.cloud/parent": "tenant-top" };
const adopting = { ...MEMBER, spec: { ...MEMBER.spec, adopt: true } };
const check =
  (found: KubeObject | undefined, member = MEMBER, isKnown = true) =>
  (): void => {
    assertFree(found, member, isKnown);
  };

test.each([
  ["there is none", undefined],
  ["an apply was killed that made just this tenant", namespace(OURS, { quota: { share: 10 }, name: "shop" })],
  ["that one had adopted it", namespace(OURS, { quota: { share: 10 }, name: "shop", adopt: true })],
])("a namespace is free where %s", (_title, found) => {
  expect(check(found)).not.toThrow();
  expect(check(found, adopting)).not.toThrow();
});

test("a namespace that is no tenant's is taken over where that is asked for, and never else", () => {
  expect(check(namespace({}))).toThrow(/There is a namespace tenant-top-shop already/);
  expect(refusalOf(namespace({}))).toMatch(/^(?!.*import).*adopt = true/);
  expect(check(namespace({}), adopting)).not.toThrow();
});

test.each([
  ["of the constructs", namespace(OURS)],
  ["of another configuration", namespace(OURS, { name: "shop" })],
  ["protected", namespace(OURS, { ...MEMBER.spec, protected: true })],
  ["below another parent", namespace({ ...OURS, "hikube.cloud/parent": "x" }, MEMBER.spec)],
  ["without its label", namespace({}, { name: "other" })],
])("a tenant that is %s is not taken over, asked for or not: it is imported", (_title, found) => {
  expect(check(found)).toThrow(/There is a tenant tenant-top-shop already/);
  expect(check(found, adopting)).toThrow(/There is a tenant tenant-top-shop already/);
  expect(refusalOf(found)).toMatch(/^(?!.*adopt = true).*import ADDRESS tenant-top-shop.*\[tenant-held-elsewhere\]/);
});

test("a tenant that was released is not taken for what an apply left, however lately it was written", () => {
  const found = namespace(OURS, MEMBER.spec);
  const annotations = { ...found.metadata.annotations, "hikube.cloud/released": "2027-01-01T00:00:00Z" };
  const released = { ...found, metadata: { ...found.metadata, annotations } };
  expect(check(found)).not.toThrow();
  expect(check(released)).toThrow(/There is a tenant tenant-top-shop already/);
  expect(refusalOf(released)).toMatch(/released at 2027-01-01T00:00:00Z.*`hikube recover`.*import ADDRESS/);
});

test("a tenant that two applies made is nobody's without a state, however lately it was written", () => {
  const found = namespace(OURS, MEMBER.spec);
  const annotations = { ...found.metadata.annotations, "hikube.cloud/disputed": "2027-01-01T00:00:00Z" };
  const disputed = { ...found, metadata: { ...found.metadata, annotations } };
  expect(check(disputed)).toThrow(/There is a tenant tenant-top-shop already/);
  expect(refusalOf(disputed)).toMatch(/Two applies made it.*import ADDRESS tenant-top-shop.*\[tenant-held-elsewhere\]/);
  expect(check(asUnfinished(disputed, "made by 0123456789ab"))).not.toThrow();
});

test("a tenant that an apply began and did not finish is made by the next one, with whatever spec", () => {
  const begun = asUnfinished(namespace(OURS, { name: "shop" }), "made by 0123456789ab");
  expect(check(begun)).not.toThrow();
  expect(check(begun, adopting, false)).not.toThrow();
});

test("somebody's namespace stays that while it is being adopted", () => {
  const begun = asUnfinished(namespace(OURS, { name: "shop" }), "adopted and made by 0123456789ab");
  for (const found of [begun, asUnfinished(namespace({}), "adopted by 0123456789ab")]) {
    expect(check(found)).toThrow(/There is a namespace tenant-top-shop already/);
    expect(check(found, adopting)).not.toThrow();
  }
});

test("what is not known yet is refused only where it is certain", () => {
  const coming = { ...adopting, spec: { ...adopting.spec, quota: INVALID as never } };
  expect(check(namespace(OURS, MEMBER.spec), coming, false)).not.toThrow();
  expect(check(namespace(OURS, { name: "other" }), coming, false)).toThrow(/There is a tenant/);
  expect(check(namespace(OURS), coming, false)).toThrow(/There is a tenant/);
  const unsure = { ...MEMBER, spec: { ...MEMBER.spec, adopt: INVALID as never } };
  expect(check(namespace({}), unsure, false)).not.toThrow();
  expect(check(namespace({}), { ...coming, spec: { ...coming.spec, adopt: false } }, false)).toThrow(/a namespace/);
});

test("of a tenant that gets the name of another one it is told how two of one configuration change names", () => {
  const move = (found: KubeObject) => () => {
    assertFreeToMoveTo(found, MEMBER);
  };
  const other = namespace(OURS, { name: "other" });
  expect(detailOf(move(other))).toMatch(
    /\[tenant-held-elsewhere\].*change names among themselves, do it in two applies/,
  );
  expect(detailOf(move(namespace({})))).toMatch(/^(?!.*two applies).*adopt = true/);
  expect(move(namespace(OURS, MEMBER.spec))).not.toThrow();
});

/** As the provider wrote it last. */
function writtenBefore(minutes: number): KubeObject {
  const found = namespace(OURS, MEMBER.spec);
  const written = [{ manager: "hikube", operation: "Apply", time: minutesAgo(minutes), fieldsV1: {} }];
  return { ...found, metadata: { ...found.metadata, creationTimestamp: minutesAgo(1000), managedFields: written } };
}

test("whoever changes the engine alone hears how tenants are taken over", () => {
  expect(refusalOf(namespace(OURS))).toContain("`formerEngine: kubernetes`");
  expect(refusalOf(namespace(OURS, { name: "shop" }))).not.toContain("formerEngine");
});

test("what was made long ago just as it is declared here is held by another configuration", () => {
  expect(assertFree(writtenBefore(50), MEMBER)).toBe(true);
  expect(check(writtenBefore(70))).toThrow(/There is a tenant tenant-top-shop already/);
});

function refusalOf(found: KubeObject): string {
  return detailOf(check(found));
}

function detailOf(refused: () => void): string {
  try {
    refused();
  } catch (error) {
    return (error as DiagnosticError).detail ?? "";
  }
  return "";
}

test("of a namespace of the cluster nobody hears of `adopt`", () => {
  const found = namespace({});
  const system = { ...found, metadata: { ...found.metadata, name: "default" } };
  expect(refusalOf(system)).toMatch(/^(?!.*adopt).*\[reserved-namespace\]/);
});
