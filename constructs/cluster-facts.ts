import { readFileSync } from "node:fs";
import { show, SpecError } from "../src/model/issue";
import { parseJson } from "../src/model/json-text";
import type { ClusterFacts as Facts } from "../src/model/cluster/cluster-facts";
import { parseClusterFacts } from "../src/model/cluster/cluster-facts-rules";
import { kindOf } from "../src/model/schema/faults";
import { messageOf } from "../src/support/errors";

/** Reads the facts of a cluster. */
export const ClusterFacts = {
  /**
   * Reads the facts from a JSON file.
   * @throws SpecError when the file cannot be read, or with every fault of what it holds
   */
  fromFile: (path: string): ClusterFacts => parseClusterFacts(parseFile(path), path),

  /**
   * Checks facts that the app built or read itself.
   * @param path - where they come from, for errors
   * @throws SpecError with every fault
   */
  fromObject: (facts: unknown, path = "cluster"): ClusterFacts => parseClusterFacts(facts, path),
} as const;

export type ClusterFacts = Facts;

function parseFile(path: string): unknown {
  assertPath(path);
  try {
    return parseJson(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SpecError([
      {
        path: [path],
        code: "unreadable-file",
        message: `the facts of the cluster cannot be read: ${messageOf(error)}`,
        received: show(path),
        expected: "the file that `hikube cluster inspect` writes",
        hint: `write it with \`hikube cluster inspect --out ${path}\``,
      },
    ]);
  }
}

/** Node takes a number for a file that is open already. */
function assertPath(path: unknown): void {
  if (typeof path === "string" && path !== "") return;
  throw new SpecError([
    {
      path: ["cluster"],
      code: "wrong-type",
      message: "the path of the facts of the cluster is missing",
      received: typeof path === "string" ? show(path) : kindOf(path),
      expected: "the path of the file that `hikube cluster inspect` writes",
      hint: 'write for example ClusterFacts.fromFile("cluster.json")',
    },
  ]);
}
