import { choose, unknownTenants, type Choice } from "../../access/choose";
import type { AccessReport } from "../../access/report";
import type { Subject } from "../../access/subject";
import { UsageError, type OptionSpec } from "../command";

/** What is shown of who may do what. */
export interface ChoiceOptions {
  readonly tenant?: readonly string[];
  readonly subject?: readonly Subject[];
}

export const CHOICE_OPTIONS: readonly OptionSpec[] = [
  {
    flags: "--tenant <name>",
    description: "only this tenant (name or namespace) and those below it; may be repeated",
    parse: repeated((text) => text),
    repeats: true,
  },
  {
    flags: "--subject <kind:name>",
    description:
      "only what this one holds: group:NAME, user:NAME or serviceaccount:NAMESPACE/NAME, with the groups that " +
      "Kubernetes puts it into; may be repeated",
    parse: repeated(parseSubject),
    repeats: true,
  },
];

/**
 * The part of a report that is asked for.
 * @throws UsageError where a tenant is unknown
 */
export function chosen(report: AccessReport, { tenant: tenants, subject: subjects }: ChoiceOptions): AccessReport {
  const unknown = unknownTenants(report, tenants ?? []);
  if (unknown.length > 0) {
    const known = report.tenants.map(({ namespace }) => namespace).join(", ");
    throw new UsageError(`--tenant: there is no tenant ${unknown.join(", ")}; there are ${known}`, "unknown-name");
  }
  const choice: Choice = {
    ...(tenants === undefined ? {} : { tenants }),
    ...(subjects === undefined ? {} : { subjects }),
  };
  return choose(report, choice);
}

/** @throws UsageError where a text names nobody */
export function parseSubject(text: string): Subject {
  const [, word = "", name = ""] = /^(group|user|serviceaccount):(.+)$/s.exec(text) ?? [];
  const [, namespace = "", account = ""] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  if (word === "group") return { kind: "Group", name };
  if (word === "user") return { kind: "User", name };
  if (word === "serviceaccount" && account !== "") return { kind: "ServiceAccount", name: account, namespace };
  throw new UsageError(`received "${text}"; expected group:NAME, user:NAME or serviceaccount:NAMESPACE/NAME`);
}

/** Collects an option that may be repeated. Names of users may hold commas. */
function repeated<T>(parse: (text: string) => T): (text: string, previous: unknown) => readonly T[] {
  return (text, previous) => [...(Array.isArray(previous) ? (previous as T[]) : []), parse(text)];
}
