import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { acceptances, sorted } from "../../src/cli/accept";
import { SpecError } from "../../src/model/issue";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { binding, found, person, role } from "../access/live";
import { inFolder } from "./call";

const TEMPLATES = join(__dirname, "..", "..", "templates");
const SHOP = "tenant-top-shop";

inFolder({});

function faultsOf(text: string): readonly string[] {
  writeFileSync("accepted.yaml", text);
  try {
    acceptances({ accept: "accepted.yaml" });
  } catch (error) {
    if (error instanceof SpecError)
      return error.issues.map(({ place, code, path }) => `${String(place?.line)} ${code} ${path.join(".")}`);
    throw error;
  }
  return [];
}

test.each([
  ["of all hosts", "accepted.yaml", "ci:plan"],
  ["of Atlantis, as its page says", "atlantis/accepted.yaml", "system:serviceaccounts:atlantis"],
])("what init writes accepts what its accounts make, and nothing else: those %s", (_, file, group) => {
  const template = readFileSync(join(TEMPLATES, "pipeline", "accounts.yaml"), "utf8");
  const text = group.startsWith("ci:") ? template : template.replace(/"ci:[a-z]*"/g, `"${group}"`);
  const accounts = parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
  const accepted = acceptances({ accept: join(TEMPLATES, "pipeline", file) });
  const looked = sorted("access", found(accounts).findings, accepted);
  expect(looked.open).toEqual([]);
  expect(looked.accepted.map(({ id }) => id)).toEqual(accepted.map(({ id }) => id));
});

test("what init writes without accounts accepts nothing", () => {
  expect(acceptances({ accept: join(TEMPLATES, "common", "accepted.yaml") })).toEqual([]);
});

test("an id stands for all that is said: another subject, binding, tenant or right is another finding", () => {
  const tokens = (name: string) => role("tokens", [`serviceaccounts|token:create@${name}`], "hikube-system");
  const bound = (who: string, name?: string) => binding("Role tokens", [person(who)], "hikube-system", name);
  const cases = [
    [tokens("a"), bound("ann")],
    [tokens("a"), bound("eve")],
    [tokens("a"), bound("ann", "other")],
    [tokens("b"), bound("ann")],
    [binding("ClusterRole cluster-admin", [person("ann")], SHOP)],
    [binding("ClusterRole cluster-admin", [person("ann")], "tenant-top")],
  ];
  const ids = cases.flatMap((objects) => sorted("access", found(objects).findings, []).open.map(({ id }) => id));
  expect(new Set(ids).size).toBe(cases.length);
  expect(ids.every((id) => /^access-[0-9a-f]{16}$/.test(id))).toBe(true);
});

test("faults of the file are told all at once, each where it is", () => {
  const id = `access-${"0".repeat(16)}`;
  const file = `formatVersion: 1
accepted:
  - { id: eve, reason: x }
  - { id: ${id}, reason: " " }
  - { id: ${id}, reason: "a\\nb" }
  - { id: network-0123456789abcdef }
  - { id: network-0123456789abcdee, reason: x, until: 2030 }
`;
  expect(faultsOf(file)).toEqual([
    "3 unknown-value accepted.0.id",
    "4 missing-field accepted.1.reason",
    "5 duplicate-key accepted.2.id",
    "5 invisible-characters accepted.2.reason",
    "6 missing-field accepted.3.reason",
    "7 unknown-field accepted.4.until",
  ]);
  expect(faultsOf("tenants: []")).toEqual(["1 wrong-file "]);
  expect(faultsOf("formatVersion: 2\naccepted: []")).toEqual(["1 unsupported-version formatVersion"]);
});
