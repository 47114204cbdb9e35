import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { LOG_IDENTITY } from "../../src/model/monitoring/collection/agent-args";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import { describeOnSandbox, eventually } from "./support";
import { ask } from "./monitoring/ask";
import { applyAll, Collectors, type RunningCollector } from "./monitoring/collectors";
import { LogFiles, runtimeLine } from "./monitoring/log-files";
import { testPrograms } from "./monitoring/programs";
import { askLogs, linesIn, startStack, type Stack } from "./monitoring/storage";
import { tenantNamespace, tenantPod } from "./monitoring/tenants";

const [NAMESPACE] = LOG_IDENTITY;
const [EVIL, WEB, OTHER] = ["tenant-a", "tenant-a-web", "tenant-b"] as const;
const [STACK, OTHER_STACK] = ["tenant-a-monitoring", "tenant-b-monitoring"] as const;
const TOKENS = { READ_WEB: "token-of-web", READ_ALL: "token-of-all" };
const HOUR = 3_600_000;
const READERS = [
  { name: "web", tokenVariable: "READ_WEB", tenant: { tenant: WEB } },
  { name: "all", tokenVariable: "READ_ALL" },
];

const klogDay = () => new Date().toISOString().slice(5, 10).replace("-", "");

/** Lines that try to be of the sibling, or of another time; the message says which. */
const SPOOFS: Readonly<Record<string, () => string>> = {
  flat: () => JSON.stringify({ message: "flat", [NAMESPACE]: WEB }),
  nested: () => JSON.stringify({ message: "nested", kubernetes: { pod_namespace: WEB } }),
  twice: () => `{"message":"twice","${NAMESPACE}":"${WEB}","${NAMESPACE}":"${WEB}"}`,
  emptied: () => `{"message":"emptied","${NAMESPACE}":"","kubernetes":{"pod_namespace":"${WEB}"}}`,
  owned: () => `{"message":"owned","${NAMESPACE}":"${EVIL}","kubernetes":{"pod_namespace":"${WEB}"}}`,
  klog: () => `I${klogDay()} 00:00:00.000000 1 a.go:1] "klog" ${NAMESPACE}="${WEB}"`,
  array: () => JSON.stringify({ message: "array", [NAMESPACE]: [WEB] }),
  object: () => JSON.stringify({ message: "object", [NAMESPACE]: { x: WEB } }),
  null: () => `{"message":"null","${NAMESPACE}":null}`,
  escaped: () => `{"message":"escaped","kubernetes\\u002epod_namespace":"${WEB}"}`,
  nul: () => `{"message":"nul","${NAMESPACE}\\u0000":"${WEB}"}`,
  spaces: () => `{"message":"spaces","${NAMESPACE} ":"${WEB}"," ${NAMESPACE}":"${WEB}"}`,
  stream: () => JSON.stringify({ message: "stream", _stream: `{${NAMESPACE}="${WEB}"}`, _stream_id: "1" }),
  stack: () => JSON.stringify({ message: "stack", stack: OTHER_STACK, AccountID: "7" }),
  pod: () => JSON.stringify({ message: "pod", "kubernetes.pod_name": "web", "kubernetes.container_name": "main2" }),
  alone: () => `{"${NAMESPACE}":"${WEB}"}`,
  future: () => JSON.stringify({ message: "future", time: new Date(Date.now() + 36 * HOUR).toISOString() }),
  past: () => JSON.stringify({ message: "past", ts: "2020-01-01T00:00:00Z", _time: "2020-01-01T00:00:00Z" }),
};

/** A line that is stored after all before it in the same file. */
const END = "the end";

