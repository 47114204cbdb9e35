import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { connect } from "../../src/kube/http-cluster";
import { loadConnection } from "../../src/kube/kubeconfig";
import { objectIn, textIn } from "../../src/model/json";
import { describeOnSandbox } from "./support";

/** A kubeconfig's user and cluster, and who it makes us: "ann", or what goes wrong for both. */
interface Row {
  readonly user?: object;
  readonly cluster?: object;
  readonly config?: object;
  /** A user, or a word of the error of ours; kubectl must fail too then. */
  readonly is: string | RegExp;
}

/** Each form of a kubeconfig is read by kubectl and by us, on a real API server: we are the same person, or both fail. */
describeOnSandbox("a kubeconfig, for kubectl and for hikube", (sandbox) => {
  let folder: string;
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  let [token, http, socks] = ["", 0, 0];
  let pair: { readonly certificate: string; readonly key: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubeconfigs-"));
    mkdirSync(join(folder, "bin"));
    const cluster = sandbox().cluster();
    const answer = await cluster.raw("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", { spec: {} });
    token = textIn(objectIn(objectIn(answer).status).token);
    const { clientCertificate = "", clientKey = "" } = await sandbox().clientCertificate("ann", ["people"]);
    pair = { certificate: clientCertificate, key: clientKey };
    for (const [name, text] of Object.entries({ token, "ann.crt": pair.certificate, "ann.key": pair.key })) {
      writeFileSync(join(folder, name), text);
    }
    writeFileSync(join(folder, "ca.crt"), sandbox().connection.ca ?? "");
    http = await listening(connectProxy());
    socks = await listening(socksProxy());
  });

  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function listening(server: Server): Promise<number> {
    servers.push(server);
    server.on("connection", (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  /** Whatever host is asked for, it leads to the sandbox: a call that does not pass through it cannot end there. */
  function toSandbox(socket: Socket, greeting: string | Buffer): void {
    const target = connectTcp(Number(new URL(sandbox().server).port), "127.0.0.1", () => {
      socket.write(greeting);
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => undefined);
    socket.on("error", () => undefined);
    sockets.push(target);
  }

  function connectProxy(): Server {
    const server = createHttp();
    server.on("connect", (_, socket: Socket) => {
      toSandbox(socket, "HTTP/1.1 200 OK\r\n\r\n");
    });
    return server;
  }

  function socksProxy(): Server {
    return createServer((socket) => {
      socket.once("data", () => {
        socket.write(Buffer.from([5, 0]));
        socket.once("data", () => {
          toSandbox(socket, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        });
      });
    });
  }

  const ACCOUNT = "system:serviceaccount:default:default";
  const V1 = "client.authentication.k8s.io/v1";
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const admin = () => {
    const { clientCertificate = "", clientKey = "" } = sandbox().connection;
    return { "client-certificate-data": base64(clientCertificate), "client-key-data": base64(clientKey) };
  };
  const elsewhere = (proxy: string) => ({
    server: "https://api.example:443",
    "tls-server-name": "127.0.0.1",
    "proxy-url": proxy,
  });

  /** A plugin that prints a credential, if its condition on the environment holds. */
  function plugin(status: object, more: object = {}, condition = "true"): { readonly exec: object } {
    const printed = JSON.stringify({ apiVersion: V1, kind: "ExecCredential", status });
    writeFileSync(join(folder, "bin", "plugin"), `#!/bin/sh\n${condition} || exit 7\ncat <<'END'\n${printed}\nEND\n`);
    chmodSync(join(folder, "bin", "plugin"), 0o755);
    return { exec: { apiVersion: V1, command: "bin/plugin", interactiveMode: "Never", ...more } };
  }

  const told = (text: string) => `echo "$KUBERNETES_EXEC_INFO" | grep -q '${text}'`;
  const certificate = () => ({ clientCertificateData: pair.certificate, clientKeyData: pair.key });
  const later = () => ({ token, expirationTimestamp: "2099-01-01T00:00:00Z" });

  const rows: Readonly<Record<string, () => Row>> = {
    "a token": () => ({ user: { token }, is: ACCOUNT }),
    "a token file beside it": () => ({ user: { tokenFile: "token" }, is: ACCOUNT }),
    "a token file before a token": () => ({ user: { tokenFile: "token", token: "wrong" }, is: ACCOUNT }),
    "a token where its file is gone": () => ({ user: { tokenFile: "gone", token }, is: ACCOUNT }),
    "a certificate in files beside it": () => ({
      user: { "client-certificate": "ann.crt", "client-key": "ann.key" },
      is: "ann",
    }),
    "a certificate twice": () => ({
      user: { ...admin(), "client-certificate": "ann.crt", "client-key": "ann.key" },
      is: /has `client-certificate`, and `client-certificate-data` too/,
    }),
    "an authority twice": () => ({ user: { token }, cluster: { "certificate-authority": "ca.crt" }, is: /-data` too/ }),
    "an authority in a file beside it": () => ({
      user: { token },
      cluster: { "certificate-authority-data": undefined, "certificate-authority": "ca.crt" },
      is: ACCOUNT,
    }),
    "no look at the server's certificate": () => ({
      user: { token },
      cluster: { "certificate-authority-data": undefined, "insecure-skip-tls-verify": true },
      is: ACCOUNT,
    }),
    "another name of the server": () => ({ user: { token }, cluster: { "tls-server-name": "localhost" }, is: ACCOUNT }),
    "a name that is not the server's": () => ({
      user: { token },
      cluster: { "tls-server-name": "example.com" },
      is: /for another name/,
    }),
    "no authority": () => ({
      user: { token },
      cluster: { "certificate-authority-data": "" },
      is: /not signed by a CA/,
    }),
    "an authority and none": () => ({ user: { token }, cluster: { "insecure-skip-tls-verify": true }, is: /too/ }),
    "an address without a scheme, which is one of HTTP": () => ({
      user: { token },
      cluster: { server: sandbox().server.replace("https://", "") },
      is: /HTTP request to an HTTPS server/,
    }),
    "an HTTP proxy": () => ({ user: { token }, cluster: elsewhere(`http://127.0.0.1:${http}`), is: ACCOUNT }),
    "an HTTP proxy, and a certificate": () => ({
      user: { "client-certificate": "ann.crt", "client-key": "ann.key" },
      cluster: elsewhere(`http://127.0.0.1:${http}`),
      is: "ann",
    }),
    "a SOCKS5 proxy": () => ({ user: { token }, cluster: elsewhere(`socks5://127.0.0.1:${socks}`), is: ACCOUNT }),
    "a proxy that is not there": () => ({ user: { token }, cluster: elsewhere("http://127.0.0.1:9"), is: /the proxy/ }),
    "a proxy of another kind": () => ({ user: { token }, cluster: elsewhere("ftp://127.0.0.1"), is: /scheme ftp/ }),
    "somebody to act as": () => ({
      user: { ...admin(), as: "eve", "as-groups": ["dev"], "as-uid": "1", "as-user-extra": { "a/B": ["x"] } },
      is: "eve",
    }),
    "groups of nobody": () => ({ user: { ...admin(), "as-groups": ["dev"] }, is: /no `as`/ }),
    "a name and password, which no API server takes": () => ({
      user: { username: "ann", password: "x" },
      is: /system:anonymous/,
    }),
    "a token and a password": () => ({ user: { token, username: "ann", password: "x" }, is: /has `token`/ }),
    "a wrong token": () => ({ user: { token: "wrong" }, is: /Unauthorized/ }),
    "a user of nothing": () => ({ user: {}, is: /system:anonymous/ }),
    "half of a certificate": () => ({ user: { "client-certificate": "ann.crt" }, is: /no key/ }),
    "a plugin's token": () => ({ user: plugin(later()), is: ACCOUNT }),
    "a plugin's certificate": () => ({ user: plugin(certificate()), is: "ann" }),
    "a plugin's certificate, and somebody to act as": () => ({
      user: { ...plugin(certificate()), as: "eve" },
      is: /cannot impersonate|forbidden/,
    }),
    "half of a plugin's certificate": () => ({
      user: plugin({ clientCertificateData: pair.certificate }),
      is: /half of a client certificate/,
    }),
    "a plugin that is told of the cluster": () => ({
      user: plugin(later(), { provideClusterInfo: true }, told('"server":"https://127.0.0.1')),
      is: ACCOUNT,
    }),
    "a plugin's own settings at the cluster": () => ({
      user: plugin(later(), { provideClusterInfo: true }, told('"config":{"audience":"x"}')),
      cluster: { extensions: [{ name: "client.authentication.k8s.io/exec", extension: { audience: "x" } }] },
      is: ACCOUNT,
    }),
    "a plugin that is not told of it": () => ({ user: plugin(later(), {}, told('"server"')), is: /exit code 7/ }),
    "a plugin with words and variables": () => ({
      user: plugin(later(), { args: ["now"], env: [{ name: "WHO", value: "me" }] }, '[ "$1$WHO" = nowme ]'),
      is: ACCOUNT,
    }),
    "a token before a plugin": () => ({ user: { token, ...plugin({}, {}, "false") }, is: ACCOUNT }),
    "a plugin that is missing": () => ({
      user: { exec: { ...plugin({}).exec, command: "no-such-plugin", installHint: "get it at example.com" } },
      is: /get it at example\.com/,
    }),
    "a plugin that must ask, and nobody to answer": () => ({
      user: plugin(later(), { interactiveMode: "Always" }),
      is: /no terminal/,
    }),
    "a plugin that does not say whether it asks": () => ({
      user: plugin(later(), { interactiveMode: undefined }),
      is: /no interactiveMode/,
    }),
    "a plugin of another version": () => ({
      user: plugin(later(), { apiVersion: "client.authentication.k8s.io/v1beta1" }),
      is: /answers as/,
    }),
    "a plugin that prints nothing of use": () => ({ user: plugin({}), is: /neither a token nor a certificate/ }),
    "no current context": () => ({
      user: { token },
      config: { "current-context": undefined },
      is: /no current-context/,
    }),
    "a context that is not there": () => ({ user: { token }, config: { "current-context": "x" }, is: /no entry "x"/ }),
    "a user that is not there": () => ({ user: { token }, config: { users: [] }, is: /no entry "u" under users/ }),
    "two users of one name": () => ({
      user: { token },
      config: { users: [user({ token }), user({ token: "x" })] },
      is: /two entries "u"/,
    }),
    "extensions everywhere": () => ({
      user: { token, extensions: [{ name: "x", extension: { a: 1 } }] },
      cluster: { extensions: [{ name: "x", extension: { a: 1 } }] },
      config: { extensions: [], preferences: {} },
      is: ACCOUNT,
    }),
  };

  const user = (fields: object) => ({ name: "u", user: fields });

  function write(name: string, { user: fields = {}, cluster = {}, config = {} }: Partial<Row>): string {
    const { server, ca = "" } = sandbox().connection;
    const all = { server, "certificate-authority-data": base64(ca), ...cluster };
    const clusters = [{ name: "c", cluster: all }];
    const contexts = [{ name: "m", context: { cluster: "c", user: "u", namespace: "kube-public" } }];
    const head = { apiVersion: "v1", kind: "Config", "current-context": "m" };
    writeFileSync(
      join(folder, name),
      JSON.stringify({ ...head, clusters, users: [user(fields)], contexts, ...config }),
    );
    return join(folder, name);
  }

  const REVIEW = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const nameIn = (review: unknown) => textIn(objectIn(objectIn(objectIn(review).status).userInfo).username);

  /** Who kubectl is. @throws Error with its words */
  function byKubectl(variable: string): Promise<string> {
    const env = { ...process.env, KUBECONFIG: variable, HOME: folder };
    return new Promise((resolve, reject) => {
      const child = execFile("kubectl", ["auth", "whoami", "-o", "json"], { env, cwd: tmpdir() }, (error, stdout) => {
        if (error === null) resolve(nameIn(JSON.parse(stdout)));
        else reject(new Error(error.message));
      });
      child.stdin?.end();
    });
  }

  async function byUs(variable: string): Promise<string> {
    const cluster = connect(loadConnection({ env: { KUBECONFIG: variable } }));
    try {
      return nameIn(await cluster.raw("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", REVIEW));
    } finally {
      cluster.close();
    }
  }

  async function expectSame(variable: string, is: string | RegExp): Promise<void> {
    const [theirs, ours] = await Promise.allSettled([byKubectl(variable), byUs(variable)]);
    if (typeof is === "string") {
      expect([theirs, ours]).toEqual([theirs, ours].map(() => ({ status: "fulfilled", value: is })));
      return;
    }
    expect(theirs.status).toBe("rejected");
    expect(ours).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(is) as unknown } });
  }

  test.each(Object.keys(rows))("%s", async (name) => {
    const row = rows[name]!();
    await expectSame(write("config", row), row.is);
  });

  test("several files: the first entry of a name counts, paths are relative to their own file, missing and empty ones are passed over", async () => {
    mkdirSync(join(folder, "sub"), { recursive: true });
    writeFileSync(join(folder, "empty"), "");
    writeFileSync(join(folder, "sub", "own-token"), token);
    const users = [user({ tokenFile: "own-token" })];
    writeFileSync(join(folder, "sub", "first"), JSON.stringify({ apiVersion: "v1", kind: "Config", users }));
    const second = write("second", { user: { token: "wrong" } });
    const files = ["gone", "empty", join("sub", "first")].map((name) => join(folder, name));
    await expectSame([...files, second].join(delimiter), ACCOUNT);
  });

  test("no file at all", async () => {
    await expectSame(join(folder, "gone"), /no kubeconfig found/);
  });
});
