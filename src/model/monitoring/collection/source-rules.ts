import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { isRecord, listIn, objectIn, type JsonRecord } from "../../json";
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from "../../kubernetes/names";
import { readPlain } from "../../schema/read";
import { BOOLEAN, list, map, number, object, string } from "../../schema/schema";
import { isPort, LARGEST_PORT } from "../../tenant/spec/network-faults";
import { duration, formIssue, formIssues, isJudged, text, type Form, type IsKnown } from "./forms";
import { platformScrapeConfig } from "./platform-jobs";

/** What else of the platform is read, as `PlatformSources` says it. */
export const PLATFORM_SOURCES = object("PlatformSources", [], {
  kubevirt: string("kubevirt"),
  exporters: list(
    object("ExporterSpec", ["name", "namespace", "podLabels", "host", "port"], {
      name: string("metallb"),
      namespace: string("metallb-system"),
      podLabels: map(string("metallb")),
      host: string("metallb-metrics.metallb-system.svc"),
      port: number(),
      path: string("/metrics"),
    }),
  ),
  verifyKubelets: BOOLEAN,
  interval: string("30s"),
});

const namespace: Form = {
  isRight: isDnsLabel,
  ...{ message: "invalid namespace", code: "invalid-namespace" },
  expected: "lower-case letters, digits and dashes, at most 63 characters",
  hint: "give the name as `kubectl get namespaces` shows it",
};
const SOURCES: Readonly<Record<string, Form>> = { kubevirt: namespace, interval: duration };

const EXPORTER: Readonly<Record<string, Form>> = {
  name: {
    isRight: isDnsLabel,
    ...{ message: "invalid name of an exporter", code: "invalid-label-value" },
    expected: "lower-case letters, digits and dashes, at most 63",
    hint: "give a short name: it becomes the label `job` of its series",
  },
  namespace,
  host: {
    isRight: isDnsSubdomain,
    ...{ message: "not the host of a Service", code: "invalid-hostname" },
    expected: `a host alone, such as "metallb-metrics.metallb-system.svc"`,
    hint: "take off scheme, port and path: the port is given by `port`, the path by `path`",
  },
  port: {
    isRight: isPort,
    ...{ message: "invalid port", code: "invalid-port" },
    expected: `a whole number from 1 to ${LARGEST_PORT}`,
    hint: "give the port of the pods, which is the Service's as well",
  },
  path: text(
    /^\/[-A-Za-z0-9._~/%]*(\?[-A-Za-z0-9._~/%=&,:]*)?$/,
    "not the path of a URL",
    `a path from its slash on, such as "/metrics"`,
  ),
};

const LABEL: Form = {
  isRight: (value) => value === "" || isLabelValue(value),
  ...{ message: "not the value of a label", code: "invalid-label-value" },
  expected: "letters, digits and `-_.`, at most 63",
  hint: "take the labels from `kubectl get pods --show-labels`",
};

/** Everything that is wrong with the platform's sources. What is no object at all is told by its construct. */
export function sourceRules(given: unknown, path: Path, isKnown: IsKnown): readonly Issue[] {
  if (!isRecord(given)) return [];
  const { value, issues } = readPlain(given, PLATFORM_SOURCES, path);
  const sources = objectIn(value);
  return [
    ...issues,
    ...formIssues(sources, SOURCES, path, isKnown),
    ...exporterRules(listIn(sources.exporters), [...path, "exporters"], issues, isKnown),
  ];
}

function exporterRules(
  exporters: readonly unknown[],
  path: Path,
  told: readonly Issue[],
  isKnown: IsKnown,
): readonly Issue[] {
  const taken = new Set<unknown>();
  return exporters.flatMap((one, index) => {
    const at = [...path, index];
    const exporter = objectIn(one);
    const isSecond = isJudged(exporter.name, isKnown) && taken.has(exporter.name);
    taken.add(exporter.name);
    const labelsAt = [...at, "podLabels"];
    const isTold = told.some((issue) => labelsAt.every((part, depth) => issue.path[depth] === part));
    return [
      ...formIssues(exporter, EXPORTER, at, isKnown),
      ...nameRule(exporter, isSecond, [...at, "name"]),
      ...(isRecord(exporter.podLabels) ? labelRules(exporter.podLabels, labelsAt, { isTold, isKnown }) : []),
    ];
  });
}

/** Two jobs of one name end the collector at its start. */
function nameRule({ name }: JsonRecord, isSecond: boolean, path: Path): readonly Issue[] {
  const own = ownJobs();
  const isOwn = own.some((job) => job === name);
  return issueUnless(!isOwn && !isSecond, path, () => ({
    code: "duplicate-name",
    message: isOwn ? "a name that the collection uses itself" : "two exporters with one name",
    received: show(name),
    expected: isOwn ? `another name than ${oneOf(own)}` : "a name that no other entry has",
    hint: "rename it",
  }));
}

/** What the platform's vmagent reads of itself. */
function ownJobs(): readonly string[] {
  const { scrape_configs } = platformScrapeConfig([], { kubevirt: "kubevirt" });
  return listIn(scrape_configs).map((job) => String(objectIn(job).job_name));
}

/** Without labels the collector would reach every pod of the namespace. */
function labelRules(
  labels: JsonRecord,
  path: Path,
  { isTold, isKnown }: { readonly isTold: boolean; readonly isKnown: IsKnown },
): readonly Issue[] {
  const entries = Object.entries(labels);
  return [
    ...issueUnless(isTold || entries.length > 0, path, () => ({
      code: "empty-rule",
      message: "without labels every pod of the namespace would be reached",
      received: "an empty map",
      expected: "labels that the exporter's pods have, and no others",
      hint: "take the labels from `kubectl get pods --show-labels`",
    })),
    ...entries.flatMap(([key, value]) => [
      ...issueUnless(isQualifiedName(key), [...path, key], () => ({
        code: "invalid-key",
        message: "not the key of a label",
        received: show(key),
        expected: `a name, with a domain and a slash before it or not: "app.kubernetes.io/name"`,
        hint: "take the labels from `kubectl get pods --show-labels`",
      })),
      ...formIssue(value, LABEL, [...path, key], isKnown),
    ]),
  ];
}
