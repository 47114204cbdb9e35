import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { installMirror, mirrorEnvironment } from "../../src/offline";
import { terraformBinaries } from "./binaries";
import { demoChart, helm, helmProgram, packCharts, writeChart } from "./chart-archives";
import { serveCharts, type ChartServer } from "./chart-server";
import { helmGround, recordsIn, type HelmGround } from "./helm-ground";
import { reattachVariable, serveInProcess, type Served } from "../../src/plugin";
import { addressesOf } from "../../src/offline/registry";
import { changedBy } from "../../src/offline/helm/values/merged";
import { parseValues } from "../../src/offline/helm/values/yaml";
import { Project } from "./kubernetes-provider-project";
import { describeOnSandbox } from "./support";

const MARKER = "marker-7f3a9c-secret";
const SECRET = `${MARKER}-write-only`;
const ACCOUNT = { username: "robot", password: `${MARKER}-account` };
const HELM = { name: "helm", version: "3.1.1" } as const;

describeOnSandbox("secrets of the offline hashicorp/helm", (sandbox) => {
  let ground: HelmGround;
  let http: ChartServer;
  let tls: ChartServer;
  let served: readonly Served[];
  let ca: string;

  beforeAll(async () => {
    ground = helmGround(sandbox());
    const folder = join(ground.folder, "charts");
    mkdirSync(folder);
    await packCharts([demoChart("1.0.0")], folder);
    http = await serveCharts(folder, { account: ACCOUNT });
    tls = await serveCharts(folder, { account: ACCOUNT, tls: true });
    ca = join(ground.folder, "ca.pem");
    writeFileSync(ca, tls.ca);
    const provider = ground.provider();
    served = await Promise.all(addressesOf(HELM).map((address) => serveInProcess(provider, { address })));
  });

  afterAll(async () => {
    await Promise.all([...served, http, tls].map((one) => one.close()));
    ground.home.remove();
    rmSync(ground.folder, { recursive: true, force: true });
  });

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    const namespace = `helm-secrets-${name}`;
    let project: Project;

    beforeEach(() => {
      const log = { TF_LOG: "TRACE", TF_LOG_PATH: join(ground.folder, `${name}.log`), TF_VAR_secret: SECRET };
      const env = { ...ground.environment, ...log, ...reattachVariable(served.map(({ reattach }) => reattach)) };
      project = new Project(path(), env);
    });

    afterEach(async () => {
      project.write(configuration({ repository: http.url, ...account }));
      await project.succeed("destroy", "-auto-approve", "-no-color");
      expect(await recordsIn(ground.cluster, namespace)).toEqual([]);
      project.remove();
    });

    const configuration = (from: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
      terraform: { required_providers: { helm: { source: "hashicorp/helm", version: "3.1.1" } } },
      variable: { secret: { type: "string", ephemeral: true } },
      provider: { helm: more },
      resource: {
        helm_release: {
          a: {
            name: "a",
            namespace,
            create_namespace: true,
            chart: "demo",
            version: "1.0.0",
            values: ["greeting: hello"],
            set_wo: [{ name: "nested.password", value: "${var.secret}" }],
            set_wo_revision: 1,
            ...from,
          },
        },
      },
    });

    const account = { repository_username: ACCOUNT.username, repository_password: ACCOUNT.password };

    async function written(): Promise<string> {
      const saved = await project.command("plan", "-no-color", "-out=saved.plan");
      const shown = await project.succeed("show", "-json", "-no-color", "saved.plan");
      return saved.output + shown;
    }

    test("write-only values reach the release, and stand in no state, plan, log, output or command line", async () => {
      project.write(configuration({ repository: http.url, ...account }));
      const plan = await written();
      const output = await project.succeed("apply", "-auto-approve", "-no-color");
      const [record] = await recordsIn(ground.cluster, namespace);
      const packed = Buffer.from(Object.values((record?.data ?? {}) as Record<string, string>)[0] ?? "", "base64");
      expect(gunzipSync(Buffer.from(packed.toString(), "base64")).toString()).toContain(SECRET);
      expect(await project.planCode()).toMatchObject({ code: 0 });
      const state = readFileSync(join(project.directory, "terraform.tfstate"), "utf8");
      const log = readFileSync(join(ground.folder, `${name}.log`), "utf8");
      for (const text of [plan, output, state, log, ground.commandLines()]) {
        expect(text).not.toContain(SECRET);
      }
      // The password of a repository is an argument that Terraform itself stores, as with the real provider.
      for (const text of [output, log, ground.commandLines()]) expect(text).not.toContain(ACCOUNT.password);
    });

    test("an error shows no secret", async () => {
      project.write(configuration({ repository: http.url, ...account, repository_password: `${MARKER}-wrong` }));
      const { code, output } = await project.command("plan", "-no-color");
      expect({ code, isTold: /401 Unauthorized[^]*Check the user and password/.test(output) }).toEqual({
        code: 1,
        isTold: true,
      });
      expect(output).not.toContain(MARKER);
      project.write(
        configuration({ repository: http.url, ...account, set_wo: [{ name: "a", value: `${MARKER},broken` }] }),
      );
      const refused = await project.command("apply", "-auto-approve", "-no-color");
      expect(refused.output).toContain("has no value");
      expect(refused.output).not.toContain(MARKER);
    });

    test("charts come from repositories and registries behind TLS and an account", async () => {
      project.write(configuration({ repository: tls.url, repository_ca_file: ca, ...account }));
      await project.succeed("apply", "-auto-approve", "-no-color");
      project.write(configuration({ repository: `oci://${tls.host}/charts`, repository_ca_file: ca, ...account }));
      await project.succeed("apply", "-auto-approve", "-no-color");
      const registries = [{ url: `oci://${tls.host}`, ...ACCOUNT }];
      project.write(configuration({ repository: `oci://${tls.host}/charts`, repository_ca_file: ca }, { registries }));
      await project.succeed("apply", "-auto-approve", "-no-color");
      project.write(configuration({ repository: tls.url, ...account }));
      expect((await project.command("plan", "-no-color")).output).toMatch(/certificate[^]*repository_ca_file/);
    });

    test("charts come from folders, archives and repositories of a configuration of one's own", async () => {
      const local = { chart: demoChart("1.0.0"), version: "1.0.0" };
      project.write(configuration(local));
      await project.succeed("apply", "-auto-approve", "-no-color");
      project.write(configuration({ chart: join(ground.folder, "charts", "demo-1.0.0.tgz") }));
      await project.succeed("apply", "-auto-approve", "-no-color");
      const file = join(ground.folder, `${name}-repositories.yaml`);
      writeFileSync(file, JSON.stringify({ repositories: [{ name: "mine", url: http.url, ...ACCOUNT }] }));
      project.write(configuration({ repository: "mine" }, { repository_config_path: file }));
      await project.succeed("apply", "-auto-approve", "-no-color");
    });

    test("the provider is told of its cluster in every form, and what it cannot follow is refused", async () => {
      const { server, ca: authority, clientCertificate, clientKey } = sandbox().connection;
      const certificate = {
        cluster_ca_certificate: authority,
        client_certificate: clientCertificate,
        client_key: clientKey,
      };
      project.write(
        configuration({ repository: http.url, ...account }, { kubernetes: { host: server, ...certificate } }),
      );
      await project.succeed("apply", "-auto-approve", "-no-color");
      const path = ground.environment.KUBECONFIG;
      project.write(configuration({ repository: http.url, ...account }, { kubernetes: { config_paths: [path] } }));
      expect(await project.planCode()).toMatchObject({ code: 0 });
      const nowhere = { config_path: path, config_context: "nowhere" };
      project.write(configuration({ repository: http.url, ...account }, { kubernetes: nowhere }));
      expect((await project.command("plan", "-no-color")).output).toContain('no entry "nowhere" under contexts');
      const byProxy = { config_path: path, proxy_url: "ftp://proxy" };
      project.write(configuration({ repository: http.url, ...account }, { kubernetes: byProxy }));
      expect((await project.command("plan", "-no-color")).output).toContain("the scheme ftp");
    });

    test("it is installed as a program, too", async () => {
      installMirror(project.directory);
      const env = {
        ...ground.environment,
        ...mirrorEnvironment(project.directory),
        HIKUBE_HELM: helmProgram(),
        TF_VAR_secret: SECRET,
      };
      const installed = new Project(path(), env);
      installed.write(configuration({ repository: http.url, ...account }));
      await installed.succeed("init", "-no-color");
      await installed.succeed("apply", "-auto-approve", "-no-color");
      await installed.succeed("destroy", "-auto-approve", "-no-color");
      installed.remove();
    });
  });

  test("nothing that was written for Helm is left", () => {
    ground.home.remove();
    const mine = readdirSync(tmpdir()).filter((entry) => entry.startsWith(`hikube-helm-${String(process.pid)}-`));
    expect(mine).toEqual([]);
    expect(existsSync(ground.folder)).toBe(true);
  });
});

