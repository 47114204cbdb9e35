import { join } from "node:path";
import { stringify } from "yaml";
import type { Connection } from "../../kube/connection";
import { createCertificate } from "../../plugin/x509/certificate";
import { makePrivateFolder } from "../state/state";
import { readPair, writePrivateFile } from "./create-pki";
import { pkiPaths } from "./paths";

/** A user as the API server knows it from a client certificate. */
export interface User {
  /** Name of the user. */
  readonly user: string;
  /** @default - none but `system:authenticated` */
  readonly groups?: readonly string[];
}

/** The administrator: the group may do everything. */
export const ADMIN: User = { user: "sandbox-admin", groups: ["system:masters"] };

/** Signs a client certificate for a user. The key exists only in the answer. */
export function userConnection(directory: string, server: string, user: User): Connection {
  const authority = readPair(pkiPaths(directory).clusterAuthority);
  const request = { commonName: user.user, organisations: user.groups, usages: ["client"] } as const;
  const pair = createCertificate(request, authority);
  return { server, ca: authority.certificate, clientCertificate: pair.certificate, clientKey: pair.key };
}

/** Writes the connection as a kubeconfig file with embedded credentials, readable by its owner only. */
export function writeKubeconfig(path: string, connection: Connection, name: string): void {
  const embed = (pem: string | undefined) => Buffer.from(pem ?? "").toString("base64");
  const context = `sandbox-${name}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: context, cluster: { server: connection.server, "certificate-authority-data": embed(connection.ca) } },
    ],
    users: [
      {
        name: context,
        user: {
          "client-certificate-data": embed(connection.clientCertificate),
          "client-key-data": embed(connection.clientKey),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    "current-context": context,
  };
  makePrivateFolder(join(path, ".."));
  writePrivateFile(path, stringify(config));
}
