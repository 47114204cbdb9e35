import { show, type Issue, type Path } from "../../issue";
import { isRecord } from "../../json";
import { isDnsSubdomain } from "../../kubernetes/names";
import type { MonitoringSpec } from "../spec/monitoring-spec";
import type { RuleContext } from "./rule";

/** The form of a text of a stack. */
interface Format {
  /** Fields down to the text; `*` is every entry of a list or a map. */
  readonly at: readonly string[];
  readonly pattern: Pick<RegExp, "test">;
  readonly expected: string;
}

const URL = /^https:\/\/[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:[0-9]{1,5})?(\/[-a-zA-Z0-9._~/]*)?$/;
const NAME = { test: isDnsSubdomain };
const WORD = /^[-a-zA-Z0-9_.:@/]{0,200}$/;
const NOT_EMPTY = /^[-a-zA-Z0-9_.:@/]{1,200}$/;
/** Grafana reads it as an expression (https://jmespath.org), in which other names would be operators. */
const CLAIM = /^[a-zA-Z_][a-zA-Z0-9_]{0,62}(\.[a-zA-Z_][a-zA-Z0-9_]{0,62}){0,7}$/;
const PEM = /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?$/;
const REGISTRY = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9._-]+)*$/;
const VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/;
/** Without TLS on this machine alone, where stand-ins are served. */
const CHARTS =
  /^((https|oci):\/\/[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?|http:\/\/127\.0\.0\.1)(:[0-9]{1,5})?(\/[-a-zA-Z0-9._~/]*)?$/;

const url = { pattern: URL, expected: "a URL with https, of letters, digits and `-._~/`" };
const name = { pattern: NAME, expected: "the name of a Kubernetes object" };
const word = { pattern: WORD, expected: "letters, digits and `-_.:@/`" };

/**
 * What these texts end up in reads more than texts: Alertmanager evaluates templates, Grafana expands `$` in its
 * settings, vmauth in its own. So each is of a form that means nothing there.
 */
const FORMATS: readonly Format[] = [
  { at: ["exposure", "className"], ...name },
  { at: ["exposure", "tlsSecret"], ...name },
  { at: ["exposure", "clusterIssuer"], ...name },
  { at: ["exposure", "name"], ...name },
  { at: ["exposure", "sectionName"], ...name },
  { at: ["receivers", "*", "username"], ...word },
  { at: ["receivers", "*", "channel"], pattern: /^[#@]?[-a-z0-9_.]{1,80}$/, expected: "the name of a channel" },
  { at: ["runbooks"], ...url },
  { at: ["oidc", "issuer"], ...url },
  { at: ["oidc", "authUrl"], ...url },
  { at: ["oidc", "tokenUrl"], ...url },
  { at: ["oidc", "apiUrl"], ...url },
  { at: ["oidc", "clientId"], pattern: NOT_EMPTY, expected: word.expected },
  { at: ["oidc", "groupsClaim"], pattern: CLAIM, expected: "the name of a claim, or names with dots between them" },
  { at: ["oidc", "groupsPrefix"], ...word },
  { at: ["oidc", "publicKeys", "*"], pattern: PEM, expected: "a public key in PEM" },
  { at: ["prices", "currency"], pattern: /^[A-Za-z]{1,8}$/, expected: `the code of a currency, such as "CHF"` },
  { at: ["clusters", "*", "issuer"], ...url },
  { at: ["clusters", "*", "keys", "*", "*"], pattern: /^[-A-Za-z0-9_=.]*$/, expected: "a value of a JSON Web Key" },
  {
    at: ["sources", "charts"],
    pattern: CHARTS,
    expected: "a repository of charts, https:// or oci://, or http://127.0.0.1",
  },
  { at: ["sources", "imageRegistry"], pattern: REGISTRY, expected: "a registry, with a path or without" },
  { at: ["sources", "versions", "*"], pattern: VERSION, expected: `the exact version of a chart, such as "1.2.3"` },
];

/** The range of a number of a stack. */
interface Bounds {
  readonly at: readonly string[];
  readonly isRight: (value: number) => boolean;
  readonly expected: string;
}

const isPrice = (value: number) => Number.isFinite(value) && value >= 0;
const NUMBERS: readonly Bounds[] = [
  ...["cpu", "memory", "storage", "loadBalancer"].map((field) => {
    return { at: ["prices", field], isRight: isPrice, expected: "a number, 0 or more" };
  }),
  {
    at: ["tokensRevision"],
    isRight: (value) => Number.isSafeInteger(value) && value > 0,
    expected: "a whole number, 1 or more",
  },
  {
    at: ["receivers", "*", "chatId"],
    isRight: (value) => Number.isSafeInteger(value) && value !== 0,
    expected: "a whole number other than 0",
  },
];

/** Numbers out of their range, and texts of another form than their field has. */
export function monitoringFormats(spec: MonitoringSpec, path: Path, context: RuleContext): readonly Issue[] {
  return [...numberFaults(spec, path, context), ...formatIssues(FORMATS, spec, path, context.isKnown)];
}

function numberFaults(spec: MonitoringSpec, path: Path, { isKnown }: RuleContext): readonly Issue[] {
  return NUMBERS.flatMap(({ at, isRight, expected }) =>
    textsAt(spec, at, path).flatMap(({ text: value, place }): readonly Issue[] => {
      if (typeof value !== "number" || !isKnown(value) || isRight(value)) return [];
      const hint = "correct the number";
      return [
        { path: place, code: "invalid-number", message: "invalid number", received: show(value), expected, hint },
      ];
    }),
  );
}

/** Texts of places of charts and images alone that are of another form. */
export function sourcesFormats(sources: unknown, path: Path, isKnown: RuleContext["isKnown"]): readonly Issue[] {
  const own = FORMATS.filter(({ at: [field] }) => field === "sources");
  const formats = own.map(({ at, ...format }) => ({ ...format, at: at.slice(1) }));
  return formatIssues(formats, sources, path, isKnown);
}

function formatIssues(
  formats: readonly Format[],
  given: unknown,
  path: Path,
  isKnown: RuleContext["isKnown"],
): readonly Issue[] {
  return formats.flatMap(({ at, pattern, expected }) =>
    textsAt(given, at, path).flatMap(({ text, place }): readonly Issue[] => {
      if (!isKnown(text) || typeof text !== "string" || pattern.test(text)) return [];
      const hint = "correct it: other characters would be read as more than text where it ends up";
      return [{ path: place, code: "invalid-format", message: "invalid format", received: show(text), expected, hint }];
    }),
  );
}

interface Found {
  readonly text: unknown;
  readonly place: Path;
}

function textsAt(value: unknown, [field, ...rest]: readonly string[], place: Path): readonly Found[] {
  if (field === undefined) return [{ text: value, place }];
  if (field !== "*") return isRecord(value) ? textsAt(value[field], rest, [...place, field]) : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsAt(one, rest, [...place, index]));
  return isRecord(value) ? Object.entries(value).flatMap(([key, one]) => textsAt(one, rest, [...place, key])) : [];
}
