import type { GivenOf } from "../../../plugin";
import { DiagnosticError } from "../../../plugin";
import { messageOf } from "../../../support/errors";
import { writePrivate } from "../client";
import { changedBy, valuesOf, type Setting, type Settings } from "../values/merged";
import type { ReleaseSchema } from "./schema";

type Given = Pick<GivenOf<ReleaseSchema>, "values" | "set" | "set_list" | "set_sensitive">;

/** The settings of a configuration or a plan without gaps. */
export function settingsOf({ set, set_list: setList, set_sensitive: setSensitive }: Omit<Given, "values">): Settings {
  return {
    set: present(set),
    setList: present(setList),
    setSensitive: present(setSensitive),
  };
}

/**
 * Writes all values of a release into files that only Helm and we may read: those of `values` as the user wrote them,
 * then what the settings change of them, then the write-only ones. Returns the paths in their order.
 *
 * @throws DiagnosticError where a setting cannot be read
 */
export function valueFiles(given: Given, writeOnly: readonly Setting[], folder: string): readonly string[] {
  const documents = (given.values ?? []).map((document) => document ?? "");
  const settings = settingsOf(given);
  const files = documents.map((text, index) => writePrivate(folder, `values-${String(index)}.yaml`, text));
  const changed = explained("set, set_list, set_sensitive", () => changedBy(settings, documents));
  const secret = explained("set_wo", () => valuesOf(writeOnly));
  const written = Object.entries({ set: changed, set_wo: secret })
    .filter(([, tree]) => Object.keys(tree).length > 0)
    .map(([name, tree]) => writePrivate(folder, `${name}.json`, JSON.stringify(tree)));
  return [...files, ...written];
}

function explained<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DiagnosticError(`The values of ${what} cannot be used`, messageOf(error));
  }
}

/** The elements of a list that may be null, or hold null. */
export function present<T>(list: readonly (T | null)[] | null): readonly T[] {
  return (list ?? []).filter((item) => item !== null);
}
