import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/run";
import { CLUSTER } from "../model/tenants";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls `hikube` in this process; nobody is there to answer a question. */
export async function hikube(...args: readonly string[]): Promise<Said> {
  let [out, err] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: { PATH: process.env.PATH },
  };
  return { code: await run(args, io), out, err };
}

/** What `hikube` prints under `--json`. */
export async function hikubeJson(...args: readonly string[]): Promise<unknown> {
  const { out } = await hikube(...args, "--json");
  return JSON.parse(out);
}

/** Every test works in a folder of its own, with `files` in it and the facts of a cluster. */
export function inFolder(files: Readonly<Record<string, string>>): void {
  const home = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hikube-cli-"));
    process.chdir(folder);
    writeFileSync("cluster.json", JSON.stringify(CLUSTER));
    for (const [name, text] of Object.entries(files)) writeFileSync(name, text);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A tenant with a sub-tenant, and one beside it. */
export const TENANTS_YAML = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: alpha
    profile: development
    expiresAt: 2031-05-01T00:00:00Z
    network:
      expose: [{ fromNamespace: ingress-nginx, ports: [{ protocol: TCP, port: 8080 }] }]
    children:
      - name: web
        quota: { cpu: "2", memory: 4Gi, storage: 20Gi }
  - name: beta
    profile: staging
    cost: { costCenter: "0123", owner: "no" }
`;

export const WRONG_YAML = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: Alpha
    profile: development
  - name: beta
    profile: staging
    children:
      - name: web
        quota: { cpu: "99", memory: 4Gi, storage: 20Gi }
`;
