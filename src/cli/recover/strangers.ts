import { PLATFORM } from "../plan/summary";
import type { ConfiguredObject } from "../project/stack-config";

/**
 * Tenants, and the platform, of which the state knows no object that exists, and that nobody released: an apply that was
 * killed left them, or another repository's state holds them.
 * @param missing - what exists and the state does not know
 * @param existing - what exists of all that is declared
 */
export function strangersAmong(
  missing: readonly ConfiguredObject[],
  existing: readonly ConfiguredObject[],
  isReleased: (namespace: ConfiguredObject) => boolean,
): readonly string[] {
  const known = new Set(existing.filter((object) => !missing.includes(object)).map(ownerOf));
  const released = new Set(missing.filter(isReleased).map(ownerOf));
  const owners = new Set(missing.map(ownerOf));
  return [...owners].filter((owner) => !known.has(owner) && !released.has(owner)).sort();
}

function ownerOf({ tenant }: ConfiguredObject): string {
  return tenant ?? PLATFORM;
}
