import { isIPv4, isIPv6 } from "node:net";

/** Whether the text is an address with the length of its mask, e.g. `10.0.0.0/8` or `fd00::/8`. */
export function isCidr(text: string): boolean {
  const [, address = "", mask = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return (isIPv4(address) && Number(mask) <= 32) || (isIPv6(address) && Number(mask) <= 128);
}

/** The range of one address alone; `undefined` for what is no address, e.g. a host name. */
export function hostCidr(address: string): string | undefined {
  if (isIPv4(address)) return `${address}/32`;
  return isIPv6(address) ? `${address}/128` : undefined;
}

/** Sorted and each once, so that two looks at the same cluster give the same file. */
export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
