import type { JsonRecord } from "../../json";
import { ACCOUNTS, audience, subjectOf } from "../collection/names";
import { covers, type Subtree } from "../collection/stack-route";
import { exactly } from "./claims";
import { forcedArguments, query } from "./filters";
import type { GatewaySpec, RemoteWriter, StorageUrls, WriterIssuer } from "./gateway-spec";
import { groupAccess, peopleToken } from "./people";
import { isPublicKey, publicKeyPem } from "../../kubernetes/public-key";

/** Paths that answer from series which a filter narrows; what names series without one, or exports all, is not there. */
const METRICS_PATHS = "/api/v1/(query|query_range|series|labels|label/[^/]+/values|status/buildinfo)";
const WRITE_PATH = "/api/v1/write";
const LOGS_PATHS =
  "/select/logsql/(query|tail|hits|facets|stats_query(_range)?|streams|stream_ids|(stream_)?field_(names|values))";

/** Requests of one user at a time: one of them does not take the places of the others. */
const CONCURRENT = { writer: 50, reader: 20, group: 10 } as const;

/**
 * `auth.yml` of vmauth: who may write and read what of one stack. It holds no secret: tokens of readers stand in the
 * environment, keys of issuers are public.
 *
 * @throws Error where a key is of a kind that `isPublicKey` does not know
 * @see https://docs.victoriametrics.com/victoriametrics/vmauth/#auth-config
 */
export function gatewayConfig(spec: GatewaySpec): JsonRecord {
  const writers = [localWriter(spec), ...(spec.clusters ?? []).map((cluster) => remoteWriter(cluster, spec))];
  return {
    users: [...writers.flatMap((writer) => writerUsers(writer, spec.storage)), ...readers(spec), ...people(spec)],
  };
}

interface Writer {
  readonly name: string;
  readonly identity: WriterIssuer;
  readonly audience: string;
  /** What the gateway says of all that this one sends, in place of what it says itself. */
  readonly labels: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

function localWriter({ stack, issuer }: GatewaySpec): Writer {
  return { name: "local", identity: issuer, audience: audience(stack), labels: { stack }, fields: { stack } };
}

function remoteWriter(remote: RemoteWriter, { stack }: GatewaySpec): Writer {
  const { name, tenant } = remote;
  const labels = { stack, cluster: name };
  return {
    ...{ name, identity: remote, audience: audience(stack, name) },
    labels: { ...labels, ...(tenant === undefined ? {} : { tenant }) },
    fields: { ...labels, ...(tenant === undefined ? {} : { "kubernetes.pod_namespace": tenant }) },
  };
}

function writerUsers(
  { name, identity, audience, labels, fields }: Writer,
  storage: StorageUrls,
): readonly JsonRecord[] {
  const jwt = (...accounts: readonly string[]): JsonRecord => ({
    public_keys: identity.keys.filter(isPublicKey).map(publicKeyPem),
    default_vm_access_claim: {},
    match_claims: { iss: exactly(identity.issuer), aud: exactly(audience), sub: exactly(...accounts.map(subjectOf)) },
  });
  const extraLabels = Object.entries(labels).map(([label, value]) => ["extra_label", `${label}=${value}`] as const);
  const extraFields = Object.entries(fields).map(([field, value]) => `${field}=${value}`);
  const way = (path: string, prefix: string) => ({
    max_concurrent_requests: CONCURRENT.writer,
    url_map: [{ src_paths: [path], url_prefix: prefix }],
  });
  return [
    {
      name: `metrics-${name}`,
      jwt: jwt(ACCOUNTS.pods, ACCOUNTS.platform),
      ...way(WRITE_PATH, `${storage.metricsWrite}/${query(extraLabels)}`),
    },
    {
      name: `logs-${name}`,
      jwt: jwt(ACCOUNTS.logs),
      ...way("/insert/native", `${storage.logsWrite}/${query([["extra_fields", extraFields.join(",")]])}`),
    },
  ];
}

function readers({ readers, storage, stack }: GatewaySpec): readonly JsonRecord[] {
  const write = {
    src_paths: [WRITE_PATH],
    url_prefix: `${storage.metricsWrite}/${query([["extra_label", `stack=${stack}`]])}`,
  };
  return readers.map(({ name, tokenVariable, tenant, writes = false }) => ({
    name: `reader-${name}`,
    bearer_token: `%{${tokenVariable}}`,
    max_concurrent_requests: CONCURRENT.reader,
    url_map: [...reads(storage, tenant === undefined ? undefined : [tenant]), ...(writes ? [write] : [])],
  }));
}

function people(spec: GatewaySpec): readonly JsonRecord[] {
  const { people: known, storage, owner } = spec;
  if (known === undefined) return [];
  return groupAccess(known.grants).map(({ group, tenants }) => ({
    name: `group-${group.replace(/[^A-Za-z0-9._-]/gu, "_")}`,
    jwt: peopleToken(known, group),
    max_concurrent_requests: CONCURRENT.group,
    url_map: reads(storage, readsAll(tenants, owner) ? undefined : tenants),
  }));
}

/** Who may read the owner reads all, with what belongs to no tenant. */
function readsAll(tenants: readonly Subtree[], owner: Subtree): boolean {
  return tenants.some((subtree) => covers(subtree, owner.tenant));
}

function reads({ metricsRead, logsRead }: StorageUrls, tenants: readonly Subtree[] | undefined): readonly JsonRecord[] {
  const forced = forcedArguments(tenants);
  return [
    { src_paths: [METRICS_PATHS], url_prefix: `${metricsRead}/${forced.metrics}` },
    { src_paths: [LOGS_PATHS], url_prefix: `${logsRead}/${forced.logs}` },
  ];
}
