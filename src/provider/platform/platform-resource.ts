import { contactIssues } from "../../model/tenant/spec/contact";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { formatIssue, show } from "../../model/issue";
import { textMapOf } from "../../kube-provider/values";
import { DiagnosticError, forClient, type AnyResource, type Schema } from "../../plugin";
import type { HikubeClient } from "../client";
import { attempted } from "../explained";
import { asHeld, assertHeld, claimed, warnOfForgotten, wasLost } from "../objects/held";
import { NAMESPACE } from "../objects/live";
import { TIMEOUTS } from "../timeouts";
import { applied, madeSince, removePlatform, standings } from "./apply";
import { askedOf } from "./imported";
import { createdInForce, untilGuarded } from "./in-force";
import { planPlatform } from "./plan";
import { HELD } from "./wanted";

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
        if (found !== undefined && (plan.taken_over === false || client.platform.hasLeft)) throw madeSince();
        const wanted = { ...plan, taken_over: found !== undefined };
        const made = await applied(client, wanted, { before: {}, signal, takes: found });
        client.platform.made();
        return { ...made, state: await createdInForce({ client, signal, diagnostics, log }, made.state) };
      }),
    update: ({ client, plan, state, signal, diagnostics, log, private: kept }) =>
      attempted({ what: "change the platform", signal }, async () => {
        await assertHeld(client, HELD, { kept, signal });
        const before = textMapOf(state.objects);
        const changed = await applied(client, plan, { before, signal, kept });
        await untilGuarded({ client, signal, diagnostics, log }, before, changed.state);
        return changed;
      }),
    stored: ({ client }) => client?.platform.hold(),
    read: ({ client, state, private: kept }) =>
      attempted({ what: "read the platform" }, async () => {
        const found = await client.live.get(NAMESPACE, PLATFORM_NAMESPACE);
        if (found === undefined) return null;
        const held = claimed(found, kept);
        const isElsewhere = await wasLost(client, HELD, held);
        client.platform.hold({ isElsewhere, kept: held });
        const asItIsHeld = (home: KubeObject) => (isElsewhere ? home : asHeld(home, found, held));
        const objects = await standings(client, state, asItIsHeld);
        return { state: { ...state, objects }, private: isElsewhere ? { ...held, isLost: true } : held };
      }),
    delete: ({ client, state, signal, stopping, diagnostics, private: kept }) =>
      attempted({ what: "remove the platform", signal }, async () => {
        if (client.platform.isTaken) diagnostics.warning(...KEPT);
        else {
          const isHeld = await removePlatform(client, textMapOf(state.objects), { kept, signal, stopping });
          if (!isHeld) warnOfForgotten(HELD, diagnostics);
        }
        client.platform.left();
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

/** As an error the former one would stay in the state, and the next apply would remove the platform. */
const KEPT: [string, string] = [
  "The platform was not made anew",
  "A cluster has one: with `create_before_destroy` the new one took the former one over before that was to be removed. To make it anew, destroy it first.",
];
