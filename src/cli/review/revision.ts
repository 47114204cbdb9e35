import { existsSync } from "node:fs";
import { posix } from "node:path";
import { checkCluster } from "../../tenants-file/check-cluster";
import type { NamedFacts } from "../../tenants-file/check-tenants";
import { quotedLines } from "../../model/printable";
import { messageOf } from "../../support/errors";
import { UsageError, type Io } from "../command";
import { runTool } from "../../terraform/run-tool";
import { loadTenants, readTenantsText, type Tenants } from "../tenants-source";
import { SpecError } from "../../model/issue";

/**
 * The tenants of a file, or of a file at a revision, `REVISION:PATH` as git writes it: `main:tenants.yaml`, from the
 * top of the repository, or `HEAD~1:./tenants.yaml`, from here.
 * @throws SpecError with all faults; UsageError where there is no such file or revision
 */
export async function loadRevision(given: string, io: Io): Promise<Tenants> {
  const colon = given.indexOf(":");
  if (colon < 1 || existsSync(given)) return loadTenants(given);
  const [revision, path] = [given.slice(0, colon), given.slice(colon + 1)];
  const text = await fileAt(revision, path, io);
  const named = await factsNamed(text, { revision, path, io });
  const { issues, tenants } = readTenantsText(text, given, named);
  if (tenants === undefined || issues.length > 0) throw new SpecError(issues);
  return tenants;
}

interface Place {
  readonly revision: string;
  readonly path: string;
  readonly io: Io;
}

/** The facts of the same revision: the file that is named is asked for once the tenants say which it is. */
async function factsNamed(text: string, place: Place): Promise<NamedFacts> {
  let named: string | undefined;
  // What the file names is only known when it was read; git is asked in between.
  readTenantsText(text, place.path, (name) => {
    named = name;
    return MISSING;
  });
  if (named === undefined) return () => MISSING;
  const path = posix.join(posix.dirname(place.path), named);
  const isInside = !posix.isAbsolute(named) && !posix.relative(posix.dirname(place.path), path).startsWith("..");
  if (!isInside) return () => OUTSIDE;
  // Join leaves out the dot that says "from here".
  const from = place.path.startsWith("./") ? `./${path}` : path;
  const facts = await fileAt(place.revision, from, place.io);
  const checked = checkCluster(facts, `${place.revision}:${from}`);
  return () => checked;
}

const MISSING = {
  code: "missing-cluster-facts",
  message: "missing facts of the cluster",
  received: "nothing",
  expected: "the path of the file that `hikube cluster inspect` writes, in the same revision",
  hint: "add `cluster: cluster.json`, or compare the documents that synth writes",
} as const;

const OUTSIDE = {
  code: "path-outside-folder",
  message: "the facts of the cluster must be in the folder of the tenants",
  received: "another path",
  expected: "a path in the folder of this file or below it",
  hint: "move or copy the file there",
} as const;

/** What a file held at a revision. @throws UsageError where git knows neither, or is not there */
async function fileAt(revision: string, path: string, { env }: Io): Promise<string> {
  const title = `${revision}:${path}`;
  if (revision.startsWith("-")) throw new UsageError(`${title} is no revision of git`, "missing-file");
  // A blob as it was stored: no filter of the repository is run on it.
  const call = ["git", "cat-file", "blob", title];
  const { code, stdout, stderr } = await runTool(call, { cwd: process.cwd(), env }).catch((error: unknown) => {
    throw new UsageError(`${title}: git cannot be run: ${messageOf(error)}`, "missing-file");
  });
  if (code === 0) return stdout;
  const hint = "  hint: a file by its path, or REVISION:PATH as in `git show`, e.g. main:tenants.yaml";
  throw new UsageError([`there is no ${title}`, ...quotedLines(stderr), hint], "missing-file");
}
