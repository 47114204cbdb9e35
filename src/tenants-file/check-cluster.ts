import type { ClusterFacts } from "../model/platform/cluster-facts";
import { validateClusterFacts } from "../model/platform/cluster-facts-rules";
import { CLUSTER_FILE } from "./cluster-shapes";
import { byPlace, type FileIssue } from "./file-issue";
import { locate } from "./locate";
import { readFile, type FileForm } from "./read-file";

export interface CheckedCluster {
  /** All faults at once, in the order of the file; none where all is well. */
  readonly issues: readonly FileIssue[];
  /** The facts, where there is no fault. */
  readonly cluster?: ClusterFacts;
}

const FACTS: FileForm = {
  shape: CLUSTER_FILE,
  marks: ["formatVersion"],
  foreign: {
    message: "this is no description of a cluster",
    given: "a map without formatVersion",
    allowed: "the facts of a cluster",
    mend: "write the file with `hikube cluster inspect`",
  },
};

/**
 * Checks the facts of a cluster as they stand in a file, usually `cluster.json`. Never throws.
 * @param file - what the file is called in faults
 */
export function checkCluster(text: string, file = "cluster.json"): CheckedCluster {
  const { value, notes, root } = readFile(text, FACTS, file);
  if (root === undefined || !isClusterFacts(value)) return { issues: notes.issues };
  const found = validateClusterFacts(value, "")
    .map((issue) => notes.asInFile({ ...issue, path: issue.path.replace(/^\./, "") || "formatVersion" }))
    .filter(({ path }) => !notes.isFollowUp(path))
    .map((issue) => ({ ...issue, file, ...notes.positionOfNode(locate(root, `.${issue.path}`)) }));
  const issues = [...notes.issues, ...found].sort(byPlace);
  return issues.length > 0 ? { issues } : { issues, cluster: value };
}

/** The reader goes by the shape of the interface; what it left out has its fault, and then no facts are handed on. */
function isClusterFacts(value: unknown): value is ClusterFacts {
  return typeof value === "object" && value !== null;
}
