import type { StateOf } from "../../../plugin";
import { cloaked, storedJson } from "../values/cloaked";
import type { Setting } from "../values/merged";
import type { ReleaseRecord } from "./record";
import type { ReleaseSchema } from "./schema";
import { present } from "./values";

export type ReleaseState = StateOf<ReleaseSchema>;

/** What of the configuration decides how a record is stored. */
export interface Kept {
  readonly version: string | null;
  readonly set_sensitive: readonly (Setting | null)[] | null;
  readonly set_wo_revision: number | null;
}

/** The attributes that come from the cluster. */
export function stateOf(record: ReleaseRecord, kept: Kept) {
  const { name, namespace, status, revision, chart } = record;
  return {
    id: name,
    name,
    namespace,
    status,
    manifest: null,
    resources: null,
    version: sameVersion(chart.version, kept.version) ? kept.version : chart.version,
    metadata: {
      app_version: chart.appVersion,
      chart: chart.name,
      first_deployed: record.firstDeployed,
      last_deployed: record.lastDeployed,
      name,
      namespace,
      notes: record.notes,
      revision,
      values: valuesOf(record, kept),
      version: chart.version,
    },
  };
}

/** Which of the values are write-only cannot be told from the record: then none is shown. */
function valuesOf({ config }: ReleaseRecord, { set_sensitive: sensitive, set_wo_revision: revision }: Kept): string {
  if (config === undefined || (revision ?? 0) > 0) return "{}";
  return storedJson(cloaked(config, present(sensitive)));
}

/** `v1.2.3` is `1.2.3`. */
export function sameVersion(one: string, other: string | null): boolean {
  return other !== null && one.replace(/^v/, "") === other.replace(/^v/, "");
}
