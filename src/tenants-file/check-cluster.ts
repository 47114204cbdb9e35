import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { validateClusterFacts } from "../model/cluster/cluster-facts-rules";
import { withoutFaults } from "../model/cluster/partial-facts";
import { CLUSTER_FACTS } from "../model/cluster/cluster-schema";
import { byPlace, type FileIssue } from "./file-issue";
import { readFile, type FileKind } from "./read-file";

export interface CheckedCluster {
  /** All faults at once, in the order of the file. */
  readonly issues: readonly FileIssue[];
  /** The facts, where there is no fault. */
  readonly cluster?: ClusterFacts;
  /** Where there is one: the facts without what is faulty. @default - they cannot be read at all */
  readonly rest?: ClusterFacts;
}

const FACTS: FileKind = {
  schema: CLUSTER_FACTS,
  marks: ["formatVersion"],
  foreign: {
    code: "wrong-file",
    message: "not the facts of a cluster",
    received: "a map without formatVersion",
    expected: "the facts of a cluster",
    hint: "write the file again with `hikube cluster inspect`",
  },
  own: "podCidrs",
  other: {
    marks: ["tenants"],
    fault: {
      code: "wrong-file",
      message: "not the facts of a cluster",
      received: "a file of tenants",
      expected: "the facts of a cluster",
      hint: "name the file that `hikube cluster inspect` writes",
    },
  },
};

/**
 * Checks the facts of a cluster in a file, usually `cluster.json`. Never throws.
 * @param file - what the file is called in faults
 */
export function checkCluster(text: string, file = "cluster.json"): CheckedCluster {
  const { value, issues: read, place, isFull } = readFile(text, FACTS, file);
  if (isFull) return { issues: read };
  const faults = validateClusterFacts(value, []);
  const issues = [...read, ...faults.map(place)].sort(byPlace);
  if (issues.length === 0 && isClusterFacts(value)) return { issues, cluster: value };
  return { issues, rest: withoutFaults(value, [...read, ...faults], []) };
}

/** What has no fault is what the schema says. */
function isClusterFacts(value: unknown): value is ClusterFacts {
  return typeof value === "object" && value !== null;
}
