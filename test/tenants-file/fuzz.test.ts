import { formatIssue } from "../../src/model/issue";
import { checkCluster } from "../../src/tenants-file/check-cluster";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { withPlace, type FileIssue } from "../../src/tenants-file/file-issue";
import { LIMITS } from "../../src/tenants-file/limits";
import { CLUSTER } from "../model/tenants";
import { badFiles } from "./bad-corpus";

/** Runs a seed; `HIKUBE_FUZZ_RUNS` looks for longer. */
const RUNS = Number(process.env.HIKUBE_FUZZ_RUNS ?? 500);

const GOOD = `formatVersion: 1
tenants:
  - name: production
    profile: production
    quota: { cpu: "32", memory: 128Gi, storage: 2Ti, loadBalancers: 4, counts: { secrets: 10 } }
    network:
      expose: [{ fromNamespace: ingress-nginx, ports: [{ protocol: TCP, port: 443 }] }]
      egress: [{ toCidrs: [198.51.100.0/24], ports: [{ protocol: UDP, port: 53, endPort: 60 }] }]
    security: { hostnames: ["*.example.ch"] }
    access: { owners: [{ kind: Group, name: platform }], deployers: [{ name: ci }] }
    children:
      - &shop { name: shop, quota: { share: 25 }, expiresAt: never, cost: { project: shop } }
      - { name: web, quota: { share: 25 }, security: { hostnames: [a.example.ch] } }
`;

/** Pieces that mean something to YAML, to JavaScript or to us. */
const PIECES = [
  ...[
    "\n",
    "  ",
    "\t",
    " ",
    "- ",
    ": ",
    "? ",
    ", ",
    "{",
    "}",
    "[",
    "]",
    "#",
    "|",
    ">",
    "&a ",
    "*a",
    "*shop",
    "!!set ",
    "!x ",
    "%YAML 1.1\n",
  ],
  ...[
    "---\n",
    "...\n",
    "<<: *a",
    `"`,
    "'",
    "\\",
    "\u0000",
    "\ufeff",
    "\ud800",
    "\u2028",
    "💥",
    "null",
    "~",
    "true",
    ".nan",
    "-.inf",
  ],
  ...[
    "1e999",
    "0x7fffffffffffffff",
    "-0",
    "99999999999999999999",
    "1_000",
    "2027-01-01",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...[
    "name: ",
    "children: ",
    "quota: ",
    "cpu: ",
    "peers: ",
    "tenants: ",
    "network: ",
    "128Gi",
    "1e30",
    "-5",
    "unlimited",
    "${x}",
  ],
  ...["a".repeat(64), "9".repeat(400), "[".repeat(60), "{a: ".repeat(60)],
];

/** A small generator of numbers, the same for the same seed on every machine (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function mutated(text: string, random: (below: number) => number): string {
  let result = text;
  for (let count = 1 + random(6); count > 0; count--) {
    const at = random(result.length + 1);
    const until = random(3) === 0 ? at + random(40) : at;
    const piece =
      random(4) === 0 ? result.slice(random(result.length), random(result.length)) : PIECES[random(PIECES.length)];
    result = result.slice(0, at) + (piece ?? "") + result.slice(until);
  }
  return result.slice(0, 100_000);
}

function expectClear(issues: readonly FileIssue[], text: string): void {
  for (const issue of issues) {
    const line = formatIssue(withPlace(issue));
    expect({ text, line }).not.toMatchObject({
      line: expect.stringMatching(/undefined|\[object|NaN:|\n|\bat .*\.[jt]s:\d/) as string,
    });
    expect(line.length).toBeLessThan(12_000);
    expect(issue.line).toBeGreaterThanOrEqual(1);
    expect(issue.column).toBeGreaterThanOrEqual(1);
    for (const part of [issue.message, issue.received, issue.expected, issue.hint]) expect(part).toMatch(/\S/);
  }
}

const SEEDS = [GOOD, ...badFiles().map(({ text }) => text)];

test("the text that everything starts from is right", () => {
  expect(checkTenants(GOOD, { cluster: CLUSTER }).issues).toEqual([]);
});

test(`${RUNS} damaged files each give clear faults, or none, by bounded work`, () => {
  const random = numbers(20261122);
  let faulty = 0;
  for (let run = 0; run < RUNS; run++) {
    const text = mutated(SEEDS[run % 2 === 0 ? 0 : random(SEEDS.length)] ?? GOOD, random);
    const { issues, work, forest } = checkTenants(text, { cluster: CLUSTER });
    expectClear(issues, text);
    expect(forest === undefined).toBe(issues.length > 0);
    expect(work).toBeLessThanOrEqual(text.length + LIMITS.values + 16);
    if (issues.length > 0) faulty += 1;
  }
  expect(faulty).toBeGreaterThan(RUNS / 2);
});

test("damaged facts of a cluster as well", () => {
  const random = numbers(7);
  const facts = JSON.stringify(CLUSTER, null, 2);
  for (let run = 0; run < RUNS / 3; run++) {
    const text = mutated(facts, random);
    const { issues, cluster } = checkCluster(text);
    expectClear(issues, text);
    expect(cluster === undefined).toBe(issues.length > 0);
  }
});

test("nothing that was read has touched what all objects share", () => {
  checkTenants(
    `{"formatVersion": 1, "tenants": [{"name": "a", "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}]}`,
    { cluster: CLUSTER },
  );
  expect({}).not.toHaveProperty("polluted");
});
