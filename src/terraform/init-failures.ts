import { printableLine } from "../model/printable";

export type InitFailureCode =
  | "backend-changed"
  | "invalid-backend"
  | "lock-file-mismatch"
  | "provider-not-found"
  | "provider-version"
  | "registry-unreachable"
  | "state-unreadable"
  | "terraform-version";

/** What terraform's words at init mean for us. */
export interface InitFailure {
  readonly code: InitFailureCode;
  /** What is wrong, after "stack x: ". */
  readonly message: string;
  readonly hint: string;
}

/** A failure by its words. `{provider}`, `{versions}` and `{folder}` in what is told stand for what is known of them. */
interface KnownFailure extends InitFailure {
  readonly said: RegExp;
}

const UPGRADE = "`terraform -chdir={folder} init -upgrade`, after `hikube synth`,";

/** The first that fits: terraform wraps a cause into the words of another one. */
const KNOWN: readonly KnownFailure[] = [
  {
    said: /Unsupported state file format/,
    code: "state-unreadable",
    message: "its state cannot be read",
    hint: "if an earlier run was killed, run `hikube recover`: it sets the state aside, and makes it again from what the cluster holds",
  },
  {
    said: /Unsupported (Terraform Core|OpenTofu Core) version/,
    code: "terraform-version",
    message: "this terraform is not of a version that the stack takes",
    hint: "install one that `required_version` takes, and name it by HIKUBE_TERRAFORM, or change `required_version`",
  },
  {
    said: /Backend configuration changed|Backend initialization required/,
    code: "backend-changed",
    message: "the backend of its state is not the one that the last init saw",
    hint:
      "`terraform -chdir={folder} init -migrate-state` takes the state along to the new backend; " +
      "`-reconfigure` in its place starts from what the new one holds; then run the command again",
  },
  {
    said: /Unsupported backend type|Invalid backend type/,
    code: "invalid-backend",
    message: "terraform has no backend of this type",
    hint: "the backend comes from --backend, or from the app: correct its name",
  },
  {
    said: /in terraform\.backend|[Ii]nvalid backend configuration|Error configuring |Failed to get existing workspaces|No valid credential sources|Error refreshing state/,
    code: "invalid-backend",
    message: "the backend of its state does not answer, or cannot be used as it is configured",
    hint: "correct its settings in --backend or in the app, or the credentials and the proxy that it takes from the environment",
  },
  {
    said: /locked provider (?<provider>\S+) (?<versions>\S+) does not match configured version constraint|Inconsistent dependency lock file/,
    code: "lock-file-mismatch",
    message: "its lock file holds another version of the provider {provider} than it takes",
    hint: `${UPGRADE} selects a version anew: commit the .terraform.lock.hcl that it writes; or take the version of the lock file`,
  },
  {
    said: /doesn't match any of the checksums/,
    code: "lock-file-mismatch",
    message: "its lock file has no checksum of the package of a provider that was found",
    hint:
      "for another platform or a mirror of yours, add it: `terraform -chdir={folder} providers lock -platform=linux_amd64`; " +
      "else somebody may have exchanged the package",
  },
  {
    said: /no available releases match the given constraints (?<versions>(?:[<>=!~]+ ?)?[\w.+-]+(?:, ?(?:[<>=!~]+ ?)?[\w.+-]+)*)/,
    code: "provider-version",
    message: "no version of a provider fits the constraints {versions}",
    hint: "change the version that the app or a module asks for, so that all of them meet, or bring that version to your mirror",
  },
  {
    said: /does not have a package available for your current platform|Incompatible provider version/,
    code: "provider-version",
    message: "a provider has no package for this platform",
    hint: "take a version that is published for it",
  },
  {
    said: /does not have a provider named (?<provider>\S+)|provider (?<mirrored>\S+) was not found in any of the search locations/,
    code: "provider-not-found",
    message: "there is no provider {provider} where terraform looks for it",
    hint:
      "correct its source in the app, or bring it to the mirror of terraform's CLI configuration; " +
      "in a sandbox, put `hikube sandbox exec --` before the command: it brings its own providers",
  },
  {
    said: /[Cc]ould not connect to|failed to (request|retrieve) (discovery|authentication|cryptographic)|connection refused|dial tcp|no such host|i\/o timeout|Client\.Timeout|network is unreachable|[Ff]ailed to (query available|resolve) provider packages/,
    code: "registry-unreachable",
    message: "the registry of providers, or another server that init asks, cannot be reached",
    hint:
      "see to the network and its proxy (HTTPS_PROXY), or set up a mirror of providers in terraform's CLI configuration; " +
      "in a sandbox, put `hikube sandbox exec --` before the command: it brings its own providers",
  },
];

/**
 * What a failed init means. @param words - what terraform printed; it breaks lines, and draws a bar before each
 * @param folder - of the stack
 * @returns nothing for words that are not known
 */
export function initFailure(words: string, folder: string): InitFailure | undefined {
  const text = words.replaceAll(/\s*\n[ │╷╵|]*/g, " ");
  for (const { said, code, message, hint } of KNOWN) {
    const found = said.exec(text);
    if (found === null) continue;
    const { provider, mirrored, versions } = found.groups ?? {};
    const known = { provider: provider ?? mirrored ?? "", versions: versions ?? "", folder };
    return { code, message: told(message, known), hint: told(hint, known) };
  }
  return undefined;
}

function told(text: string, known: Readonly<Record<string, string>>): string {
  const filled = text.replaceAll(/ ?\{(\w+)\}/g, (mark, name: string) => {
    const value = known[name] ?? "";
    return value === "" ? "" : mark.replace(`{${name}}`, () => value);
  });
  return printableLine(filled);
}
