import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Files of a chart by their path in it. */
export type ChartFiles = Readonly<Record<string, string>>;

/** The helm of the tests, which their setup obtained. */
export function helmProgram(): string {
  const path = process.env.HIKUBE_HELM ?? "";
  if (path === "") throw new Error("no helm was obtained: see test/e2e/global-setup.ts");
  return path;
}

/** Runs helm; a failure is an answer. */
export async function helm(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await run(helmProgram(), [...args], { env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  return stdout;
}

/** Writes the files of a chart into a folder of its own. */
export function writeChart(files: ChartFiles): string {
  const folder = mkdtempSync(join(tmpdir(), "chart-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Packs charts into `folder`, and writes the index of a repository beside them. */
export async function packCharts(charts: readonly string[], folder: string): Promise<void> {
  await helm(["package", ...charts, "--destination", folder]);
  await helm(["repo", "index", folder]);
}

/** A small chart that says what it was given: a ConfigMap, and a Deployment where `replicas` is above 0. */
export function demoChart(version: string, more: ChartFiles = {}): string {
  return writeChart({
    "Chart.yaml": `apiVersion: v2\nname: demo\nversion: ${version}\nappVersion: "app-${version}"\n`,
    "values.yaml": `greeting: hello\nreplicas: 0\nlist: []\nnested: {}\n`,
    "templates/config.yaml": CONFIG,
    "templates/workload.yaml": WORKLOAD,
    "templates/NOTES.txt": `{{ .Release.Name }} says {{ .Values.greeting }}\n`,
    ...more,
  });
}

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-demo
data:
  greeting: {{ .Values.greeting | toString | quote }}
  version: {{ .Chart.Version | quote }}
  values: {{ .Values | toJson | quote }}
`;

const WORKLOAD = `{{- if gt (int .Values.replicas) 0 }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-demo
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name }} }
    spec:
      {{- with .Values.nodeSelector }}
      nodeSelector: {{ toJson . }}
      {{- end }}
      containers:
        - name: demo
          image: registry.example/demo:{{ .Chart.Version }}
{{- end }}
`;
