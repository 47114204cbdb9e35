import { COMMANDS } from "../../src/cli/program";
import { run } from "../../src/cli/run";
import { temporaryFolder } from "../sandbox/temporary-folder";

const home = temporaryFolder();
process.env.HIKUBE_SANDBOX_HOME = home;

async function hikube(...args: string[]) {
  let [out, err] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: {},
  };
  const code = await run(args, io);
  return { code, out, err };
}

test("the help of every command shows examples and ends well", async () => {
  for (const command of COMMANDS) {
    const { code, out } = await hikube(...command.path, "--help");
    expect(code).toBe(0);
    expect(out).toContain(`Usage: hikube ${command.path.join(" ")}`);
    for (const example of command.examples) expect(out).toContain(example);
  }
});

test("the help lists what there is", async () => {
  const { code, out } = await hikube("sandbox", "--help");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
   "Usage: hikube sandbox [options] [command]

   a real Kubernetes control plane on this machine

   Options:
     -h, --help                   print help

   Commands:
     up [options]                 start a sandbox and leave it running
     down [options]               stop a sandbox and remove all of it
     status [options]             list the sandboxes of this user
     env [options]                print the environment that uses a sandbox
     exec [options] <command...>  run a command against a sandbox
   "
  `);
});

test("the version is the package's", async () => {
  const { version } = jest.requireActual<{ version: string }>("../../package.json");
  expect(await hikube("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test.each([["env"], ["exec", "--", "true"]])("%s without a running sandbox names the way to one", async (...args) => {
  expect(await hikube("sandbox", ...args)).toEqual({
    code: 1,
    out: "",
    err: 'hikube: sandbox "default" is not running; start it with "hikube sandbox up" [not-running]\n',
  });
});

test("the status of nothing is said, or is an empty list for programs", async () => {
  expect((await hikube("sandbox", "status")).out).toBe('no sandbox is running; start one with "hikube sandbox up"\n');
  expect(JSON.parse((await hikube("sandbox", "status", "--json")).out)).toEqual([]);
  expect((await hikube("sandbox", "status", "--name", "ci")).out).toBe('sandbox "ci" is not running\n');
});

test("stopping what does not run is no failure", async () => {
  expect(await hikube("sandbox", "down", "--json")).toMatchObject({
    code: 0,
    out: expect.stringContaining('"stopped": []') as unknown,
  });
});

test("a kubeconfig that is not there is a failure of one line", async () => {
  const { code, err } = await hikube("cluster", "inspect", "--kubeconfig", `${home}/none`);
  expect(code).toBe(2);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(err).toContain(`${home}/none`);
});
