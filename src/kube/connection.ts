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
  /** Bearer token, or what reads it before each call, from a file that rotates; it is told of one that was refused. @default - none */
  readonly token?: string | ((refused?: string) => Promise<string>);
  /** A credential plugin that is asked before each call. @default - none */
  readonly plugin?: CredentialSource;
  /** Name and password of HTTP basic authentication. @default - none */
  readonly basic?: { readonly username: string; readonly password: string };
  /** Do not verify the server's certificate. @default false */
  readonly insecure?: boolean;
  /** Name that the server's certificate must carry. @default - the host of `server` */
  readonly tlsServerName?: string;
  /** Proxy that all connections go through, e.g. `http://192.0.2.1:3128`; http, https or socks5. @default - what the environment names, as `HTTPS_PROXY` */
  readonly proxy?: string;
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

/** Who somebody is, as a credential plugin says it: a token, a client certificate with its key, or both. */
export interface Credential {
  /** Bearer token. @default - none */
  readonly token?: string;
  /** Certificate, PEM. @default - none */
  readonly clientCertificate?: string;
  /** Private key of the certificate, PEM. @default - none */
  readonly clientKey?: string;
}

/** Where credentials come from that end. */
export interface CredentialSource {
  /**
   * The credential of the moment, which is kept until shortly before it expires.
   * @param refused - one that the server did not take: the answer is a new one
   */
  get(refused?: Credential): Promise<Credential>;
}

/** Whether two addresses are of one API server. */
export function isSameServer(left: string, right: string): boolean {
  return URL.canParse(left) && URL.canParse(right) && new URL(left).href === new URL(right).href;
}
