import type { ConnectionError } from "../../src/kube/connection-error";
import { execCredentials, quoter } from "../../src/kube/exec-plugin";

test("each line of a plugin is marked as its own, however it comes in pieces", () => {
  const quote = quoter("plugin: ");
  const shown = ["open ", "https://example.com\nhikube: all", " is well\n", "", "\u001b[2J\n", "code?"].map(quote);
  expect(shown.join("")).toBe(
    "plugin: open https://example.com\nplugin: hikube: all is well\nplugin: \\u001b[2J\nplugin: code?",
  );
});

const API = "client.authentication.k8s.io/v1";

/** What is thrown where a plugin runs this program. */
async function failing(program: string, env: readonly { name: string; value: string }[] = []) {
  const plugin = execCredentials({ apiVersion: API, command: process.execPath, args: ["-e", program], env });
  return plugin.get().then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("what a plugin says for its user", () => {
  beforeEach(() => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("is kept with its failure: printable, its end alone, and no credential", async () => {
    const lines = [
      ...Array.from({ length: 20 }, (_, index) => `line ${String(index)}`),
      "\u001b[31mkey-of-ours",
      "token: abcdef123",
      `eyJhbGciOi.eyJzdWIi.c2ln ${"x".repeat(400)}`,
    ];
    const program = `console.error(${JSON.stringify(lines.join("\n"))}); process.exitCode = 3`;
    const error = await failing(program, [{ name: "KEY", value: "key-of-ours" }]);
    const { message, said } = error as ConnectionError;
    expect(message).toMatch(/ended with exit code 3$/);
    expect(said).toHaveLength(10);
    expect(said.slice(-4)).toEqual([
      "  line 19",
      "  \\u001b[31m(sensitive value)",
      "  token: (sensitive value)",
      expect.stringMatching(/^ {2}\(sensitive value\) x+… \(\d+ characters\)$/),
    ]);
  });

  test("is kept, too, where it prints no credential", async () => {
    const error = await failing('console.error("sign in first"); console.log("{}")');
    expect(error).toMatchObject({
      message: expect.stringMatching(/failed: it printed no ExecCredential$/) as string,
      said: ["  sign in first"],
    });
  });

  test.each(["hunter2\n", "hunter 2", "hunter\u65e5"])(
    "a token that cannot be sent is a fault of the plugin: %j",
    async (token) => {
      const answer = JSON.stringify({ apiVersion: API, kind: "ExecCredential", status: { token } });
      const { message } = (await failing(`console.log(${JSON.stringify(answer)})`)) as ConnectionError;
      expect(message).toMatch(/its token cannot be sent: it has line breaks, spaces/);
      expect(message).not.toMatch(/hunter/);
    },
  );
});
