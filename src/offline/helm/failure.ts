import { quotedLines } from "../../model/printable";
import { DiagnosticError } from "../../plugin";
import type { HelmResult } from "./run";

/** Lines of Helm's that a user reads. */
const MAX_LINES = 30;

/** What to do about what Helm says, by a part of it. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /cannot re-use a name that is still in use/,
    "The release is in the cluster, but not in this state: an apply was cut off, or something else installed it. Bring it in by `terraform import ADDRESS NAMESPACE/NAME`, or set upgrade_install = true.",
  ],
  [
    /another operation \(install\/upgrade\/rollback\) is in progress/,
    "Somebody else is working on the release, or was cut off. Wait for it, or look with `helm history`.",
  ],
  [
    /timed out waiting|context deadline exceeded|client rate limiter/,
    "Not everything got ready in time. Look at the pods and events of the namespace; raise timeout, or set wait = false.",
  ],
  [/don't meet the specifications of the schema/, "The chart refuses these values: its message names the keys."],
  [/missing in charts\/ directory/, "Set dependency_update = true, or run `helm dependency update` in the chart."],
  [
    /exceeded quota|is forbidden/,
    "The cluster refused an object: by a quota, a policy, or the rights of this account.",
  ],
  [
    /cluster unreachable|connection refused|no such host|i\/o timeout/i,
    "The address does not answer: check it, the network, and the provider's kubernetes block.",
  ],
  [/401|unauthorized|403/i, "Check the user and password of the repository or registry."],
  [/certificate|x509/, "Give the authority of the server by repository_ca_file."],
  [
    /repo .* not found|no repositor/,
    "Write the address of the repository, or set repository_config_path in the provider block.",
  ],
  [/not found/i, "Check the names of the chart and its repository, and the version."],
];

/**
 * The error for a call of Helm that failed: what was to be done with what, Helm's own words as a quotation, a hint.
 *
 * @param what a sentence without a full stop, e.g. `Helm could not install the release "a" in the namespace "b"`
 */
export function helmFailure(what: string, { stderr, stdout, interrupted }: HelmResult, more = ""): DiagnosticError {
  const said = stderr.trim() === "" ? stdout : stderr;
  const lines = quotedLines(withoutNoise(said)).slice(-MAX_LINES);
  const hint = interrupted
    ? "It was asked to end before it was done. Run apply again."
    : HINTS.find(([pattern]) => pattern.test(said))?.[1];
  return new DiagnosticError(what, ["Helm says:", ...lines, "", more, hint ?? ""].join("\n").trim());
}

/** Messages of the Kubernetes client, such as `W1129 10:00:00.000000 …`, unless there is nothing else. */
function withoutNoise(text: string): string {
  const lines = text.split("\n").filter((line) => !/^[IWE]\d{4} |^WARNING: |^level=|^time=/.test(line));
  return lines.some((line) => line.trim() !== "") ? lines.join("\n") : text;
}
