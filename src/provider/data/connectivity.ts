import { acceptedWays, isAdminTier } from "../../connectivity/admin-policies";
import { clusterPlaces, placesBeside, type Place } from "../../connectivity/place";
import { withSamplePods } from "../../connectivity/sample-pods";
import { judgeWay, reducedTo, type WayQuery } from "../../connectivity/way";
import { titleOf } from "../../live/foreign-kinds";
import { LIVE_LIMITS, STAND_IN_LABELS } from "../../live/policies";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { show } from "../../model/issue";
import { shortened } from "../../model/printable";
import { nodeSources } from "../../model/cluster/known-cluster";
import { parseCidr } from "../../model/kubernetes/address-set";
import { hostCidr } from "../../model/kubernetes/cidr";
import { PROTOCOLS, type Protocol } from "../../model/kubernetes/port-set";
import { textOf } from "../../kube-provider/values";
import {
  between,
  DiagnosticError,
  forClient,
  oneOf,
  type AnyDataSource,
  type Diagnostics,
  type Schema,
  type ValueRecord,
} from "../../plugin";
import type { HikubeClient } from "../client";
import { hiddenIn } from "../namespace-name";
import type { Network } from "./survey";

const ENDS =
  "a namespace, a place as `hikube matrix` names it (`internet`, `private networks`, `DNS`, `API server`, `metadata`, `nodes`), an address or a block of addresses";

const END = { type: "string", required: true, validate: (end: string) => hiddenIn(end).trim() || undefined } as const;

const WAY_SCHEMA: Schema = {
  description:
    "Whether a connection can be opened, judged from all policies of the live cluster as `hikube matrix --live` does. In a `check` or a postcondition it holds what must stay open or closed.",
  attributes: {
    from: { ...END, description: `Who opens it: ${ENDS}.` },
    to: { ...END, description: `Who is reached: ${ENDS}.` },
    port: {
      type: "number",
      as: "int",
      optional: true,
      validate: between({ min: 1, max: 65_535 }),
      description: "From 1 to 65535. Every port where it is not set.",
    },
    protocol: {
      type: "string",
      optional: true,
      validate: oneOf(...PROTOCOLS),
      description: "`TCP`, `UDP` or `SCTP`. With a port `TCP` where it is not set, else all of them.",
    },
    allowed: {
      type: "bool",
      computed: true,
      description: "Whether all pods or addresses of the one end can open it to all of the other.",
    },
    verdict: {
      type: "string",
      computed: true,
      description: "`allow` for all, `deny` for none, `partly` in between, `unknown` where it is too costly to judge.",
    },
    reason: {
      type: "string",
      computed: true,
      description: "The policies that open it or keep it closed; of `partly` who gets through.",
    },
  },
};

/** One way through the live cluster. */
export function connectivityData(): AnyDataSource<HikubeClient> {
  return forClient<HikubeClient>().dataSource<Schema>({
    schema: WAY_SCHEMA,
    async read({ client, config, diagnostics }) {
      const [network, facts] = await Promise.all([client.survey.network(), client.facts()]);
      const way = wayThrough(queryIn(config), network, facts);
      tellNotJudged(way.notJudged, diagnostics);
      return { ...config, allowed: way.verdict === "allow", verdict: way.verdict, reason: way.reason };
    },
  });
}

function queryIn(config: ValueRecord): WayQuery {
  const { port, protocol } = config;
  return {
    from: textOf(config.from),
    to: textOf(config.to),
    ...(typeof port === "number" ? { port } : {}),
    ...(typeof protocol === "string" ? { protocol: protocol as Protocol } : {}),
  };
}

/** @throws DiagnosticError where an end does not exist, or both are outside */
export function wayThrough(query: WayQuery, { snapshot, foreign }: Network, facts: ClusterFacts) {
  const places = placesFor(
    query,
    snapshot.namespaces.map(({ name }) => name),
    facts,
  );
  const inPlaces = places.flatMap((place) => ("namespace" in place ? [place.namespace] : []));
  const part = reducedTo(snapshot, [query.from, query.to, ...inPlaces]);
  const accepted = acceptedWays(foreign.objects, part, nodeSources(facts));
  const policies = [...part.policies, ...accepted.policies];
  const whole = withSamplePods({ ...part, policies }, facts, { labels: STAND_IN_LABELS });
  const way = judgeWay(whole, query, { places, limits: LIVE_LIMITS });
  const others = foreign.objects.filter((object) => !isAdminTier(object)).map(titleOf);
  if (way !== undefined) return { ...way, notJudged: [...others, ...accepted.notJudged, ...foreign.unread] };
  throw new DiagnosticError(
    `Nothing is known of a way from ${shortened(query.from)} to ${shortened(query.to)}`,
    "Policies decide on the ways of pods: one end must be a namespace.",
    ["to"],
  );
}

/** The places of the cluster, and the addresses that are asked for. */
function placesFor({ from, to }: WayQuery, namespaces: readonly string[], facts: ClusterFacts): readonly Place[] {
  const places = placesBeside(clusterPlaces(facts), namespaces);
  const known = new Set([...namespaces, ...places.map(({ name }) => name)]);
  const asked = Object.entries({ from, to }).filter(([, end]) => !known.has(end));
  return [...places, ...asked.map(([attribute, end]) => addressPlace(attribute, end, places))];
}

function addressPlace(attribute: string, end: string, places: readonly Place[]): Place {
  const block = hostCidr(end) ?? end;
  if (parseCidr(block) !== undefined) return { name: end, cidrs: [block] };
  throw new DiagnosticError(
    `There is no ${show(end)}`,
    `Name a namespace of the cluster, an address, a block such as 192.0.2.0/24, or one of ${places.map(({ name }) => `"${name}"`).join(", ")}.`,
    [attribute],
  );
}

function tellNotJudged(what: readonly string[], diagnostics: Diagnostics): void {
  if (what.length === 0) return;
  const detail = `${what.join("; ")}. What they allow or deny is not in this answer.`;
  diagnostics.warning("Policies of the cluster were not judged", detail);
}
