import { show, type Fault } from "../../issue";
import { formatCidr, readCidr, type Cidr, type CidrFault } from "../../kubernetes/cidr";
import { isDnsSubdomain } from "../../kubernetes/names";
import { PROTOCOLS } from "../../kubernetes/port-set";
import type { PortSpec } from "./spec";

/** @see https://www.rfc-editor.org/rfc/rfc6335 */
export const LARGEST_PORT = 65535;

/** @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
const NO_NAMES = "network policies know no names: give the addresses that this one stands for";

/** The fault of a CIDR by itself, if any. */
export function cidrFault(given: unknown): Fault | undefined {
  const read = readCidr(given);
  if (!("fault" in read)) return isMapped(read) ? mappedFault(given, read) : undefined;
  const messages = {
    syntax: "invalid CIDR",
    mask: "CIDR without a mask",
    "host-bits": "CIDR with address bits behind its mask",
  };
  return {
    code: "invalid-cidr",
    message: messages[read.fault],
    received: show(given),
    expected: `a network address and its mask, such as "10.20.0.0/16" or "2001:db8::/32"`,
    hint: isDnsSubdomain(given) && /[a-z]/i.test(given) ? NO_NAMES : hintOf(read),
  };
}

/** An address alone may be that of a network whose mask was forgotten: nothing is guessed. */
function hintOf(read: CidrFault): string {
  if (read.fault === "syntax") return "correct the address";
  return read.fault === "mask"
    ? `add the mask; "${read.suggestion}" is this one address alone`
    : `did you mean "${read.suggestion}"?`;
}

/** An IPv4 block in IPv6 form, `::ffff:0:0/96` and what lies in it. */
function isMapped({ family, address, prefix }: Cidr): boolean {
  return family === 6 && prefix >= 96 && address >> 32n === 0xffffn;
}

/** Engines read it as IPv4, or as nothing: rules that compare addresses must not have to guess. */
function mappedFault(given: unknown, { address, prefix }: Cidr): Fault {
  const plain = formatCidr({ family: 4, address: address & 0xffffffffn, prefix: prefix - 96 });
  return {
    code: "invalid-cidr",
    message: "IPv4 written as IPv6",
    received: show(given),
    expected: `an IPv4 block such as "10.20.0.0/16"`,
    hint: `did you mean "${plain}"?`,
  };
}

/** Whether a port, or a range of them, is right in all of its fields. */
export function isRightPort({ protocol, port, endPort = port }: PortSpec): boolean {
  return PROTOCOLS.includes(protocol) && isPort(port) && isPort(endPort) && endPort >= port;
}

/** Whether the value is a port, 1–65535. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LARGEST_PORT;
}
