import { isUnknown, type UnknownValue } from "../../../plugin";
import type { ChartRequest } from "../charts/reference";

type Text = string | null | UnknownValue;
type Flag = boolean | null | UnknownValue;

/** What of a configuration or a plan says which chart is meant. */
export interface ChartValues {
  readonly chart: Text;
  readonly repository: Text;
  readonly version: Text;
  readonly devel: Flag;
  readonly repository_username: Text;
  readonly repository_password: Text;
  readonly repository_ca_file: Text;
  readonly repository_cert_file: Text;
  readonly repository_key_file: Text;
  readonly pass_credentials: Flag;
  readonly verify: Flag;
  readonly keyring: Text;
}

const NEEDED = [
  "chart",
  "repository",
  "repository_username",
  "repository_password",
  "repository_ca_file",
  "repository_cert_file",
  "repository_key_file",
  "keyring",
  "verify",
] as const;

/** Which chart is meant; `undefined` while a part of that is not known. A version that is not known is the newest. */
export function chartRequest(values: ChartValues): ChartRequest | undefined {
  if (NEEDED.some((name) => isUnknown(values[name]))) return undefined;
  const version = textOf(values.version).trim();
  return {
    chart: textOf(values.chart),
    repository: textOf(values.repository),
    // Prereleases are below the version that they lead to.
    version: version === "" && values.devel === true ? ">0.0.0-0" : version,
    username: textOf(values.repository_username),
    password: textOf(values.repository_password),
    caFile: textOf(values.repository_ca_file),
    certFile: textOf(values.repository_cert_file),
    keyFile: textOf(values.repository_key_file),
    passCredentials: values.pass_credentials === true,
    verify: values.verify === true,
    keyring: textOf(values.keyring),
  };
}

function textOf(value: Text): string {
  return typeof value === "string" ? value : "";
}
