import { assertProvider } from "./lifecycle/schema-rules";
import { schemasAreRight } from "./packaging/checked";
import type { AnyProvider } from "./provider";
import { reattachVariable, serveInProcess } from "./serve-in-process";

const TERRAFORM = "registry.terraform.io/";
const OPENTOFU = "registry.opentofu.org/";

/**
 * Serves a provider that was started by hand, in an editor's debugger for instance, and prints the environment variable
 * by which `terraform` and `tofu` attach to it. It goes on until Ctrl-C; where the schemas are faulty it says so and ends
 * with 1.
 */
export async function serveDebug(provider: AnyProvider, address: string): Promise<void> {
  checkOrExit(provider);
  const { reattach } = await serveInProcess(provider, { address });
  const entries = Object.entries(reattach).flatMap(([name, entry]) => namesOf(name).map((each) => ({ [each]: entry })));
  const { TF_REATTACH_PROVIDERS: value = "" } = reattachVariable(entries);
  process.stdout.write(
    "The provider is served. Set this environment variable where terraform or tofu runs; Ctrl-C here ends it:\n\n" +
      `\tTF_REATTACH_PROVIDERS='${value.replaceAll("'", `'\\''`)}'\n\n`,
  );
}

/** Terraform and OpenTofu each complete a source without a host by their own registry. */
function namesOf(address: string): readonly string[] {
  return address.startsWith(TERRAFORM) ? [address, OPENTOFU + address.slice(TERRAFORM.length)] : [address];
}

/** Checks the schemas, says so, and ends the process: 0 where they are right, 1 else. */
export function checkAndExit(provider: AnyProvider): never {
  checkOrExit(provider);
  process.stdout.write(schemasAreRight(provider.name));
  process.exit(0);
}

function checkOrExit(provider: AnyProvider): void {
  try {
    assertProvider(provider);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
