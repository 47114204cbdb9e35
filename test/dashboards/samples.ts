import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "samples");
const STACK = "tenant-acme-monitoring";
/** Half an hour, as the collector would have seen it. */
const STEP_SECONDS = 30;
const STEPS = 60;

/** Names of the sources of which there are samples. */
export function sampleSources(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".txt"))
    .map((file) => file.replace(/\.txt$/, ""));
}

/**
 * Samples of a source for the half hour before a time, in Prometheus' text format. A line of its file is a series, then
 * `counter GROWTH_A_SECOND`, `gauge VALUE` or `clock OFFSET`; `{a,b}` stands for two series. Labels of the collection are
 * added: those of a pod named by `# target: NAMESPACE POD:PORT`, else those that follow from the label `namespace`.
 */
export function samplesOf(source: string, end: number): string {
  let labels = "";
  const lines: string[] = [];
  for (const line of readFileSync(join(FOLDER, `${source}.txt`), "utf8").split("\n")) {
    if (line.startsWith("# target: ")) labels = targetLabels(line.replace("# target: ", ""));
    else if (line.startsWith("# job: ")) labels = `,job="${line.replace("# job: ", "")}"`;
    else if (line !== "" && !line.startsWith("#")) lines.push(...expanded(line).map((each) => labelled(each, labels)));
  }
  return lines.flatMap((line) => overTime(line, end)).join("\n");
}

function targetLabels(target: string): string {
  const [namespace = "", instance = ""] = target.split(" ");
  const pod = instance.replace(/:.*/, "");
  return `,namespace="${namespace}",pod="${pod}",instance="${instance}",job="pods"`;
}

function expanded(line: string): readonly string[] {
  const choice = /\{([^{}"=]+(?:,[^{}"=]+)+)\}/.exec(line);
  if (choice?.[1] === undefined) return [line];
  const [all, options] = choice;
  return options.split(",").flatMap((option) => expanded(line.replace(all, option)));
}

function labelled(line: string, labels: string): string {
  const namespace = /namespace="([^"]*)"/.exec(`${line}${labels}`)?.[1];
  const scope = namespace === undefined ? "" : `,tenant="${namespace}",stack="${STACK}"`;
  return line.replace(/\}(?= (?:counter|gauge|clock) )/, `${labels}${scope}}`).replace("{,", "{");
}

function overTime(line: string, end: number): readonly string[] {
  const [, series = "", kind = "", amount = ""] = /^(.*) (counter|gauge|clock) (\S+)$/.exec(line) ?? [];
  if (kind === "") throw new Error(`no sample: ${line}`);
  return Array.from({ length: STEPS + 1 }, (_step, index) => {
    const seconds = index * STEP_SECONDS;
    const at = end - (STEPS - index) * STEP_SECONDS;
    const value = { counter: 1000 + Number(amount) * seconds, gauge: Number(amount), clock: at + Number(amount) }[kind];
    return `${series} ${value} ${at * 1000}`;
  });
}
