import type { Path } from "../diagnostic";
import { isList, isRecord } from "../values/guards";
import { Dynamic, UnknownValue, type Value } from "../value";
import type { Collector } from "./collector";
import type { Fault } from "./conformance";

/** Says what the provider did wrong, attribute by attribute, before Terraform has to find out. */
export function reportFaults(diagnostics: Collector, what: string, faults: readonly Fault[]): void {
  for (const { path, text } of faults) {
    diagnostics.error(
      `The provider returned an invalid ${what}`,
      `${formatPath(path)} ${text}. This is a bug in the provider. Please report it to its maintainers.`,
      path,
    );
  }
}

/** A path as it is written in configurations: `rules[0].port`, `tags["a"]`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return "The object";
  return path.reduce<string>((text, step, index) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (index === 0) return step;
    return /^[A-Za-z_][\w-]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, "");
}

/** Where in a value something is unknown. */
export function unknownFaults(value: Value, path: Path = []): readonly Fault[] {
  if (value instanceof UnknownValue) return [{ path, text: "is still unknown" }];
  if (value instanceof Dynamic) return unknownFaults(value.value, path);
  if (isList(value)) return value.flatMap((item, index) => unknownFaults(item, [...path, index]));
  return isRecord(value) ? Object.entries(value).flatMap(([name, item]) => unknownFaults(item, [...path, name])) : [];
}
