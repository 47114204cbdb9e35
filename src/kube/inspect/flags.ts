import { listIn, objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { named } from "../keep";
import type { Reader } from "./reader";

/** Values of a flag in the pods of kube-system: control planes that run as pods carry it in their command line. */
export async function flagValues(reader: Reader, flag: string): Promise<readonly string[]> {
  const prefix = `--${flag}=`;
  return (await commandLines(reader))
    .flat()
    .filter((argument) => argument.startsWith(prefix))
    .map((argument) => argument.slice(prefix.length));
}

/** Command lines of the API servers that run as pods and are seen. */
export async function apiServerCommands(reader: Reader): Promise<readonly (readonly string[])[]> {
  return (await commandLines(reader)).filter((words) => words.slice(0, 2).some((word) => API_SERVER.test(word)));
}

const API_SERVER = /(^|\/)kube-apiserver$/;

async function commandLines(reader: Reader): Promise<readonly (readonly string[])[]> {
  const pods = await reader.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "kube-system", keep: withCommands });
  return pods.flatMap(commandsOf);
}

function withCommands(pod: KubeObject): KubeObject {
  const containers = listIn(objectIn(pod.spec).containers).map(objectIn);
  return { ...named(pod), spec: { containers: containers.map(({ command, args }) => ({ command, args })) } };
}

function commandsOf(pod: KubeObject): readonly (readonly string[])[] {
  const { containers = [] } = (pod.spec ?? {}) as { containers?: readonly CommandLine[] };
  return containers.map(({ command = [], args = [] }) => [...command, ...args]);
}

interface CommandLine {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}
