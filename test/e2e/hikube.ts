import { run } from "../../src/cli/run";

/** What a call of the command printed, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Hikube = (...args: readonly string[]) => Promise<Said>;

/** The `hikube` command in this process, with an environment of its own and nobody to answer questions. */
export function hikubeWith(env: Readonly<Record<string, string | undefined>>): Hikube {
  return async (...args) => {
    let [out, err] = ["", ""];
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env,
    };
    return { code: await run(args, io), out, err };
  };
}

/** As `hikube`, where a failure is the test's. */
export function succeeding(hikube: Hikube): Hikube {
  return async (...args) => {
    const said = await hikube(...args);
    if (said.code !== 0) throw new Error(`hikube ${args.join(" ")} ended with ${said.code}:\n${said.out}${said.err}`);
    return said;
  };
}
