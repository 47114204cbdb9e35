import { relative, resolve } from "node:path";
import { printableLine } from "../../model/printable";
import { defineCommand, nonEmpty, UsageError, type Io } from "../command";
import { canAsk, withQuestions, type Question } from "../init/ask";
import {
  BACKENDS,
  HOSTS,
  LANGUAGES,
  USUAL_BACKEND,
  type Backend,
  type Choices,
  type Host,
  type Language,
} from "../init/choices";
import { newFiles } from "../init/template-files";
import { writeFiles } from "../init/write-files";
import { note } from "../printer";
import { shellWord } from "../text";
import { packageVersion } from "../version";

interface InitOptions {
  readonly language?: Language;
  readonly ci?: Host;
  readonly backend?: Backend;
  readonly package?: string;
}

const LANGUAGE_QUESTION: Question<Language> = {
  text: "what is it written in?",
  choices: LANGUAGES,
  usual: "typescript",
};
const HOST_QUESTION: Question<Host> = { text: "whose pipeline?", choices: HOSTS, usual: "none" };

export const init = defineCommand<InitOptions>({
  path: ["init"],
  summary: "write a repository of tenants that works: code, tests, pipeline",
  description:
    "Writes a repository to start from: two top tenants and a sub-tenant, the platform in a stack of its own, tests that apply all " +
    "of it to a sandbox, the pipeline of a host, and a README with every command. Nothing is overwritten. On a terminal it asks for " +
    "what no option says; elsewhere it takes the usual choices, and names them.",
  examples: [
    "hikube init tenants --language typescript --ci github",
    "hikube init tenants --language yaml --ci gitlab",
    "hikube init --language yaml --ci none",
  ],
  argument: { notation: "[folder]", description: "where to write it; made if it is not there (default: this folder)" },
  options: [
    { flags: "--language <name>", description: "an app of cdktf, or a tenants file", choices: LANGUAGES },
    { flags: "--ci <host>", description: "whose pipeline to write", choices: HOSTS },
    {
      flags: "--backend <kind>",
      description: "where the states are kept (default: s3, http for gitlab, hcp for hcp, local without a pipeline)",
      choices: BACKENDS,
    },
    {
      flags: "--package <spec>",
      description:
        "what package.json says of cdktf-hikube, e.g. file:../cdktf-hikube-0.1.0.tgz (default: this version)",
      parse: nonEmpty,
    },
  ],
  async run(options, io, [folder = "."]) {
    if (folder.trim() === "") throw new UsageError("[folder]: the path is empty; leave it out, or name one");
    const choices = await choicesOf(options, io);
    if (!canAsk(io)) noteUnasked(options, choices, io);
    const files = newFiles(choices);
    writeFiles(resolve(folder), files);
    const next = nextCommands(folder);
    return {
      text: [...files.map(({ path }) => path), "", "next:", ...next.map((line) => `  ${line}`)]
        .map(printableLine)
        .join("\n"),
      json: { folder: resolve(folder), ...choices, files: files.map(({ path }) => path), next },
    };
  },
});

function choicesOf(options: InitOptions, io: Io): Promise<Choices> {
  return withQuestions(io, async (ask) => {
    const { language = await ask(LANGUAGE_QUESTION), ci: host = await ask(HOST_QUESTION) } = options;
    const { backend = USUAL_BACKEND[host], package: wanted = packageVersion() } = options;
    return { language, host, backend, package: wanted };
  });
}

/** Where nobody answers the usual choices are taken, as by other commands that create a project; they are named. */
function noteUnasked(options: InitOptions, { language, host }: Choices, io: Io): void {
  const taken = [
    ...(options.language === undefined ? [`--language ${language}`] : []),
    ...(options.ci === undefined ? [`--ci ${host}`] : []),
  ];
  if (taken.length === 0) return;
  note(
    io,
    "usual-choices",
    `nobody is there to ask, so this is written for ${taken.join(" ")}; pass these to choose otherwise`,
  );
}

/** What is left to do; the facts are an example until somebody asks the cluster. */
function nextCommands(folder: string): readonly string[] {
  const there = relative("", folder);
  return [
    ...(there === "" ? [] : [`cd ${shellWord(there)}`]),
    "npm install",
    "npm run check",
    "npm test                                       # on a sandbox; the first one builds its control plane",
    "npx hikube cluster inspect --out cluster.json  # the facts in it are an example until then",
  ];
}
