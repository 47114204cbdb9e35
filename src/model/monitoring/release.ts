import type { JsonRecord } from "../json";

/** One release of Helm as `helm_release` takes it. */
export interface HelmRelease {
  /** At most 53 characters. @see https://helm.sh/docs/chart_template_guide/getting_started/ */
  readonly name: string;
  readonly namespace: string;
  /** Name of the chart in its repository. */
  readonly chart: string;
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  /** Exact version of the chart. */
  readonly version: string;
  /** Keys are sorted when they are written, so that one changed value is a diff of a few lines. */
  readonly values: JsonRecord;
}
