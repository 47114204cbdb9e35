import { hasControls } from "../model/printable";
import type { Connection, Impersonation } from "./connection";
import { BEARER_FAULT, isBearer } from "./bearer";
import { execCredentials } from "./exec-plugin";
import { execPluginOf, type PluginSurroundings } from "./kubeconfig-exec";
import {
  fileText,
  isHeaderText,
  isTexts,
  pemField,
  refused,
  textField,
  textsField,
  together,
  type Entry,
} from "./kubeconfig-fields";

/**
 * The credentials of a kubeconfig's user entry. Unsupported fields are refused by name, never ignored: a command would
 * run as somebody else.
 *
 * @param surroundings - what a credential plugin is told
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
 */
export function userPart(entry: Entry, surroundings: PluginSurroundings): Partial<Connection> {
  const [, certificate, basic, token, exec, impersonate] = together(
    () => {
      refuseAuthProvider(entry);
    },
    () => certificateOf(entry),
    () => basicOf(entry),
    () => tokenOf(entry),
    () => execPluginOf(entry, surroundings),
    () => impersonationOf(entry),
  );
  if (basic !== undefined && typeof token === "string") {
    throw refused(entry, "token", "a user name and password too; kubectl takes one of them only, so must this");
  }
  // kubectl's order.
  const plugin = token === undefined && basic === undefined ? exec : undefined;
  return {
    ...certificate,
    ...(token === undefined ? {} : { token }),
    ...(plugin === undefined ? {} : { plugin: execCredentials(plugin) }),
    ...(basic === undefined ? {} : { basic }),
    ...(impersonate === undefined ? {} : { impersonate }),
  };
}

function refuseAuthProvider(entry: Entry): void {
  if ((entry.fields["auth-provider"] ?? undefined) === undefined) return;
  throw refused(entry, "auth-provider", "these are not supported; use a credential plugin (`exec`)");
}

function certificateOf(entry: Entry): Partial<Connection> {
  const [clientCertificate, clientKey] = together(
    () => pemField(entry, "client-certificate"),
    () => pemField(entry, "client-key"),
  );
  return {
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

function basicOf(entry: Entry): Connection["basic"] {
  const [username, password] = [textField(entry, "username"), textField(entry, "password")];
  for (const [field, text = ""] of Object.entries({ username, password }))
    if (hasControls(text)) throw refused(entry, field, "it has line breaks or other control characters");
  if (username !== undefined) return { username, password: password ?? "" };
  if (password !== undefined) throw refused(entry, "password", "no username");
  return undefined;
}

/** As for kubectl a token file wins over a token, because it rotates. */
function tokenOf(entry: Entry): Connection["token"] {
  const [token, path] = [textField(entry, "token"), textField(entry, "tokenFile")];
  if (token !== undefined && !isBearer(token)) throw refused(entry, "token", BEARER_FAULT);
  return path === undefined ? token : () => Promise.resolve(tokenOfFile(entry, path, token));
}

/** @param token - stands in where the file cannot be read, as for kubectl */
function tokenOfFile(entry: Entry, path: string, token: string | undefined): string {
  try {
    const text = fileText(entry, "tokenFile", path).trim();
    if (isBearer(text)) return text;
    throw refused(entry, "tokenFile", text === "" ? `${path} holds no token` : `of ${path}: ${BEARER_FAULT}`);
  } catch (error) {
    if (token !== undefined) return token;
    throw error;
  }
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function impersonationOf(entry: Entry): Impersonation | undefined {
  const [user, uid] = [textField(entry, "as"), textField(entry, "as-uid")];
  const [groups, extra] = [textsField(entry, "as-groups"), extraOf(entry)];
  const names = { as: [user ?? []].flat(), "as-uid": [uid ?? []].flat(), "as-groups": groups };
  for (const [field, values] of Object.entries({ ...names, "as-user-extra": Object.values(extra).flat() })) {
    if (!values.every(isHeaderText)) throw refused(entry, field, "not all of it can be sent: empty, or odd spaces");
    if (values.length > 0 && user === undefined) throw refused(entry, field, "no `as`: nobody to act as");
  }
  if (user === undefined) return undefined;
  return { user, groups, ...(uid === undefined ? {} : { uid }), extra };
}

function extraOf(entry: Entry): Readonly<Record<string, readonly string[]>> {
  const extra = entry.fields["as-user-extra"] ?? {};
  const isRecordOfTexts = typeof extra === "object" && !Array.isArray(extra) && Object.values(extra).every(isTexts);
  if (!isRecordOfTexts) throw refused(entry, "as-user-extra", "it is not a map of lists of strings");
  return extra as Readonly<Record<string, readonly string[]>>; // Each value was checked.
}
