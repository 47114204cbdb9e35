import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cluster } from "../../../src/kube/cluster";
import { eventually } from "../support";

/** Log files of a node, as a container runtime writes them and the kubelet links them. */
export class LogFiles {
  readonly #files = new Map<string, string>();

  /** @param root what stands for `/var/log` */
  constructor(readonly root: string) {
    mkdirSync(join(root, "containers"), { recursive: true });
  }

  /** Makes the file of a pod that runs. */
  async add(cluster: Cluster, namespace: string, name: string): Promise<void> {
    const { uid, id } = await eventually(`a container of ${name}`, async () => {
      const pod = await cluster.get({ apiVersion: "v1", kind: "Pod", namespace, name });
      const status = pod?.status as { containerStatuses?: readonly { containerID?: string }[] } | undefined;
      const containerId = status?.containerStatuses?.[0]?.containerID;
      if (pod === undefined || containerId === undefined) return undefined;
      return { uid: (pod.metadata as unknown as { uid: string }).uid, id: containerId.replace(/^.*?:\/\//, "") };
    });
    const file = join(this.root, "pods", `${namespace}_${name}_${uid}`, "main", "0.log");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    const link = join(this.root, "containers", `${name}_${namespace}_main-${id}.log`);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(file, link);
    this.#files.set(namespace, file);
  }

  /** The container of a namespace's pod writes a line; a part of one, where it is flagged `P`. */
  say(namespace: string, text: string, flag: "F" | "P" = "F"): void {
    this.write(namespace, runtimeLine(text, flag));
  }

  write(namespace: string, text: string): void {
    appendFileSync(this.#files.get(namespace) ?? "", text);
  }
}

/** A line as a runtime writes it: time, stream, flag, text. */
export function runtimeLine(text: string, flag: "F" | "P" = "F"): string {
  return `${new Date().toISOString().replace("Z", "000000Z")} stdout ${flag} ${text}\n`;
}
