import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { parseClusterFacts } from "../model/cluster/cluster-facts-rules";
import { shortened } from "../model/printable";
import { messageOf } from "../support/errors";

/** The facts of a cluster in a text of JSON. @throws Error with what is wrong, and where such a text comes from */
export function factsIn(text: string): ClusterFacts {
  return parseClusterFacts(jsonOf(text), "cluster_facts");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `cluster_facts is no JSON (${shortened(messageOf(cause))}). Give the content of the file, not its name: file("cluster.json"), which \`hikube cluster inspect --out cluster.json\` writes.`,
      { cause },
    );
  }
}
