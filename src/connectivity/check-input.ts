import { SpecError, type Issue } from "../model/issue";
import { isRecord } from "../model/json";
import { unknownField } from "../model/schema/faults";
import { Field } from "./fields";
import type { Query, ClusterSnapshot } from "./snapshot";

// What the compiler checks of snapshots and queries, for programs that are run without one.

const CORRECT = "correct the value; the types ClusterSnapshot and Query say what each field is";

/** @throws SpecError with every fault of the form of a query; whether its ends exist is asked later */
export function assertQuery(query: unknown): asserts query is Query {
  throwAll(faultsOf(query, ["query", "query"], readQuery));
}

function readQuery(field: Field): void {
  fieldsOf(field, ["from", "to", "protocol", "port"]);
  for (const side of ["from", "to"]) endOf(field.get(side));
  const [protocol, port] = [field.get("protocol"), field.get("port")];
  if (!protocol.isMissing) textOf(protocol);
  if (typeof port.value !== "number" && typeof port.value !== "string") {
    port.fail("wrong-type", "must be a port", "a number from 1 to 65535, or the name of a port", CORRECT);
  }
}

/** @throws SpecError with every fault of the form of a snapshot; its policies have a reader of their own */
export function assertSnapshot(snapshot: unknown): asserts snapshot is ClusterSnapshot {
  assertSnapshots({ snapshot });
}

/** The same for several at once. @param snapshots - by what they are called in paths */
export function assertSnapshots(snapshots: Readonly<Record<string, unknown>>): void {
  throwAll(
    Object.entries(snapshots).flatMap(([name, snapshot]) => faultsOf(snapshot, [name, "snapshot"], readSnapshot)),
  );
}

function readSnapshot(field: Field): void {
  fieldsOf(field, ["namespaces", "pods", "policies", "outside", "passedOver", "crowded"]);
  for (const name of ["namespaces", "pods", "policies"]) {
    if (field.get(name).isMissing) field.get(name).fail("missing-field", "missing field", "a list", CORRECT);
  }
  for (const namespace of field.get("namespaces").items()) {
    if (fieldsOf(namespace, ["name", "labels"])) named(namespace, ["name"]);
  }
  for (const pod of field.get("pods").items()) podOf(pod);
  for (const place of field.get("outside").items()) {
    if (fieldsOf(place, ["name", "ip"])) named(place, ["name", "ip"]);
  }
}

/** @param what - how it is called in paths, and what it is */
function faultsOf(
  value: unknown,
  [name, what]: readonly [string, string],
  read: (field: Field) => void,
): readonly Issue[] {
  const issues: Issue[] = [];
  const field = new Field(value, [name], issues);
  if (isRecord(value)) read(field);
  else field.fail("wrong-type", `must be a ${what}`, "an object", CORRECT);
  return issues;
}

function throwAll(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new SpecError(issues);
}

function podOf(pod: Field): void {
  if (!fieldsOf(pod, ["namespace", "name", "labels", "ip", "ports"])) return;
  named(pod, ["namespace", "name"]);
  if (!pod.get("ip").isMissing) textOf(pod.get("ip"));
  for (const port of pod.get("ports").items()) {
    if (!fieldsOf(port, ["name", "port", "protocol"])) continue;
    textOf(port.get("name"));
    if (typeof port.get("port").value !== "number")
      port.get("port").fail("wrong-type", "must be a number", "a number from 1 to 65535", CORRECT);
  }
}

/** Names, and labels where there are any. */
function named(field: Field, names: readonly string[]): void {
  for (const name of names) textOf(field.get(name));
  for (const [, value] of field.get("labels").entries()) textOf(value);
}

function endOf(end: Field): void {
  const isOutside = isRecord(end.value) && Object.hasOwn(end.value, "outside");
  const names = isOutside ? ["outside"] : ["namespace", "pod"];
  if (!isRecord(end.value)) {
    end.fail("wrong-type", "must be one end of a connection", "{ namespace, pod } or { outside }", CORRECT);
    return;
  }
  fieldsOf(end, names, ["namespace", "pod", "outside"]);
  for (const name of names) textOf(end.get(name));
}

/** Refuses other fields. @returns whether the value has fields at all */
function fieldsOf(field: Field, names: readonly string[], known = names): boolean {
  if (!isRecord(field.value)) {
    field.fail("wrong-type", "must be an object", `an object with ${names.join(", ")}`, CORRECT);
    return false;
  }
  for (const key of Object.keys(field.value)) {
    if (names.includes(key) || field.value[key] === undefined) continue;
    const other = field.get(key);
    if (!known.includes(key)) other.report(unknownField(key, names));
    else other.fail("exactly-one-field", "this field excludes the others", names.join(", "), "remove it");
  }
  return true;
}

function textOf(field: Field): void {
  if (typeof field.value === "string") return;
  const code = field.isMissing ? "missing-field" : "wrong-type";
  field.fail(code, field.isMissing ? "missing field" : "must be a string", "a string", CORRECT);
}
