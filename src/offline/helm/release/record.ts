import { gunzipSync } from "node:zlib";
import { explained } from "../../../kube-provider/client";
import { objectIn } from "../../../model/json";
import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError } from "../../../plugin";
import type { HelmClient } from "../client";
import type { Tree } from "../values/set-expression";

/** Which release. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
}

/** What Helm stored of one revision of a release, as far as it is read here. */
export interface ReleaseRecord extends ReleaseRef {
  readonly revision: number;
  readonly status: string;
  readonly description: string;
  readonly notes: string;
  /** Seconds since 1970. */
  readonly firstDeployed: number;
  readonly lastDeployed: number;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string };
  /** The values that were given to it. */
  readonly config: Tree | undefined;
  readonly manifest: string;
}

/** Helm's records are at most 1 MiB; what unpacks to more is no record of Helm's. */
const MAX_UNPACKED = 64 << 20;

/**
 * The newest revision of a release, of whatever status; `undefined` where there is none. It is read from where Helm
 * stores it, because `helm status` says neither the chart's version nor the values.
 *
 * @see https://helm.sh/docs/topics/advanced/#storage-backends
 */
export async function newestRecord(client: HelmClient, ref: ReleaseRef): Promise<ReleaseRecord | undefined> {
  const [newest] = await records(client, ref);
  return newest;
}

/** All revisions that Helm keeps, the newest first. */
export async function records(client: HelmClient, { name, namespace }: ReleaseRef): Promise<readonly ReleaseRecord[]> {
  const kind = { apiVersion: "v1", kind: client.settings.driver === "secret" ? "Secret" : "ConfigMap" };
  const prefix = `Could not read the release "${name}" in the namespace "${namespace}"`;
  const labelSelector = `owner=helm,name=${name}`;
  const found = await explained({ prefix }, () => client.cluster().list(kind, { namespace, labelSelector }));
  const stored = found.map((object) => recordOf(object, kind.kind === "Secret"));
  return stored.sort((one, other) => other.revision - one.revision);
}

function recordOf({ metadata, data }: KubeObject, isSecret: boolean): ReleaseRecord {
  const packed = textOf(objectIn(data).release);
  const text = isSecret ? Buffer.from(packed, "base64").toString("utf8") : packed;
  try {
    return fromJson(JSON.parse(unpacked(text)));
  } catch {
    const summary = `The record ${metadata.name} in the namespace ${metadata.namespace ?? ""} is none of Helm's`;
    throw new DiagnosticError(summary, "It cannot be unpacked. Remove it, if no Helm made it.");
  }
}

/** Old versions of Helm did not compress. */
function unpacked(text: string): string {
  const bytes = Buffer.from(text, "base64");
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }) : bytes).toString("utf8");
}

function fromJson(json: unknown): ReleaseRecord {
  const release = objectIn(json);
  const info = objectIn(release.info);
  const chart = objectIn(objectIn(release.chart).metadata);
  return {
    name: textOf(release.name),
    namespace: textOf(release.namespace),
    revision: Number(release.version ?? 0),
    status: textOf(info.status),
    description: textOf(info.description),
    notes: textOf(info.notes),
    firstDeployed: secondsOf(info.first_deployed),
    lastDeployed: secondsOf(info.last_deployed),
    chart: { name: textOf(chart.name), version: textOf(chart.version), appVersion: textOf(chart.appVersion) },
    config: release.config === undefined || release.config === null ? undefined : objectIn(release.config),
    manifest: textOf(release.manifest),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The year 1 is what Go writes where no time is set. */
function secondsOf(value: unknown): number {
  const milliseconds = Date.parse(textOf(value) || "0001-01-01T00:00:00Z");
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
}
