import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { provideProviders, startSandbox, type ProviderEnvironment, type Sandbox } from "../../src/sandbox";
import { blocksIn, blocksOf, runScript } from "./guide";
import { newRepository, type NewRepository } from "./new-repository";
import { asAnyCluster } from "./support";
import { startTokenIssuer, type Claims, type TokenIssuer } from "./token-issuer";
import type { Texts } from "./workflow";

/** A repository with a pipeline, and the environment of its jobs. */
export type Pipeline = NewRepository & { readonly env: Texts };

/** A cluster that trusts the hosts of the pages, and what runs beside it. */
export interface PipelineGround {
  readonly home: string;
  readonly issuer: TokenIssuer;
  readonly sandbox: Sandbox;
  /** Of an administrator of the cluster. */
  readonly admin: Texts;
  /** Closes something with the rest, before what was opened earlier. */
  closing(each: { close(): unknown }): void;
  /** What `hikube init` writes for a host. The states are on this disk; the jobs of the one before cannot run any more. */
  repositoryOf(host: string, language?: string): Promise<Pipeline>;
  /** What an administrator does once, by the README of the repository. */
  setUp(repository: NewRepository): Promise<void>;
  close(): Promise<void>;
}

/** Claims of a job of the right repository; the numbers are the pages' own. */
export const CLAIMS = {
  github: { sub: "repo:acme/tenants:ref", repository_id: "123456789", ref: "refs/heads/main" },
  gitlab: { sub: "project_path:acme/tenants", project_id: "12345678", ref_protected: "true" },
  hcp: { sub: "organization:acme:run", terraform_workspace_id: "ws-1234567890abcdef" },
} as const satisfies Readonly<Record<string, Claims>>;

/** What a job that may apply has besides. */
export const APPLIES = {
  github: { environment: "production" },
  gitlab: { environment: "production", environment_protected: "true" },
  hcp: { terraform_run_phase: "apply" },
} as const;

export async function startPipelineGround(): Promise<PipelineGround> {
  const home = mkdtempSync(join(tmpdir(), "pipelines-"));
  const issuer = await startTokenIssuer();
  writeFileSync(join(home, "issuers.json"), JSON.stringify(authenticationConfig(issuer)));
  const sandbox = await startSandbox({ authenticationConfig: join(home, "issuers.json") });
  const admin = asAnyCluster(sandbox, home);
  const opened: { close(): unknown }[] = [];
  let providers: ProviderEnvironment | undefined;
  return {
    ...{ home, issuer, sandbox, admin },
    closing: (each) => opened.unshift(each),
    async repositoryOf(host, language = "yaml") {
      const repository = await newRepository("--language", language, "--ci", host, "--backend", "local");
      opened.push(repository);
      const kubeconfig = join(repository.folder, "pipeline", "kubeconfig.yaml");
      await providers?.close();
      providers = await providersFor(kubeconfig);
      const { env } = providers;
      const cluster = { KUBECONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig };
      return { ...repository, env: { ...env, ...cluster, PATH: repository.path } };
    },
    async setUp({ folder, path }) {
      const own = await providersFor(join(home, "kubeconfig"));
      const env = { ...own.env, ...admin, PATH: path };
      const page = blocksIn(readFileSync(join(folder, "README.md"), "utf8"), "sh");
      for (const block of page["On a cluster, once"] ?? []) await runScript(block, folder, env);
      await own.close();
    },
    async close() {
      await providers?.close();
      for (const each of opened) await each.close();
      await sandbox.stop();
      await issuer.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Providers read where the kubeconfig is when they start, and the token in it for each run. */
function providersFor(kubeconfig: string): Promise<ProviderEnvironment> {
  const environment = { ...process.env, KUBECONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig };
  return provideProviders({ source: "offline", environment });
}

/** The API server's configuration as the pages have it, with the issuers of this machine in the place of the hosts'. */
function authenticationConfig(issuer: TokenIssuer): object {
  const pages = { github: "ci-github", gitlab: "ci-gitlab", hcp: "ci-hcp-terraform" };
  const jwt = Object.entries(pages).map(([host, page]) => {
    const [block = ""] = Object.values(blocksOf(`docs/${page}.md`, "yaml")).flat();
    const { jwt: found } = parse(block) as { readonly jwt: readonly { readonly issuer: object }[] };
    const local = { url: issuer.url(host), certificateAuthority: issuer.authority };
    return { ...found[0], issuer: { ...found[0]?.issuer, ...local } };
  });
  return { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthenticationConfiguration", jwt };
}

/** The same repository at another host: what was set up, and the states, come along. */
export function takeOver(from: NewRepository, to: NewRepository): void {
  const files = ["cluster.json", "tenants.tfstate", "platform.tfstate", "tenants.yaml", "pipeline/kubeconfig.yaml"];
  for (const file of files) copyFileSync(join(from.folder, file), join(to.folder, file));
}

/** Changes the tenants of a repository. */
export function edit({ folder }: NewRepository, from: string, to: string): void {
  const text = readFileSync(join(folder, "tenants.yaml"), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, "tenants.yaml"), text.replace(from, to));
}
