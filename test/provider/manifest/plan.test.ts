import { ConnectionError } from "../../../src/kube/connection-error";
import { KubeError } from "../../../src/kube/kube-error";
import { dynamicOf, isUnknown, UNKNOWN, type Dynamic, type Value } from "../../../src/plugin";
import { planOf, type PlanOutcome } from "../../../src/plugin/testing";
import type { Schema } from "../../../src/plugin";
import { appliedOf } from "../../../src/provider/manifest/record";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { conflict, FakeServer, ownedWholly } from "./fake";

const map = (data: Value, more: Record<string, Value> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "x", namespace: "shop" },
  data,
  ...more,
});

type Given = Parameters<typeof planOf>[1]["config"];

function planned(server: FakeServer | undefined, manifest: Value, more: Given = {}) {
  return planOf(manifestResource(), { client: server?.client(), config: { manifest: dynamicOf(manifest), ...more } });
}

/** A plan after this manifest was applied, when the object shows what is given. */
function again(
  server: FakeServer | undefined,
  before: ReturnType<typeof map>,
  manifest: Value,
  { drift = [], shown = before, more = {} }: Again = {},
) {
  const kept = appliedOf(ownedWholly(before), before, []);
  return planOf(manifestResource(), {
    client: server?.client(),
    config: { manifest: dynamicOf(manifest), ...more },
    state: { manifest: dynamicOf(before), object: dynamicOf(shown) },
    private: { ...kept, drift },
  });
}

interface Again {
  readonly drift?: readonly object[];
  readonly shown?: Value;
  readonly more?: Given;
}

const objectOf = ({ plan }: PlanOutcome<Schema>): Value => (plan?.object as Dynamic).value;
const texts = ({ diagnostics }: PlanOutcome<Schema>) =>
  diagnostics.map(({ severity, summary, detail = "" }) => `${severity} ${summary}: ${detail}`);

describe("what is new", () => {
  test("is planned before anything is known of the cluster", async () => {
    const plan = await planned(undefined, map({ a: "1" }));
    expect(plan).toMatchObject({ action: "create", diagnostics: [] });
    expect(isUnknown(plan.plan?.object)).toBe(true);
  });

  test.each([
    ["its kind", { ...map({}), apiVersion: "example.test/v1", kind: "Widget" }, undefined],
    ["its namespace", map({}), new KubeError('namespaces "shop" not found', 404, "NotFound")],
  ])("is planned before %s is there", async (_, manifest, error) => {
    const server = new FakeServer();
    if (error !== undefined)
      server.onApply = () => {
        throw error;
      };
    const plan = await planned(server, manifest);
    expect(plan).toMatchObject({ action: "create", diagnostics: [] });
    expect(isUnknown(plan.plan?.object)).toBe(true);
  });

  test.each([
    ["no server answers", new KubeError("connect ECONNREFUSED", 0, "NoAnswer")],
    ["a right is missing, which the same apply may grant", new KubeError("forbidden: cannot patch", 403, "Forbidden")],
  ])("is planned with a warning where %s", async (_, error) => {
    const server = new FakeServer();
    server.onApply = () => {
      throw error;
    };
    const plan = await planned(server, map({}));
    expect(plan.action).toBe("create");
    expect(texts(plan)).toEqual([
      expect.stringContaining(
        `warning ConfigMap "shop/x" is planned from the configuration alone: the API server did not try it: ${error.message}`,
      ),
    ]);
  });

  test("is planned as a dry run answers, and nothing is stored", async () => {
    const server = new FakeServer();
    server.onApply = (object) => ownedWholly({ ...object, data: { a: "one" } });
    expect(objectOf(await planned(server, map({ a: "1" })))).toMatchObject({ data: { a: "one" } });
    expect(server.calls).toEqual(["discovery", "get", "apply dry"]);
  });

  test("is not planned where a credential plugin fails: what it said is told", async () => {
    const server = new FakeServer();
    server.onApply = () => {
      throw new ConnectionError("the plugin failed", "credential-plugin", { said: ["  sign in first"] });
    };
    expect(texts(await planned(server, map({})))).toEqual([
      'error Cannot apply ConfigMap "shop/x": the plugin failed\n\nIt said:\n  sign in first',
    ]);
  });

  test.each([
    ["misses its namespace", { ...map({}), metadata: { name: "x" } }, /needs a namespace/],
    ["has a namespace too many", { ...map({}), kind: "Namespace" }, /cannot have a namespace/],
  ])("is refused where it %s", async (_, manifest, error) => {
    expect(texts(await planned(new FakeServer(), manifest))).toEqual([expect.stringMatching(error)]);
  });

  test("is refused where no definition can bring its kind", async () => {
    expect(texts(await planned(new FakeServer(), { ...map({}), kind: "Configmap" }))).toEqual([
      expect.stringMatching(
        /^error Cannot apply Configmap "shop\/x": [^]*no kind "Configmap"[^]*Correct kind or apiVersion/,
      ),
    ]);
  });

  test("is planned with a warning where somebody else's object is there, also where it is to be adopted", async () => {
    const server = new FakeServer();
    const managedFields = [{ manager: "kubectl", operation: "Update", fieldsV1: { "f:data": {} } }];
    server.object = { ...map({ a: "1" }), metadata: { name: "x", namespace: "shop", managedFields } };
    expect(texts(await planned(server, map({})))).toEqual([
      expect.stringMatching(
        /warning ConfigMap "shop\/x" exists already: the apply will refuse it:[^]*adopt = true[^]*apiVersion=v1,kind=ConfigMap,namespace=shop,name=x/,
      ),
    ]);
    const adopted = await planned(server, map({}), { adopt: true });
    expect(adopted.action).toBe("create");
    expect(texts(adopted)).toEqual([expect.stringContaining("is adopted")]);
  });
});

