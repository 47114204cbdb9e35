import { Collector } from "../../../src/plugin/lifecycle/collector";
import { UNKNOWN } from "../../../src/plugin";

const lines: Record<string, unknown>[] = [];

// What is written to file descriptor 2 is what Terraform reads.
jest.mock("node:fs", () => ({
  ...jest.requireActual<object>("node:fs"),
  writeSync: (_: number, line: string) => lines.push(JSON.parse(line) as Record<string, unknown>),
}));

const { TF_LOG, TF_LOG_PROVIDER } = process.env;

beforeEach(() => {
  lines.length = 0;
  delete process.env.TF_LOG_PROVIDER;
  process.env.TF_LOG = "TRACE";
});

afterAll(() => {
  Object.assign(process.env, { TF_LOG, TF_LOG_PROVIDER });
});

const messages = (): readonly unknown[] => lines.map((line) => line["@message"]);

describe("the log of a call", () => {
  it("writes a line of hclog with its fields and those of the call", () => {
    const { log } = new Collector(undefined, { fields: { tf_rpc: "ReadResource" } });
    log.with({ user: "u1" }).debug("asked", { status: 200, list: [1, "a"], "@message": "another" });
    expect(lines).toEqual([
      {
        tf_rpc: "ReadResource",
        user: "u1",
        status: 200,
        list: [1, "a"],
        "@level": "debug",
        "@message": "asked",
        "@module": "provider",
        "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
      },
    ]);
  });

  it("shows none of what is to be masked, at any depth, nor do diagnostics after it", () => {
    const said: string[] = [];
    const collector = new Collector((text) => text.replaceAll("from-config", "***"), {
      hide: (texts) => said.push(...texts),
    });
    collector.log.mask("issued-token", "");
    collector.log.info("with issued-token", { deep: { list: ["from-config", "Bearer issued-token"] } });
    collector.error("failed with issued-token");
    expect(lines[0]).toMatchObject({
      "@message": "with (sensitive value)",
      deep: { list: ["***", "Bearer (sensitive value)"] },
    });
    expect(collector.list[0]?.summary).toBe("failed with (sensitive value)");
    expect(said).toEqual(["issued-token"]);
  });

  it("takes whatever is handed in", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const { log } = new Collector();
    log.info("odd", { big: 1n, unknown: UNKNOWN, none: undefined, call: () => 1, set: new Set([1]), at: new Date(0) });
    log.info("circle", circle);
    log.warn("error", { error: new Error("boom") });
    expect(lines[0]).toMatchObject({ big: "1", unknown: "(unknown)", set: [1], at: "1970-01-01T00:00:00.000Z" });
    expect(lines[1]).toMatchObject({ fields: expect.stringContaining("circular") as string });
    expect(lines[2]).toMatchObject({ error: expect.stringMatching(/^Error: boom\n/) as string });
  });

  it.each([
    [{}, ["info", "warn", "error"]],
    [{ TF_LOG: "debug" }, ["debug", "info", "warn", "error"]],
    [{ TF_LOG: "JSON" }, ["trace", "debug", "info", "warn", "error"]],
    [{ TF_LOG: "TRACE", TF_LOG_PROVIDER: "ERROR" }, ["error"]],
    [{ TF_LOG: "off" }, []],
  ] as const)("writes the levels that somebody reads: %j", (env, expected) => {
    delete process.env.TF_LOG;
    Object.assign(process.env, env);
    const { log } = new Collector();
    for (const level of ["trace", "debug", "info", "warn", "error"] as const) log[level](level);
    expect(messages()).toEqual(expected);
  });
});
