import { issueUnless, show, type Fault, type Issue, type Path } from "../issue";
import { listIn } from "../json";
import { containsCidr, parseCidr, type Cidr } from "../kubernetes/cidr";
import { INVALID } from "../schema/invalid";
import { cidrFault, isPort } from "../tenant/spec/network-faults";

export const INSPECT = "write the file again with `hikube cluster inspect`";

/** An empty list is a fault: what is not known cannot be kept out of "the internet". */
export function cidrs(path: Path, value: unknown): readonly Issue[] {
  if (!Array.isArray(value)) return [];
  if (value.length === 0) return [{ path, ...wrongFact(value, "at least one CIDR") }];
  return value.flatMap((cidr, index) => {
    const fault = cidr === INVALID ? undefined : (cidrFault(cidr) ?? wholeFamily(cidr));
    return fault === undefined ? [] : [{ path: [...path, index], ...fault }];
  });
}

/** Where all addresses were the cluster's own, none could be kept out of "the internet". */
function wholeFamily(cidr: unknown): Fault | undefined {
  return parseCidr(cidr)?.prefix === 0 ? wrongFact(cidr, "the cluster's own addresses, not all addresses") : undefined;
}

/**
 * Addresses, each alone.
 * @param otherwise - what an address must be that is not right; each is by default
 */
export function singleAddresses(
  path: Path,
  value: unknown,
  otherwise: (address: Cidr) => string | undefined = () => undefined,
): readonly Issue[] {
  const single = listIn(value).flatMap((given, index) => {
    const block = parseCidr(given);
    if (block === undefined || block.prefix === 0) return [];
    const isAlone = block.prefix === (block.family === 4 ? 32 : 128);
    const expected = isAlone ? otherwise(block) : "one address, such as 169.254.20.10/32";
    return expected === undefined ? [] : [{ path: [...path, index], ...wrongFact(given, expected) }];
  });
  return [...cidrs(path, value), ...single];
}

/** Whether one of the ranges holds the block; ranges that are none hold nothing. */
export function isWithin(block: Cidr, ranges: unknown): boolean {
  return listIn(ranges).some((range) => {
    const outer = parseCidr(range);
    return outer !== undefined && containsCidr(outer, block);
  });
}

export function ports(path: Path, value: unknown): readonly Issue[] {
  if (!Array.isArray(value) || value.some((port) => typeof port !== "number")) return [];
  const right = value.length > 0 && value.every(isPort);
  return issueUnless(right, path, () => wrongFact(value.length === 1 ? value[0] : value, "ports, 1–65535"));
}

export function wrongFact(value: unknown, expected: string): Fault {
  return { code: "invalid-fact", message: "invalid fact", received: show(value), expected, hint: INSPECT };
}
