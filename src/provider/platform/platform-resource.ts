import type { KindRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { contactIssues } from "../../model/tenant/spec/contact";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { platformObjects } from "../../model/platform/platform";
import { formatIssue, show } from "../../model/issue";
import { textMapOf } from "../../kube-provider/values";
import {
  DiagnosticError,
  forClient,
  isUnknown,
  type AnyResource,
  type Diagnostics,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type Schema,
  type ValueRecord,
} from "../../plugin";
import type { HikubeClient } from "../client";
import { attempted } from "../explained";
import { removed } from "../manifest/remove";
import type { WaitOptions } from "../manifest/wait";
import { TIMEOUTS } from "../timeouts";
import { warnOfIgnored } from "../objects/ignored";
import { NAMESPACE } from "../objects/live";
import { digestOf, objectKey, refOfKey } from "../objects/object-key";
import { digestsOf, toldOf, type Digests } from "../objects/state";
import { askedOf } from "./imported";
import { createdInForce, LEFT_OF_WAITING, untilGuarded } from "./in-force";
import { warnOfUnheld } from "./unheld";
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
    modifyPlan: (request) => attempted({ what: "plan the platform" }, () => planned(request)),
    create: ({ client, plan, signal, diagnostics, log }) =>
      attempted({ what: "make the platform", signal }, async () => {
        const state = await applied(client, plan, { before: {}, signal });
        client.platform.made();
        return { state: await createdInForce({ client, signal, diagnostics, log }, state) };
      }),
    update: ({ client, plan, state, signal, diagnostics, log }) =>
      attempted({ what: "change the platform", signal }, async () => {
        const before = textMapOf(state.objects);
        const changed = await applied(client, plan, { before, signal });
        await untilGuarded({ client, signal, diagnostics, log }, before, changed);
        return { state: changed };
      }),
    read: ({ client, state }) =>
      attempted({ what: "read the platform" }, async () => {
        if ((await client.live.get(NAMESPACE, PLATFORM_NAMESPACE)) === undefined) return null;
        return { state: { ...state, objects: await standings(client, state) } };
      }),
    delete: ({ client, state, signal, stopping, diagnostics }) =>
      attempted({ what: "remove the platform", signal }, async () => {
        if (client.platform.isTaken) diagnostics.warning(...KEPT);
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

/** As an error the former one would stay in the state, and the next apply would remove the platform. */
const KEPT: [string, string] = [
  "The platform was not made anew",
  "A cluster has one: with `create_before_destroy` the new one took the former one over before that was to be removed. To make it anew, destroy it first.",
];

async function planned(request: ModifyPlanRequest<Schema, HikubeClient>): Promise<ModifiedPlan<Schema>> {
  if (request.client === undefined) return {};
  const { client, diagnostics } = request;
  if (request.action === "delete") {
    await warnOfUnheld(client.live, { values: request.state, held: request.state }, diagnostics);
    return {};
  }
  const { plan } = request;
  if (request.action === "create") {
    client.platform.plan();
    await warnOfPlatform(client, diagnostics);
  }
  if (ASKED.some((name) => isUnknown(plan[name]))) return {};
  const held = request.action === "update" ? request.state : {};
  await warnOfUnheld(client.live, { values: plan, held }, diagnostics);
  const wanted = digestsOf(await wantedOf(client, plan), PLATFORM_NAMESPACE);
  const isSame = request.action === "update" && ASKED.every((name) => request.state[name] === plan[name]);
  if (isSame) warnOfIgnored({ title: "the platform", ignored: request.config.objects, wanted }, diagnostics);
  return { plan: { ...plan, objects: wanted } };
}

/** What of a platform is configured. */
const ASKED = ["guardrails", "readable_classes", "contact"] as const;

/** What an apply left that was killed, and what another engine made, is taken over; so would be what another configuration holds. */
async function warnOfPlatform({ live }: HikubeClient, diagnostics: Diagnostics): Promise<void> {
  if ((await live.get(NAMESPACE, PLATFORM_NAMESPACE)) === undefined) return;
  diagnostics.warning(
    "The cluster has a platform already",
    `It is taken over as it is declared here. If another configuration holds it, do not apply this: the two would write it by turns, and whichever removes it, removes it for both. What no state holds any more is imported: terraform import ADDRESS ${PLATFORM_NAMESPACE}.`,
  );
}

async function wantedOf(client: HikubeClient, values: ValueRecord): Promise<readonly KubeObject[]> {
  const { guardrails, readable_classes: readableClasses, contact } = values;
  const { base, guardrails: policies } = platformObjects({
    cluster: await client.facts(),
    guardrails: guardrails !== false,
    readableClasses: readableClasses !== false,
    ...(typeof contact === "string" ? { contact } : {}),
  });
  return [...base, ...policies];
}

async function applied(client: HikubeClient, plan: ValueRecord, { before, signal }: Change): Promise<ValueRecord> {
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  const wanted = await wantedOf(client, plan);
  // As they are removed, from the end: roles before the policies that exempt them, policies before their bindings.
  for (const { kind } of PLATFORM_KINDS.toReversed()) {
    await writeAll(
      writer,
      wanted.filter((object) => object.kind === kind),
    );
  }
  await removeOthers(writer, { before, now: wanted, home: PLATFORM_NAMESPACE, kinds: PLATFORM_KINDS });
  return { ...plan, id: PLATFORM_NAMESPACE, objects: digestsOf(wanted, PLATFORM_NAMESPACE) };
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
