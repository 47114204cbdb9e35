import { readFileSync } from "node:fs";
import { expandHome } from "../../../kube/kubeconfig";
import { objectIn } from "../../../model/json";
import { DiagnosticError } from "../../../plugin";
import { messageOf } from "../../../support/errors";
import type { HelmSettings, Registry } from "../client";
import type { ChartRequest } from "./reference";

/** The name under which a repository of an address stands in the configuration that is written for it. */
export const REPOSITORY = "repository";

/** Helm's `repositories.yaml` for one repository; JSON is YAML, too. */
export function repositoriesFile(url: string, request: ChartRequest): string {
  const { username, password, caFile, certFile, keyFile, passCredentials } = request;
  const entry = { name: REPOSITORY, url, username, password, caFile, certFile, keyFile };
  return JSON.stringify({
    apiVersion: "v1",
    repositories: [{ ...entry, pass_credentials_all: passCredentials }],
  });
}

/**
 * The registry configuration: what the user's own file says, then the accounts of the provider block, then that of the
 * release.
 *
 * @throws DiagnosticError where the user's file cannot be read
 */
export function registryFile(settings: HelmSettings, address: string, request: ChartRequest): string {
  const own: readonly Registry[] =
    request.username === "" ? [] : [{ url: address, username: request.username, password: request.password }];
  const given = givenFile(settings.registryConfigPath);
  const auths = Object.fromEntries([...settings.registries, ...own].map((one) => [hostOf(one.url), accountOf(one)]));
  return JSON.stringify({ ...given, auths: { ...objectIn(given.auths), ...auths } });
}

function givenFile(path: string | undefined): Readonly<Record<string, unknown>> {
  if (path === undefined) return {};
  try {
    return objectIn(JSON.parse(readFileSync(expandHome(path), "utf8")));
  } catch (error) {
    // What JSON.parse says quotes the file.
    const reason = error instanceof SyntaxError ? "it is no JSON" : messageOf(error);
    throw new DiagnosticError("The registry configuration cannot be read", `${path}: ${reason}`, [
      "registry_config_path",
    ]);
  }
}

function accountOf({ username, password }: Registry): { readonly auth: string } {
  return { auth: Buffer.from(`${username}:${password}`).toString("base64") };
}

/** `oci://host:port/path` or `host:port` is `host:port`. */
export function hostOf(url: string): string {
  return url.replace(/^[a-z+]+:\/\//i, "").replace(/\/.*$/s, "");
}
