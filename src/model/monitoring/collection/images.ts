import type { SourcesSpec } from "../../tenant/spec/monitoring-spec";

/** Versions that the tests attack. The ways logs and labels are told apart are theirs: a new one is tested first. */
export const VERSIONS = { vmagent: "1.150.0", vlagent: "1.52.1" } as const;

/** Reference of a collector's image. */
export function imageOf(name: keyof typeof VERSIONS, { imageRegistry = "docker.io" }: SourcesSpec = {}): string {
  return `${imageRegistry}/victoriametrics/${name}:v${VERSIONS[name]}`;
}
