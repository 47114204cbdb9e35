/** How to reach one API server as one user. Certificates and keys are PEM text. */
export interface Connection {
  /** Address of the API server, e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  /** @default - the system's certificate authorities */
  readonly ca?: string;
  /** Certificate of the client, PEM; with `clientKey`. @default - none */
  readonly clientCertificate?: string;
  /** Private key of that certificate, PEM. @default - none */
  readonly clientKey?: string;
  /**
   * Bearer token, or what fetches it before each call (an exec plugin, a token file that rotates); it is asked again with a
   * token that the server refused.
   */
  readonly token?: string | ((refused?: string) => Promise<string>);
  /** Name and password of HTTP basic authentication. @default - none */
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
  /** User to act as. */
  readonly user: string;
  /** Uid of that user. @default - none */
  readonly uid?: string;
  /** Groups of that user. @default - none */
  readonly groups?: readonly string[];
  /** Further attributes of the user, each with its values. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}
