import { evaluator } from "../../src/connectivity";
import type { ClusterSnapshot } from "../../src/connectivity";
import { ADDRESSES, NETPOL_CASES } from "./netpol-cases";
import type { Step } from "./netpol-cases";

const NAMESPACES = ["x", "y", "z"];
const PODS = NAMESPACES.flatMap((namespace) => ["a", "b", "c"].map((name) => `${namespace}/${name}`));

function snapshotOfStep({ policies, labels = {} }: Step): ClusterSnapshot {
  return {
    namespaces: NAMESPACES.map((name) => ({ name, labels: { ns: name, ...labels[name] } })),
    pods: PODS.map((path, index) => {
      const [namespace = "", name = ""] = path.split("/");
      const ports = [80, 81].map((port) => ({ name: `serve-${port}-tcp`, port }));
      const ip = ADDRESSES[path] ?? `10.8.0.${index}`;
      return { namespace, name, ip, labels: { pod: name, ...labels[path] }, ports };
    }),
    policies,
  };
}

function expected(rules: readonly string[], from: string, to: string): boolean {
  const fits = (pattern: string, pod: string) => pattern === "*" || pattern === pod || pod.startsWith(`${pattern}/`);
  const last = rules.findLast((rule) => {
    const [, source = "", , target = ""] = rule.split(" ");
    return fits(source, from) && fits(target, to);
  });
  return last?.startsWith("deny") !== true;
}

test("the table holds all cases of the Kubernetes suite", () => {
  expect(NETPOL_CASES).toHaveLength(48);
});

test.each(NETPOL_CASES.map(({ name, steps }) => [name, steps] as const))("%s", (_, steps) => {
  for (const step of steps) {
    const ask = evaluator(snapshotOfStep(step));
    const wrong = PODS.flatMap((from) =>
      PODS.filter((to) => to !== from)
        .filter((to) => {
          const [source, target] = [from, to].map((path) => {
            const [namespace = "", pod = ""] = path.split("/");
            return { namespace, pod };
          });
          const { port = 80, protocol } = step;
          const query = { from: source!, to: target!, port, ...(protocol === undefined ? {} : { protocol }) };
          return ask(query).allowed !== expected(step.rules, from, to);
        })
        .map((to) => `${from} > ${to}`),
    );
    expect(wrong).toEqual([]);
  }
});
