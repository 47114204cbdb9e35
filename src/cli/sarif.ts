import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { WARNING_CODES } from "../model/codes/warning-codes";
import { formatPath, type FilePlace, type Issue } from "../model/issue";
import { ISSUE_CODES, type CodeMeaning } from "../model/issue-codes";
import { printableLine } from "../model/printable";
import type { Warning } from "../model/warning";
import { endOf } from "./text";
import type { CheckReport } from "./check-report";

const MEANINGS: Readonly<Record<string, CodeMeaning>> = { ...WARNING_CODES, ...ISSUE_CODES };

type Level = "error" | "warning" | "note";

/** A result before it is put into the form of the standard. */
interface Found {
  readonly code: string;
  readonly level: Level;
  readonly text: string;
  readonly place?: FilePlace;
  /** Where it is among the tenants. */
  readonly path?: string;
}

/**
 * A report of `hikube check` for code scanning: faults are errors, each at its place in the file.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifOf(report: CheckReport, version: string, now: Date): object {
  const found = resultsIn(report, now);
  const rules = [...new Set(found.map(({ code }) => code))].sort();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "hikube", semanticVersion: version, rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true }],
        results: found.map((each) => resultOf(each, rules.indexOf(each.code), report.file)),
      },
    ],
  };
}

function resultsIn(report: CheckReport, now: Date): readonly Found[] {
  const warned = (level: Level, warnings: readonly Warning[]): readonly Found[] =>
    warnings.map(({ code, message }) => ({ code, level, text: message }));
  return [
    ...report.issues.map(faultOf),
    ...report.expired.map((tenant): Found => ({
      code: "tenant-expired",
      level: "warning",
      text: `expired: ${endOf(tenant, now)}`,
      path: tenant.path,
    })),
    ...report.expiring.map((tenant): Found => ({
      code: "tenant-expires-soon",
      level: "note",
      text: `expires soon: ${endOf(tenant, now)}`,
      path: tenant.path,
    })),
    ...warned("warning", report.warnings),
    ...warned("note", report.unchecked),
  ];
}

function faultOf({ code, path, message, received, expected, hint, place }: Issue): Found {
  const text = `${formatPath(path)}: ${message}; received ${received}; expected: ${expected}; hint: ${hint}`;
  return { code, level: "error", text, path: formatPath(path), ...(place === undefined ? {} : { place }) };
}

function ruleOf(code: string): object {
  const meaning = MEANINGS[code];
  if (meaning === undefined) return { id: code };
  return { id: code, shortDescription: messageOf(meaning.cause), help: messageOf(meaning.cure) };
}

function resultOf({ code, level, text, place, path }: Found, ruleIndex: number, file: string): object {
  const region = place === undefined ? {} : { region: { startLine: place.line, startColumn: place.column } };
  const location = {
    physicalLocation: { artifactLocation: { uri: uriOf(place?.file ?? file) }, ...region },
    ...(path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: printableLine(path) }] }),
  };
  return { ruleId: code, ruleIndex, level, message: messageOf(text), locations: [location] };
}

/** A relative path stays one: hosts read it from the top of the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  // A colon in the first step would be read as the end of a scheme.
  return file.split("/").map(encodeURIComponent).join("/");
}

/**
 * A text in which nothing is a link, HTML, or a place for another text.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317459
 */
function messageOf(text: string): { readonly text: string } {
  const plain = printableLine(text)
    .replaceAll("](", "] (")
    .replaceAll(/<(?=[a-z/!?])/gi, "\\u003c")
    .replaceAll(/[{}]/g, "$&$&");
  return { text: plain };
}
