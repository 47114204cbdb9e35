/** How to reach one API server as one user. Certificates and keys are PEM text. */
export interface Connection {
  /** Address of the API server, e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  /** @default - the system's certificate authorities */
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** Bearer token, or what fetches it before each call (an exec plugin, a token file that rotates). */
  readonly token?: string | (() => Promise<string>);
  readonly basic?: { readonly username: string; readonly password: string };
  /** Do not verify the server's certificate. @default false */
  readonly insecure?: boolean;
  /** Name that the server's certificate must carry. @default - the host of `server` */
  readonly tlsServerName?: string;
  /** Act as somebody else, if one's own rights allow that. */
  readonly impersonate?: Impersonation;
}

/** Somebody else to act as. @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  /** Further attributes of the user, each with its values. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}
