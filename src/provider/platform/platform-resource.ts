import type { KindRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { contactIssues } from "../../model/tenant/spec/contact";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { formatIssue, show } from "../../model/issue";
import { textMapOf } from "../../kube-provider/values";
import { DiagnosticError, forClient, type AnyResource, type Schema, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { attempted } from "../explained";
import { removed } from "../manifest/remove";
import type { WaitOptions } from "../manifest/wait";
import { TIMEOUTS } from "../timeouts";
import { NAMESPACE } from "../objects/live";
import { digestOf, objectKey, refOfKey } from "../objects/object-key";
import { digestsOf, toldOf, type Digests } from "../objects/state";
import { assertHeld, claimed, isLost, markOf, keptHold, warnOfForgotten } from "../tenant/held";
import { heldMark } from "../tenant/maker";
import { asMarked } from "../tenant/record";
import { askedOf } from "./imported";
import { createdInForce, LEFT_OF_WAITING, untilGuarded } from "./in-force";
import { planPlatform } from "./plan";
import { HELD, wantedOf } from "./wanted";
import { removeOthers, writeAll, type Change, type Writer } from "../objects/write";

const ADMISSION = "admissionregistration.k8s.io/v1";
const RBAC = "rbac.authorization.k8s.io/v1";

/** What a cluster has once, in the order in which it is removed: nobody is exempt from policies that still stand. */
export const PLATFORM_KINDS: readonly KindRef[] = [
  { apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicyBinding" },
  { apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicy" },
  { apiVersion: ADMISSION, kind: "MutatingWebhookConfiguration" },
  { apiVersion: RBAC, kind: "ClusterRoleBinding" },
  { apiVersion: RBAC, kind: "ClusterRole" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  NAMESPACE,
];

const VERSIONS = new Map(PLATFORM_KINDS.map(({ kind, apiVersion }) => [kind, apiVersion]));

const SCHEMA: Schema = {
  description:
    "What a cluster has once, before its first tenant: the roles of the levels, the guardrails, `hikube-system`.",
  attributes: {
    guardrails: {
      type: "bool",
      optional: true,
      computed: true,
      default: true,
      description:
        "Whether admission policies protect what the platform made. Without them whoever may write in a tenant can remove its isolation. An apply that writes any ends when the API server judges by them.",
    },
    readable_classes: {
      type: "bool",
      optional: true,
      computed: true,
      default: true,
      description:
        "Whether all who are signed in may read storage, ingress and priority classes with their parameters.",
    },
    contact: {
      type: "string",
      optional: true,
      description: "Whom the people of a tenant ask: each refusal ends with it. At most 120 characters.",
      validate: (contact: string) => contactIssues(contact, ["contact"]).map(formatIssue),
    },
    id: { type: "string", computed: true, useStateForUnknown: true, description: "The platform's namespace." },
    taken_over: {
      type: "bool",
      computed: true,
      description:
        "Whether the cluster had a platform, which was taken over: what an apply left that was cut short, another engine made, or another configuration holds. It is known at plan, and an apply that would do otherwise is refused.",
    },
    objects: {
      type: ["map", "string"],
      computed: true,
      description: "What the platform consists of, by kind and name, each with its digest, or what is wrong with it.",
    },
  },
};

/** The platform of a cluster. */
export function platformResource(): AnyResource<HikubeClient> {
  return forClient<HikubeClient>().resource<Schema>({
    schema: SCHEMA,
    timeouts: TIMEOUTS,
    modifyPlan: (request) => attempted({ what: "plan the platform" }, () => planPlatform(request)),
    create: ({ client, plan, signal, diagnostics, log }) =>
      attempted({ what: "make the platform", signal }, async () => {
        const found = await client.cluster().until(signal).get(PLATFORM);
        if (found !== undefined && plan.taken_over === false) throw madeSince();
        const wanted = { ...plan, taken_over: found !== undefined };
        const made = await applied(client, wanted, { before: {}, signal });
        client.platform.made();
        return { ...made, state: await createdInForce({ client, signal, diagnostics, log }, made.state) };
      }),
    update: ({ client, plan, state, signal, diagnostics, log, private: kept }) =>
      attempted({ what: "change the platform", signal }, async () => {
        await assertHeld(client, HELD, { kept, signal });
        const before = textMapOf(state.objects);
        const changed = await applied(client, plan, { before, signal, holder: markOf(kept) });
        await untilGuarded({ client, signal, diagnostics, log }, before, changed.state);
        return changed;
      }),
    stored: ({ client }) => client?.platform.hold(),
    read: ({ client, state, private: kept }) =>
      attempted({ what: "read the platform" }, async () => {
        const found = await client.live.get(NAMESPACE, PLATFORM_NAMESPACE);
        if (found === undefined) return null;
        return { state: { ...state, objects: await standings(client, state) }, private: claimed(found, kept) };
      }),
    delete: ({ client, state, signal, stopping, diagnostics, private: kept }) =>
      attempted({ what: "remove the platform", signal }, async () => {
        if (client.platform.isTaken) diagnostics.warning(...KEPT);
        else if (await isLost(client, HELD, { kept, signal })) warnOfForgotten(HELD, diagnostics);
        else await remove(client, textMapOf(state.objects), { signal, stopping });
      }),
    import: ({ id, client }) =>
      attempted({ what: "import the platform" }, async () => {
        if (id === PLATFORM_NAMESPACE) return [{ state: { id, ...(await askedOf(client.live)) } }];
        const hint = `A cluster has one: import it as ${PLATFORM_NAMESPACE}.`;
        throw new DiagnosticError(`There is no platform ${show(id)}`, hint);
      }),
  });
}

const PLATFORM = { ...NAMESPACE, name: PLATFORM_NAMESPACE };

/** Between its plan and its apply nobody looked. */
function madeSince(): DiagnosticError {
  return new DiagnosticError(
    "The cluster has a platform now",
    "There was none when this was planned. Nothing of it was changed: plan again, and see whose it is. [tenant-held-elsewhere]",
  );
}

/** As an error the former one would stay in the state, and the next apply would remove the platform. */
const KEPT: [string, string] = [
  "The platform was not made anew",
  "A cluster has one: with `create_before_destroy` the new one took the former one over before that was to be removed. To make it anew, destroy it first.",
];

interface PlatformChange extends Change {
  /** The mark that its change writes. @default - a new one */
  readonly holder?: string | undefined;
}

async function applied(client: HikubeClient, plan: ValueRecord, { before, signal, holder }: PlatformChange) {
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  const wanted = await wantedOf(client, plan);
  const mark = heldMark(holder);
  const marked = wanted.map((object) => (isHome(object) ? asMarked(object, mark) : object));
  // As they are removed, from the end: roles before the policies that exempt them, policies before their bindings.
  for (const { kind } of PLATFORM_KINDS.toReversed()) {
    await writeAll(
      writer,
      marked.filter((object) => object.kind === kind),
    );
  }
  await removeOthers(writer, { before, now: wanted, home: PLATFORM_NAMESPACE, kinds: PLATFORM_KINDS });
  const state = { ...plan, id: PLATFORM_NAMESPACE, objects: digestsOf(wanted, PLATFORM_NAMESPACE) };
  return { state, private: keptHold(await writer.live.get(NAMESPACE, PLATFORM_NAMESPACE), mark) };
}

function isHome({ kind, metadata }: KubeObject): boolean {
  return kind === NAMESPACE.kind && metadata.name === PLATFORM_NAMESPACE;
}

async function standings(client: HikubeClient, state: ValueRecord): Promise<Digests> {
  const before = textMapOf(state.objects);
  const wanted = await wantedOf(client, state);
  const told = await Promise.all(
    wanted.map(async (object): Promise<[string, string]> => {
      const key = objectKey(object, PLATFORM_NAMESPACE);
      const { name, namespace } = object.metadata;
      const pair = { wanted: object, found: await client.live.get(object, name, namespace) };
      const { text } = await toldOf({ before: before[key], digest: digestOf(object) }, pair, client.cluster());
      return [key, text];
    }),
  );
  return { ...before, ...Object.fromEntries(told) };
}

/** Tenants would stand without guardrails, and their members without roles. */
async function remove(client: HikubeClient, objects: Digests, wait: WaitOptions): Promise<void> {
  const cluster = client.cluster();
  const namespaces = await cluster.list(NAMESPACE, { labelSelector: LABELS.tenant });
  const tenants = namespaces.map(({ metadata }) => metadata.name);
  if (tenants.length > 0) {
    throw new DiagnosticError(
      "The platform still has tenants",
      `${tenants.join(", ")}. Without it nothing protects their isolation, and their members have no rights. Remove them first.`,
    );
  }
  const refs = [...Object.keys(objects), ...LEFT_OF_WAITING].flatMap(
    (key) => refOfKey(key, PLATFORM_NAMESPACE, VERSIONS) ?? [],
  );
  for (const { kind } of PLATFORM_KINDS) {
    await Promise.all(refs.filter((ref) => ref.kind === kind).map((ref) => removed(cluster, ref, wait)));
  }
}
