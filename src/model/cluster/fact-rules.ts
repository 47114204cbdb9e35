import { issueUnless, show, type Fault, type Issue, type Path } from "../issue";
import { parseCidr } from "../kubernetes/cidr";
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

export function ports(path: Path, value: unknown): readonly Issue[] {
  if (!Array.isArray(value) || value.some((port) => typeof port !== "number")) return [];
  const right = value.length > 0 && value.every(isPort);
  return issueUnless(right, path, () => wrongFact(value.length === 1 ? value[0] : value, "ports, 1–65535"));
}

export function wrongFact(value: unknown, expected: string): Fault {
  return { code: "invalid-fact", message: "invalid fact", received: show(value), expected, hint: INSPECT };
}
