import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJson } from "../../model/json-text";
import { objectIn } from "../../model/json";
import { packageRoot } from "../../support/package-root";
import type { Backend, Choices, Host, Language } from "./choices";

/** A file of the new repository. */
export interface NewFile {
  /** Its path in the repository. */
  readonly path: string;
  readonly text: string;
}

/** From a template to the path that it gets. */
type Copy = readonly [template: string, path: string];

const COMMON: readonly Copy[] = [
  ["common/gitignore", ".gitignore"],
  ["common/cluster.json", "cluster.json"],
];

const OF_LANGUAGE: Readonly<Record<Language, readonly string[]>> = {
  typescript: [
    "cdktf.json",
    "jest.config.js",
    "main.ts",
    "package.json",
    "platform-stack.ts",
    "stacks.test.ts",
    "tenants-stack.ts",
    "tsconfig.json",
  ],
  yaml: ["package.json", "platform.yaml", "tenants.yaml"],
};

const STATE_FILES: Readonly<Record<Language, readonly string[]>> = {
  typescript: ["state.ts"],
  yaml: ["state/platform.json", "state/tenants.json"],
};

const OF_HOST: Readonly<Record<Host, readonly Copy[]>> = {
  github: [
    ["github/tenants.yml", ".github/workflows/tenants.yml"],
    ["github/nightly.yml", ".github/workflows/nightly.yml"],
    ["become.sh", "pipeline/become.sh"],
    ["accounts.yaml", "pipeline/accounts.yaml"],
  ],
  gitlab: [
    ["gitlab/gitlab-ci.yml", ".gitlab-ci.yml"],
    ["gitlab/groups.yaml", "pipeline/accounts.yaml"],
  ],
  atlantis: [
    ["atlantis/atlantis.yaml", "atlantis.yaml"],
    ["atlantis/repos.yaml", "pipeline/repos.yaml"],
    ["become.sh", "pipeline/become.sh"],
    ["accounts.yaml", "pipeline/accounts.yaml"],
  ],
  hcp: [
    ["hcp/plan.sh", "pipeline/plan.sh"],
    ["hcp/apply.sh", "pipeline/apply.sh"],
    ["hcp/nightly.sh", "pipeline/nightly.sh"],
    ["become.sh", "pipeline/become.sh"],
    ["accounts.yaml", "pipeline/accounts.yaml"],
  ],
  none: [],
};

/** What the nightly checks would find of the pipeline itself: who becomes its accounts. */
const ACCEPTED: Readonly<Record<Host, string>> = {
  github: "pipeline/accepted.yaml",
  gitlab: "common/accepted.yaml",
  atlantis: "pipeline/atlantis/accepted.yaml",
  hcp: "pipeline/accepted.yaml",
  none: "common/accepted.yaml",
};

/** All files of a new repository, in the order of their paths. */
export function newFiles(choices: Choices): readonly NewFile[] {
  const copies = copiesOf(choices).map(([template, path]) => ({ path, text: templateText(template) }));
  const readme = { path: "README.md", text: readmeParts(choices).map(templateText).join("\n") };
  return [...copies, readme]
    .map((file) => (file.path === "package.json" ? withPackage(file, choices.package) : file))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function copiesOf({ language, host, backend }: Choices): readonly Copy[] {
  return [
    ...COMMON,
    ...OF_LANGUAGE[language].map((path): Copy => [`${language}/${path}`, path]),
    ...STATE_FILES[language].map((path): Copy => [`${stateFolder(language, backend)}/${path}`, path]),
    ...OF_HOST[host].map(([template, path]): Copy => [`pipeline/${template}`, path]),
    [ACCEPTED[host], "accepted.yaml"],
    ...(host === "none" ? [] : [["pipeline/kubeconfig.yaml", "pipeline/kubeconfig.yaml"] as const]),
  ];
}

/** The local state is part of each language's folder: what is there is a whole app, which is compiled with the package. */
function stateFolder(language: Language, backend: Backend): string {
  return backend === "local" ? language : `state/${backend}`;
}

function readmeParts({ language, host }: Choices): readonly string[] {
  return ["start", language, ...(host === "none" ? ["no-pipeline"] : ["pipeline", host])].map(
    (part) => `readme/${part}.md`,
  );
}

function templateText(template: string): string {
  return readFileSync(join(packageRoot(), "templates", template), "utf8");
}

function withPackage({ path, text }: NewFile, wanted: string): NewFile {
  const manifest = objectIn(parseJson(text));
  const dependencies = { ...objectIn(manifest.dependencies), "cdktf-hikube": wanted };
  return { path, text: `${JSON.stringify({ ...manifest, dependencies }, undefined, 2)}\n` };
}
