import type { KubeObject } from "../../src/model/kube-object";
import { evaluator } from "../../src/model/connectivity";
import type { Query, World } from "../../src/model/connectivity";
import { randomCase } from "../model/connectivity/random-world";
import { tenantWorld } from "../model/connectivity/tenant-world";
import { askCyclonus, locateCyclonus, nameMissingLabels } from "./cyclonus";

const SETS = 600;
const cyclonus = locateCyclonus() ?? "";
const describeWithCyclonus = cyclonus === "" ? describe.skip : describe;

function policy(spec: Readonly<Record<string, unknown>>): KubeObject {
  const metadata = { name: "policy", namespace: "blue" };
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec };
}

describeWithCyclonus("the evaluator beside cyclonus", () => {
  test(`says the same on ${SETS} generated sets of policies, for each direction`, () => {
    const differences: unknown[] = [];
    const counts = { allowed: 0, denied: 0 };
    for (let seed = 1; seed <= SETS; seed++) {
      const { world, queries } = randomCase(seed);
      const judgements = askCyclonus(cyclonus, nameMissingLabels(world), queries);
      expect(judgements).toHaveLength(queries.length);
      const ask = evaluator(world);
      queries.forEach((query, index) => {
        const { allowed, ingress, egress } = ask(query);
        const own = { ingress: ingress.allowed, egress: egress.allowed, allowed };
        counts[allowed ? "allowed" : "denied"]++;
        if (JSON.stringify(own) !== JSON.stringify(judgements[index])) {
          differences.push({ seed, query, own, cyclonus: judgements[index], policies: world.policies });
        }
      });
    }
    expect(differences).toEqual([]);
    // Cases that nearly all end the same way would prove little.
    expect(Math.min(counts.allowed, counts.denied)).toBeGreaterThan((SETS * 40) / 5);
  });

  test("says the same on the policies of tenants, between all pods and the world", () => {
    const world = tenantWorld();
    const pods = world.pods.map(({ namespace, name }) => ({ namespace, pod: name }));
    const outside = ["1.1.1.1", "2606:4700::1111", "203.0.114.10", "169.254.169.254"].map((ip) => ({ outside: ip }));
    const queries = [...pods, ...outside].flatMap((from) =>
      [...pods, ...outside]
        .filter((to) => to !== from)
        .flatMap((to) => [53, 6443, 8080].map((port): Query => ({ from, to, port }))),
    );
    const ask = evaluator(world);
    const own = queries.map((query) => ask(query).allowed);
    expect(own).toEqual(askCyclonus(cyclonus, nameMissingLabels(world), queries).map(({ allowed }) => allowed));
    expect(new Set(own)).toEqual(new Set([true, false]));
  });

  /** docs/connectivity.md gives the reason for each. One that fails here has been mended there. */
  describe("differs where Kubernetes is on our side:", () => {
    const differ = (spec: Readonly<Record<string, unknown>>, query: Partial<Query> = {}) => {
      const world: World = {
        namespaces: [{ name: "blue" }],
        pods: [
          { namespace: "blue", name: "a", ip: "10.0.0.1" },
          { namespace: "blue", name: "b", ip: "10.0.0.2" },
        ],
        policies: [policy(spec)],
      };
      const asked = { from: { namespace: "blue", pod: "a" }, to: { namespace: "blue", pod: "b" }, port: 80, ...query };
      return { own: evaluator(world)(asked).allowed, cyclonus: askCyclonus(cyclonus, world, [asked])[0]?.allowed };
    };
    const from = (podSelector: unknown) => ({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector }] }],
    });

    test("NotIn holds for a pod without the label", () => {
      const selector = { matchExpressions: [{ key: "role", operator: "NotIn", values: ["x"] }] };
      expect(differ(from(selector))).toEqual({ own: true, cyclonus: false });
    });

    test("an empty value in matchLabels wants the label to be there", () => {
      expect(differ(from({ matchLabels: { role: "" } }))).toEqual({ own: false, cyclonus: true });
    });

    test("a pod reaches itself under any policy", () => {
      const query = { to: { namespace: "blue", pod: "a" } };
      expect(differ({ podSelector: {}, policyTypes: ["Ingress"] }, query)).toEqual({ own: true, cyclonus: false });
    });
  });
});
