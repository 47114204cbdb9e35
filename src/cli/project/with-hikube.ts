import { isAbsolute } from "node:path";
import type { Reattach } from "../../plugin";
import { REATTACH, withReattached } from "../../terraform/reattach";
import type { Terraform } from "../../terraform/terraform";
import type { Io } from "../command";
import { note } from "../printer";
import { HIKUBE_ADDRESSES } from "../serving/hikube-source";
import { whoServes, type WhoServes } from "../serving/who-serves";
import { packageVersion } from "../version";
import type { Stack } from "./stacks";

interface HikubeUsers {
  readonly stacks: readonly Stack[];
  readonly terraform: Terraform;
}

/**
 * Serves the provider `hikube` of this package to the stacks that need it while something is done with them, but to those
 * whose users have chosen another one. The provider is loaded where it is needed alone.
 */
export async function withHikube<T>(
  { stacks, terraform }: HikubeUsers,
  io: Io,
  use: (stacks: readonly Stack[]) => Promise<T>,
): Promise<T> {
  const choices = stacks.map((stack) => ({ stack, server: whoServes(stack, terraform) }));
  for (const { stack, server } of choices) {
    if (typeof server === "string") continue;
    const told = `stack ${stack.name} runs with a provider hikube that terraform finds, not with that of this command: ${server.because}`;
    note(io, "provider-of-your-own", told);
  }
  if (!choices.some(({ server }) => server === "we")) {
    return use(choices.map(({ stack, server }) => withoutInstallation(stack, server, terraform)));
  }
  const { serveHikube } = await import("../serving/serve-hikube.js");
  const served = serveHikube(terraform.env);
  try {
    const version = packageVersion();
    const reached = choices.map(async ({ stack, server }) => {
      if (server !== "we") return withoutInstallation(stack, server, terraform);
      const added = await served.reattach(placeOfPaths(stack));
      return { ...stack, served: version, env: { ...stack.env, ...withReattached(terraform.env, added) } };
    });
    return await use(await Promise.all(reached));
  } finally {
    await served.close();
  }
}

/**
 * Init looks for a provider also where `dev_overrides` say where it is, and it may be published nowhere. What runs already it
 * passes over; it calls no provider.
 */
function withoutInstallation(stack: Stack, server: WhoServes, { env }: Terraform): Stack {
  if (typeof server === "string" || server.isOverridden !== true) return stack;
  const nobody: Reattach = {
    ...{ Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true },
    Addr: { Network: "unix", String: "/dev/null" },
  };
  const added = Object.fromEntries(HIKUBE_ADDRESSES.map((name) => [name, nobody]));
  return { ...stack, initEnv: withReattached(env, { [REATTACH]: JSON.stringify(added) }) };
}

/** Where relative paths of its blocks begin: stacks without any share one server. */
function placeOfPaths({ config, directory }: Stack): string {
  const paths = config.clusterBlocks.flatMap(({ settings }) => [settings.config_path, settings.config_paths].flat());
  const isRelative = (path: unknown) => typeof path === "string" && !/^(~|$)/.test(path) && !isAbsolute(path);
  return paths.some(isRelative) ? directory : process.cwd();
}
