import { evaluator, worldOf } from "../../src/connectivity";
import { formatPath, SpecError } from "../../src/model/issue";

const object = (kind: string, name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace },
});
const world = worldOf([object("Namespace", "x"), object("Pod", "p", "x"), object("Pod", "q", "x")]);
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
  expect(faultsOf(() => evaluator(world)(given as never))).toEqual(faults);
});

test.each<readonly [unknown, readonly string[]]>([
  [world, []],
  [undefined, ["world wrong-type"]],
  [[], ["world wrong-type"]],
  [{}, ["world.namespaces missing-field", "world.pods missing-field", "world.policies missing-field"]],
  [{ ...world, pod: [] }, ["world.pod unknown-field"]],
  [{ ...world, pods: [null] }, ["world.pods[0] wrong-type"]],
  [{ ...world, pods: [{ namespace: "x" }] }, ["world.pods[0].name missing-field"]],
  [{ ...world, pods: [{ namespace: "x", name: "p", label: {} }] }, ["world.pods[0].label unknown-field"]],
  [{ ...world, pods: [{ namespace: "x", name: "p", labels: "app" }] }, ["world.pods[0].labels wrong-type"]],
  [{ ...world, pods: [{ namespace: "x", name: "p", labels: { app: 1 } }] }, ["world.pods[0].labels.app wrong-type"]],
  [
    { ...world, pods: [{ namespace: "x", name: "p", ports: [{ name: "a" }] }] },
    ["world.pods[0].ports[0].port wrong-type"],
  ],
  [{ ...world, namespaces: [{ name: 5 }] }, ["world.namespaces[0].name wrong-type"]],
  [{ ...world, outside: [{ name: "x" }] }, ["world.outside[0].ip missing-field"]],
])("the world %j has the faults %j", (given, faults) => {
  expect(faultsOf(() => evaluator(given as never))).toEqual(faults);
});