describe("values", () => {
  const chart = writeChart({
    "Chart.yaml": "apiVersion: v2\nname: told\nversion: 1.0.0\n",
    "templates/values.yaml": "values: {{ .Values | toJson | quote }}\n",
  });
  const file = join(chart, "given.yaml");

  /** What Helm itself makes of values. */
  async function told(...args: readonly string[]): Promise<unknown> {
    const printed = await helm(["template", "x", chart, ...args]);
    return JSON.parse(String(parseValues(printed).values));
  }

  test("are read as Helm reads them", async () => {
    const text =
      "a: yes\nb: 0777\nc: 80:81\nd: 2026-01-02\ne: 1\ne: 2\nf: &x {g: 1}\nh: {<<: *x}\ny: 1\no: on\np: 0o17\nq: 0x1F\nr: 1_000\ns: .5\nu: 12:30:45\nw: !!binary aGk=\n";
    writeFileSync(file, text);
    expect(parseValues(text)).toEqual(await told("-f", file));
  });

  test.each([
    "a=1",
    "a=true,b=FALSE,c=nuLL2",
    "a=01,b=1.5,c=0,d=-3,e=",
    "a.b.c=x",
    "a={x,2,true}",
    "a={x},b=y",
    "a={}",
    "a[0]=x,a[2].b=y",
    "a[0][1]=z",
    "a\\.b=x",
    "a=x\\,y",
    "a=x=y",
    "a=1,",
    "base.list[1]=z,base.map.k=v",
  ])("of a set such as %s are what Helm makes of them", async (expression) => {
    const base = "base: {list: [a, b], map: {k: w, l: m}}";
    writeFileSync(file, base);
    const [name = "", ...rest] = expression.split("=");
    const settings = { set: [{ name, value: rest.join("="), type: null }], setList: [], setSensitive: [] };
    const ours = { ...parseValues(base), ...changedBy(settings, [base]) };
    expect(ours).toEqual(await told("-f", file, "--set", expression));
  });
});
