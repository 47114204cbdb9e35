import { addedConnectivity, connectivityMatrix, evaluator, snapshotOf } from "../../src/connectivity";
import { formatPath, SpecError } from "../../src/model/issue";

const object = (kind: string, name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace },
});
const snapshot = snapshotOf([object("Namespace", "x"), object("Pod", "p", "x"), object("Pod", "q", "x")]);
const query = { from: { namespace: "x", pod: "p" }, to: { namespace: "x", pod: "q" }, port: 80 };

function faultsOf(call: () => unknown): readonly string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) return [`raw: ${String(error)}`];
    return error.issues.map(({ path, code }) => `${formatPath(path)} ${code}`);
  }
}

test.each<readonly [unknown, readonly string[]]>([
  [query, []],
  [{ ...query, protocol: undefined }, []],
  [undefined, ["query wrong-type"]],
  ["x", ["query wrong-type"]],
  [[], ["query wrong-type"]],
  [{}, ["query.from wrong-type", "query.to wrong-type", "query.port wrong-type"]],
  [{ ...query, protcol: "UDP" }, ["query.protcol unknown-field"]],
  [{ ...query, from: "x/p" }, ["query.from wrong-type"]],
  [
    { ...query, from: { namespace: "x", pods: "p" } },
    ["query.from.pods unknown-field", "query.from.pod missing-field"],
  ],
  [
    { ...query, from: { ...query.from, outside: "192.0.2.1" } },
    ["query.from.namespace exactly-one-field", "query.from.pod exactly-one-field"],
  ],
  [{ ...query, to: { outside: 5 } }, ["query.to.outside wrong-type"]],
  [{ ...query, to: { outside: undefined } }, ["query.to.outside missing-field"]],
  [{ ...query, port: null }, ["query.port wrong-type"]],
  [{ ...query, protocol: 6 }, ["query.protocol wrong-type"]],
])("the query %j has the faults %j", (given, faults) => {
  expect(faultsOf(() => evaluator(snapshot)(given as never))).toEqual(faults);
});

test.each<readonly [unknown, readonly string[]]>([
  [snapshot, []],
  [undefined, ["snapshot wrong-type"]],
  [[], ["snapshot wrong-type"]],
  [{}, ["snapshot.namespaces missing-field", "snapshot.pods missing-field", "snapshot.policies missing-field"]],
  [{ ...snapshot, pod: [] }, ["snapshot.pod unknown-field"]],
  [{ ...snapshot, pods: [null] }, ["snapshot.pods[0] wrong-type"]],
  [{ ...snapshot, pods: [{ namespace: "x" }] }, ["snapshot.pods[0].name missing-field"]],
  [{ ...snapshot, pods: [{ namespace: "x", name: "p", label: {} }] }, ["snapshot.pods[0].label unknown-field"]],
  [{ ...snapshot, pods: [{ namespace: "x", name: "p", labels: "app" }] }, ["snapshot.pods[0].labels wrong-type"]],
  [
    { ...snapshot, pods: [{ namespace: "x", name: "p", labels: { app: 1 } }] },
    ["snapshot.pods[0].labels.app wrong-type"],
  ],
  [
    { ...snapshot, pods: [{ namespace: "x", name: "p", ports: [{ name: "a" }] }] },
    ["snapshot.pods[0].ports[0].port wrong-type"],
  ],
  [{ ...snapshot, namespaces: [{ name: 5 }] }, ["snapshot.namespaces[0].name wrong-type"]],
  [{ ...snapshot, outside: [{ name: "x" }] }, ["snapshot.outside[0].ip missing-field"]],
])("the snapshot %j has the faults %j", (given, faults) => {
  expect(faultsOf(() => evaluator(given as never))).toEqual(faults);
  expect(faultsOf(() => connectivityMatrix(given as never))).toEqual(faults);
});

test("two snapshots have their faults told at once", () => {
  const twice = () => addedConnectivity({ ...snapshot, pod: [] } as never, { ...snapshot, pods: [null] } as never);
  expect(faultsOf(twice)).toEqual(["snapshot.pod unknown-field", "baseline.pods[0] wrong-type"]);
});
