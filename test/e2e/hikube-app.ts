import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { listIn, objectIn } from "../../src/model/json";

/** A stack of an app: what stands beside `terraform` in its JSON, and the stacks that it waits for. */
export interface AppStack {
  readonly resource?: object;
  readonly provider?: unknown;
  readonly removed?: readonly object[];
  readonly variable?: object;
  readonly required?: object;
  readonly dependencies?: readonly string[];
}

/** Writes an app into the current folder that synthesizes these stacks, as a cdktf app would. Each keeps its state in a file beside it. */
export function writeApp(stacks: Readonly<Record<string, AppStack>>): void {
  const named = Object.entries(stacks).map(([name, { required, dependencies = [], ...rest }]) => {
    const body = {
      terraform: {
        required_providers: { hikube: { source: "hikube/hikube" }, ...required },
        backend: { local: { path: resolve(`terraform.${name}.tfstate`) } },
      },
      ...rest,
    };
    return { name, dependencies, body };
  });
  writeFileSync("app.json", JSON.stringify(named));
  writeFileSync("cdktf.json", JSON.stringify({ app: `${JSON.stringify(process.execPath)} app.cjs` }));
  writeFileSync("app.cjs", APP);
}

/** What the app does at each synth. */
const APP = `
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const out = process.env.CDKTF_OUTDIR;
const stacks = {};
for (const { name, dependencies, body } of JSON.parse(readFileSync("app.json", "utf8"))) {
  const folder = join(out, "stacks", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(body));
  const paths = { workingDirectory: "stacks/" + name, synthesizedStackPath: "stacks/" + name + "/cdk.tf.json" };
  stacks[name] = { name, constructPath: name, dependencies, ...paths };
}
writeFileSync(join(out, "manifest.json"), JSON.stringify({ version: "0.0.0", stacks }));
`;

/** The folder that a stack of the app is synthesized to. */
export function appFolder(name: string): string {
  const folder = join("cdktf.out", "stacks", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

type Resource = Readonly<Record<string, unknown>>;

/** Changes what the state of a stack holds, as `terraform state rm` and `terraform taint` do. */
export function changeState(name: string, change: (resource: Resource) => readonly Resource[]): void {
  const file = `terraform.${name}.tfstate`;
  const state = objectIn(JSON.parse(readFileSync(file, "utf8")));
  const resources = listIn(state.resources).map(objectIn).flatMap(change);
  writeFileSync(file, JSON.stringify({ ...state, resources }));
}

export function tainted(resource: Resource): Resource {
  return {
    ...resource,
    instances: listIn(resource.instances).map((each) => ({ ...objectIn(each), status: "tainted" })),
  };
}