describeOnSandbox("lines that attack the collection of logs", (sandbox) => {
  const programs = testPrograms();
  let cluster: Cluster;
  let collectors: Collectors;
  let own: Stack;
  let other: Stack;
  let files: LogFiles;

  const spoofs = () => {
    for (const line of Object.values(SPOOFS)) files.say(EVIL, line());
    files.say(EVIL, '{"message":"partial', "P");
    files.say(EVIL, `","${NAMESPACE}":"${WEB}"}`);
    files.say(EVIL, END);
    files.say(WEB, "of web");
    files.say(OTHER, "of another stack");
  };
  const ended = (stack: Stack, text: string) =>
    eventually(`the line "${text}"`, async () => (await stack.lines(`"${text}"`)).length > 0);

  beforeAll(async () => {
    cluster = sandbox().cluster();
    const facts = await sandbox().facts();
    const issuer = facts.serviceAccounts;
    collectors = new Collectors(sandbox(), programs);
    own = await startStack(programs, STACK, { owner: { tenant: EVIL }, issuer, readers: READERS }, TOKENS);
    other = await startStack(programs, OTHER_STACK, { owner: { tenant: OTHER }, issuer });
    const stacks = [
      { namespace: STACK, tenant: EVIL, gateway: own.gateway },
      { namespace: OTHER_STACK, tenant: OTHER, gateway: other.gateway },
    ];
    await applyAll(cluster, [
      ...collectionObjects({ cluster: facts, stacks }),
      tenantNamespace(EVIL, STACK),
      tenantNamespace(WEB, STACK),
      tenantNamespace(OTHER, OTHER_STACK),
      ...[EVIL, WEB, OTHER].map((namespace) => tenantPod(namespace, "app", { node: "sandbox-0", labels: LABELS })),
    ]);
    files = new LogFiles(join(programs.folder, "log"));
    for (const namespace of [EVIL, WEB, OTHER]) await files.add(cluster, namespace, "app");
    spoofs();
  }, 600_000);

  describe("against the collector's JSON, by its own choice of fields and time", () => {
    const apart = testPrograms();
    let stack: Stack;

    beforeAll(async () => {
      const issuer = (await sandbox().facts()).serviceAccounts;
      stack = await startStack(apart, STACK, { owner: { tenant: EVIL }, issuer });
      const open = await ask(`http://${stack.logs}/health`);
      expect(open.status).toBe(200);
      await new Collectors(sandbox(), apart).vlagent("vlagent-tenant-a", files.root, {
        args: (args) => [
          ...args.filter((argument) => !/format|streamFields|timeField|remoteWrite\.url|excludeFilter/.test(argument)),
          "-remoteWrite.format=jsonline",
          `-remoteWrite.url=http://${stack.logs}/insert/jsonline`,
        ],
      });
      await ended(stack, END);
    }, 400_000);

    test("a line passes for the sibling's", async () => {
      const passed = await stack.lines(`${NAMESPACE}:="${WEB}"`);
      expect(passed.map(({ _msg }) => _msg)).toEqual(expect.arrayContaining(["flat", "nested"]));
    });

    test("a line says which time it is", async () => {
      const [future] = await stack.lines("future");
      expect(Date.parse(future?._time ?? "")).toBeGreaterThan(Date.now() + HOUR);
    });
  });

  describe("against what the model configures", () => {
    let collector: RunningCollector;
    let lines: Awaited<ReturnType<Stack["lines"]>>;

    beforeAll(async () => {
      collector = await collectors.vlagent("vlagent-tenant-a", files.root);
      await ended(own, END);
      await ended(own, "of web");
      lines = await own.lines("*");
    }, 400_000);

    test("nobody passes for the sibling", () => {
      const asWeb = lines.filter((line) => line[NAMESPACE] === WEB || (line._stream ?? "").includes(`"${WEB}"`));
      expect(asWeb.map(({ _msg }) => _msg)).toEqual(["of web"]);
    });

    test("every line is of the stack, and of one of its namespaces, in its stream too", () => {
      const wrong = lines.filter(
        (line) => line.stack !== STACK || !line._stream?.includes(`${NAMESPACE}="${line[NAMESPACE] ?? "?"}"`),
      );
      expect(wrong).toEqual([]);
      expect(new Set(lines.map((line) => line[NAMESPACE]))).toEqual(new Set([EVIL, WEB]));
    });

    test("what does not try is stored, and what does is stored as its own or not at all", () => {
      const stored = lines.filter((line) => line[NAMESPACE] === EVIL).map(({ _msg }) => _msg);
      expect(stored).toEqual(expect.arrayContaining([END, "future", "past", "null", "stream", "stack"]));
      for (const gone of ["flat", "twice", "klog"]) expect(stored).not.toContain(gone);
    });

    test("the pod and the container are the line's own", () => {
      const wrong = lines.filter(
        (line) => line["kubernetes.pod_name"] !== "app" || line["kubernetes.container_name"] !== "main",
      );
      expect(wrong).toEqual([]);
    });

    test("the time is the runtime's", () => {
      const wrong = lines.filter(({ _time = "" }) => Math.abs(Date.parse(_time) - Date.now()) > 6 * HOUR);
      expect(wrong).toEqual([]);
    });

    test("through the gateway the sibling reads its own line, and the owner all", async () => {
      const read = async (token: string) => {
        const answer = await askLogs(`http://${own.gateway}`, own.logs, "*", { authorization: `Bearer ${token}` });
        return linesIn(answer).map(({ _msg }) => _msg);
      };
      expect(await read(TOKENS.READ_WEB)).toEqual(["of web"]);
      expect(await read(TOKENS.READ_ALL)).toEqual(expect.arrayContaining(["of web", END]));
    });

    test("the neighbour's stack gets the neighbour's line from its own collector", async () => {
      const neighbour = await collectors.vlagent("vlagent-tenant-b", files.root);
      await ended(other, "of another stack");
      expect((await other.lines("*")).map(({ _msg }) => _msg)).toEqual(["of another stack"]);
      await neighbour.stop();
    });

    test("the collector takes no lines from anybody", async () => {
      for (const path of ["/insert/jsonline", "/insert/native", "/insert/loki/api/v1/push"]) {
        const answer = await ask(`http://${collector.address}${path}`, { method: "POST", body: '{"_msg":"forged"}\n' });
        expect(answer.status).toBe(400);
      }
      expect(await own.lines("forged")).toEqual([]);
    });

    test("a flood loses no line, and the sibling's next one arrives", async () => {
      const count = 100_000;
      const chunk = 1000;
      for (let at = 0; at < count; at += chunk) {
        const some = Array.from({ length: chunk }, (_, index) => runtimeLine(`{"message":"flood ${at + index}"}`));
        files.write(EVIL, some.join(""));
      }
      files.say(WEB, "web during the flood");
      await ended(own, "web during the flood");
      await eventually("all lines of the flood", async () => {
        const [counted] = await own.lines('~"^flood " | stats count() as lines');
        return Number(counted?.lines) === count;
      });
    });
  });
});

/** A label whose name is longer than what a field's may be. */
const LABELS = { [`${"x".repeat(100)}.example.test/${"y".repeat(63)}`]: "1" };
