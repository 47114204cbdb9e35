import { printableLine } from "../../model/printable";
import { streamProgress } from "../../support/progress";
import { startSandbox } from "../../sandbox/sandbox";
import { defineCommand, ifStopped, wholeNumber, wholeSeconds } from "../command";
import { DEFAULT_SANDBOX, NAME_OPTION, sandboxName, type NameOption } from "./sandbox-options";

interface UpOptions extends NameOption {
  readonly nodes?: number;
  readonly port?: number;
  readonly timeout?: number;
}

export const sandboxUp = defineCommand<UpOptions>({
  path: ["sandbox", "up"],
  summary: "start a sandbox and leave it running",
  description:
    "Starts etcd, kube-apiserver, kube-controller-manager and kube-scheduler on 127.0.0.1, with fake nodes whose " +
    "pods turn Ready, and leaves them running until `hikube sandbox down`. The binaries come from " +
    "HIKUBE_SANDBOX_ASSETS or KUBEBUILDER_ASSETS, the cache, the official downloads, or a build with Go.",
  examples: ["hikube sandbox up", "hikube sandbox up --name ci --nodes 4 --port 6443"],
  options: [
    NAME_OPTION,
    { flags: "--nodes <count>", description: "fake nodes, 1 to 64 (default: 2)", parse: wholeNumber },
    { flags: "--port <port>", description: "port of the API server (default: a free one)", parse: wholeNumber },
    { flags: "--timeout <seconds>", description: "how long the start may take (default: 90)", parse: wholeSeconds },
  ],
  async run({ name: named, nodes, port, timeout }, io) {
    const name = sandboxName({ name: named }, io);
    ifStopped(io, "no sandbox was started; binaries that are complete are kept");
    const progress = streamProgress(io.stderr);
    const sandbox = await startSandbox({ name, nodes, port, timeoutSeconds: timeout, progress });
    await sandbox.detach();
    const { server, kubeconfig, directory } = sandbox;
    return {
      text: [
        `sandbox "${name}" runs at ${server}`,
        `  look at it: kubectl --kubeconfig ${kubeconfig} get nodes`,
        `  use it:     hikube sandbox exec${nameFlag(name)} -- terraform plan`,
        `  stop it:    hikube sandbox down${nameFlag(name)}`,
      ]
        .map(printableLine)
        .join("\n"),
      json: { name, server, kubeconfig, directory },
    };
  },
});

function nameFlag(name: string): string {
  return name === DEFAULT_SANDBOX ? "" : ` --name ${name}`;
}