describe("what was applied", () => {
  test("is planned without asking anybody as long as nothing changes", async () => {
    const server = new FakeServer();
    expect(await again(server, map({ a: "1" }), map({ a: "1" }))).toMatchObject({ action: "no-op", diagnostics: [] });
    expect(server.calls).toEqual([]);
  });

  test("stays where a dry run says that it is the same in another form", async () => {
    const server = new FakeServer();
    server.onApply = (object) => ownedWholly({ ...object, data: { a: "1" } });
    expect((await again(server, map({ a: "1" }), map({ a: "01" }))).action).toBe("no-op");
  });

  test("stays without a server where only numbers and empty parts are written otherwise", async () => {
    expect((await again(undefined, map({ a: "1" }), map({ a: 1, b: [] }))).action).toBe("no-op");
    expect(isUnknown((await again(undefined, map({ a: "1" }), map({ a: "2" }))).plan?.object)).toBe(true);
  });

  test("is set back where somebody changed it, who is named", async () => {
    const server = new FakeServer();
    server.onApply = (object, { force }) => {
      if (force !== true) throw conflict(".data", "kubectl-edit");
      return ownedWholly(object);
    };
    const drift = [{ field: ".data", manager: "kubectl-edit", time: "2026-11-29T12:00:00Z" }];
    const plan = await again(server, map({ a: "1" }), map({ a: "1" }), { drift, shown: map({ a: "2" }) });
    expect(plan.action).toBe("update");
    expect(objectOf(plan)).toMatchObject({ data: { a: "1" } });
    expect(texts(plan)).toEqual([expect.stringContaining('.data: "kubectl-edit" since 2026-11-29T12:00:00Z')]);
    expect(server.calls).toEqual(["discovery", "apply dry", "apply dry forced"]);
  });

  test("stays as somebody changed it where `ignore_changes` names the object, and who did is told", async () => {
    const drift = [{ field: ".data", manager: "kubectl-edit", time: "2026-11-29T12:00:00Z" }];
    const shown = map({ a: "2" });
    const ignoring = { drift, shown, more: { object: dynamicOf(shown) } as Given };
    const server = new FakeServer();
    const plan = await again(server, map({ a: "1" }), map({ a: "1" }), ignoring);
    expect(plan.action).toBe("no-op");
    expect(texts(plan)).toEqual([
      expect.stringMatching(
        /^warning What others changed of ConfigMap "shop\/x" is ignored:[^]*\.data: "kubectl-edit"/,
      ),
    ]);
    const changed = await again(server, map({ a: "1" }), map({ a: "3" }), ignoring);
    expect(changed.action).toBe("update");
    expect(objectOf(changed)).toEqual(shown);
  });

  test("is taken back where another resource took it over, and nothing else has changed", async () => {
    const field = ".metadata.annotations.manifest.hikube.cloud/holder";
    const drift = [{ field, manager: "hikube", time: "2026-11-29T12:00:00Z" }];
    const plan = await again(new FakeServer(), map({ a: "1" }), map({ a: "1" }), { drift });
    expect(plan.action).toBe("update");
    expect(texts(plan)).toEqual([expect.stringContaining(`${field}: "hikube" since 2026-11-29T12:00:00Z`)]);
  });

  test("conflicts with who owns a field that was never ours, unless it is to be taken over", async () => {
    const server = new FakeServer();
    server.onApply = (object, { force }) => {
      if (force !== true) throw conflict(".binaryData", "autoscaler");
      return ownedWholly(object);
    };
    const changed = map({ a: "1" }, { binaryData: {} });
    expect(texts(await again(server, map({ a: "1" }), changed))).toEqual([
      expect.stringMatching(
        /error Conflicts[^]*\.binaryData: "autoscaler"[^]*leave these fields out[^]*force_conflicts = true[^]*write the values/,
      ),
    ]);
    const forced = await again(server, map({ a: "1" }), changed, { more: { force_conflicts: true } });
    expect(forced).toMatchObject({ action: "update", diagnostics: [] });
  });

  test.each([
    ["a name", { metadata: { name: "y", namespace: "shop" } }, ["manifest.metadata.name"]],
    ["a namespace", { metadata: { name: "x", namespace: "other" } }, ["manifest.metadata.namespace"]],
    ["a kind", { kind: "Gadget" }, ["manifest.kind"]],
    ["a group", { apiVersion: "example.test/v1" }, ["manifest.apiVersion"]],
    ["a version", { apiVersion: "v2" }, []],
    ["a name that is known later", { metadata: { name: UNKNOWN, namespace: "shop" } }, ["manifest.metadata.name"]],
  ] satisfies [string, Record<string, Value>, string[]][])(
    "with another %s: replaced by %p",
    async (_, more, replaced) => {
      const { replace } = await again(new FakeServer(), map({ a: "1" }), map({ a: "1" }, more));
      expect(replace).toEqual(replaced);
    },
  );

  test("is not made anew under the name of somebody else's object, for which it would go first", async () => {
    const server = new FakeServer();
    const next = map({ a: "1" }, { metadata: { name: "y", namespace: "shop" } });
    server.object = ownedWholly(next, "kubectl");
    expect(texts(await again(server, map({ a: "1" }), next))).toEqual([
      expect.stringMatching(/^error ConfigMap "shop\/y" exists already: [^]*set `adopt = true`/),
    ]);
    const adopting = await again(server, map({ a: "1" }), next, { more: { adopt: true } });
    expect(adopting).toMatchObject({ action: "replace" });
  });

  test("cannot change what is immutable, unless it is to be made anew", async () => {
    const server = new FakeServer();
    const causes = [{ field: "data", message: "Forbidden: field is immutable when `immutable` is set" }];
    server.onApply = () => {
      throw new KubeError("ConfigMap is invalid: data: field is immutable", 422, "Invalid", { causes });
    };
    expect(texts(await again(server, map({ a: "1" }), map({ a: "2" })))).toEqual([
      expect.stringMatching(/error ConfigMap "shop\/x" cannot change data:[^]*on_immutable = "replace"/),
    ]);
    const replaced = await again(server, map({ a: "1" }), map({ a: "2" }), { more: { on_immutable: "replace" } });
    expect(replaced).toMatchObject({ action: "replace", replace: ["manifest"] });
  });

  test("is refused at plan where the server would refuse it, whatever comes before", async () => {
    const server = new FakeServer();
    server.onApply = () => {
      throw new KubeError("data.a: Invalid value", 422, "Invalid");
    };
    expect(texts(await again(server, map({ a: "1" }), map({ a: "2" })))).toEqual([
      expect.stringMatching(/^error Cannot apply ConfigMap "shop\/x": data\.a/),
    ]);
  });

  test("is refused at plan, too, where the server cannot read a value of it: an apply would destroy it first", async () => {
    const server = new FakeServer();
    server.onApply = () => {
      const why = "unable to convert unstructured object to /v1, Kind=ConfigMap: parsing time failed";
      throw new KubeError(`failed to convert new object (shop/x): ${why}`, 500, "Unknown");
    };
    expect(texts(await again(server, map({ a: "1" }), map({ a: "2" })))).toEqual([
      expect.stringMatching(
        /^error Cannot apply ConfigMap "shop\/x": failed[^]*\n\nCorrect the value that it cannot read\.$/,
      ),
    ]);
  });

  test("of a kind of its own is, too, with the field and its hint", async () => {
    const server = new FakeServer();
    server.onApply = () => {
      throw new KubeError(
        "failed to create typed patch object (): .spec.foo: field not declared in schema",
        500,
        "Unknown",
      );
    };
    const plan = await planned(server, map({}, { kind: "Gadget", apiVersion: "example.test/v1" }));
    expect(texts(plan)).toEqual([
      expect.stringMatching(
        /^error Cannot apply Gadget "shop\/x"[^]*the field "spec\.foo"[^]*definition[^]*depends_on/,
      ),
    ]);
  });

  test("of a Secret changes where its data does, though no plan shows it", async () => {
    const server = new FakeServer();
    const secret = (data: Value) => map(data, { kind: "Secret" });
    const shown = { apiVersion: "v1", kind: "Secret", metadata: { name: "x", namespace: "shop" } };
    const plan = await again(server, secret({ a: "MQ==" }), secret({ a: "Mg==" }), { shown });
    expect(plan.action).toBe("update");
    expect(objectOf(plan)).toEqual(shown);
    expect(
      (await again(server, secret({ a: "MQ==" }), { ...secret({}), stringData: { a: "1" } }, { shown })).action,
    ).toBe("no-op");
  });

  test("is taken over from another resource of this provider with a warning, and made anew without one", async () => {
    const server = new FakeServer();
    server.object = ownedWholly(map({ a: "1" }));
    const client = server.client();
    const config = { manifest: dynamicOf(map({ a: "2" })), adopt: true };
    expect(texts(await planOf(manifestResource(), { client, config }))).toEqual([
      expect.stringMatching(
        /^warning ConfigMap "shop\/x" is taken over from another resource[^]*lets go of the object alone[^]*terraform state rm/,
      ),
    ]);
    const again = server.client();
    manifestResource().stored?.({ client: again, state: { object: dynamicOf(map({ a: "1" })) } });
    expect(texts(await planOf(manifestResource(), { client: again, config }))).toEqual([]);
  });
});
