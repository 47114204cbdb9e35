import { changeOf } from "../../src/review/change";
import { withRunning, type Running } from "../../src/review/running";
import { lineOf } from "./states";

const LEVEL = changeOf(
  "security",
  "notice",
  { tenant: "a", what: "podSecurity", before: "baseline", after: "restricted" },
  "old",
);

function note(...running: readonly Running[]): string | undefined {
  return withRunning([{ ...LEVEL, alsoIn: ["a-b"] }], running)[0]?.note;
}

test("running pods that break a stricter level are counted over a tenant and those that the same happens to", () => {
  const one = {
    namespace: "a",
    breaking: { podSecurity: { pods: 2, named: ["web (and 1 other pod): runs as root"] } },
  };
  const two = { namespace: "a-b", breaking: { podSecurity: { pods: 1, named: ["db: host network"] } } };
  expect(note(one, two)).toBe(
    "3 running pods break it, and cannot be started again: web (and 1 other pod): runs as root; db: host network",
  );
  expect(note(two)).toBe("1 running pod breaks it, and cannot be started again: db: host network");
});

test("where nothing breaks it, nobody answered, or nobody was asked, that is what it says", () => {
  expect(note({ namespace: "a", breaking: { podSecurity: { pods: 0, named: [] } } })).toBe("no running pod breaks it");
  expect(note({ namespace: "a", breaking: {}, unasked: "forbidden" })).toBe("running pods were not judged: forbidden");
  expect(note({ namespace: "other", breaking: {}, unasked: "forbidden" })).toBe("old");
});

test("what stays in an adopted namespace is named, and access is a danger", () => {
  const stays = [
    { kind: "RoleBinding", name: "crew", what: "ClusterRole admin to Group crew" },
    { kind: "ResourceQuota", name: "own" },
  ] as const;
  expect(withRunning([], [{ namespace: "a", breaking: {}, stays }]).map(lineOf)).toEqual([
    "danger a object-stays RoleBinding crew: - => ClusterRole admin to Group crew",
    "notice a object-stays ResourceQuota own: - => -",
  ]);
});
