import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { corrected, withTypesOfServer } from "../../../src/provider/manifest/coerce";

const refusal = (fault: string) =>
  new KubeError(`failed to create typed patch object (a/web; apps/v1, Kind=Deployment): ${fault}`, 500, "Unknown");

function object(more: object): KubeObject {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, ...more };
}

test("a port that is written as text becomes the number that the server asks for", () => {
  const ports = [{ containerPort: "80" }, { containerPort: "81" }];
  const given = object({ spec: { containers: [{ name: "a" }, { name: "web", ports }] } });
  const fault =
    '.spec.containers[name="web"].ports[containerPort="80",protocol="TCP"].containerPort: expected numeric (int or float), got string';
  expect(corrected(given, refusal(fault))).toMatchObject({
    spec: { containers: [{ name: "a" }, { name: "web", ports: [{ containerPort: 80 }, { containerPort: "81" }] }] },
  });
  expect(given.spec).toMatchObject({ containers: [{}, { ports }] });
});

test("a label that is written as a number becomes text, also below a name with dots", () => {
  const given = object({ metadata: { name: "web", labels: { "app.kubernetes.io/version": 2 } } });
  const fault = ".metadata.labels.app.kubernetes.io/version: expected string, got &value.valueUnstructured{Value:2}";
  expect(corrected(given, refusal(fault))).toMatchObject({
    metadata: { labels: { "app.kubernetes.io/version": "2" } },
  });
});

test("a port of a service that is written as text becomes a number", () => {
  const causes = [
    { field: "spec.ports[0].targetPort", message: 'Invalid value: "80": must contain at least one letter (a-z)' },
  ];
  const error = new KubeError("invalid", 422, "Invalid", { causes });
  expect(corrected(object({ spec: { ports: [{ targetPort: "80" }] } }), error)).toMatchObject({
    spec: { ports: [{ targetPort: 80 }] },
  });
});

test.each(["eighty", "", "0x50", "99999999999999999999"])("%j is no number, and is sent as it is", (text) => {
  expect(
    corrected(object({ spec: { port: text } }), refusal(".spec.port: expected numeric (int or float), got string")),
  ).toBeUndefined();
});

test("every value is corrected, however often the server refuses", async () => {
  const seen: unknown[] = [];
  const answer = await withTypesOfServer(object({ a: "1", b: "2" }), ({ a, b }) => {
    seen.push([a, b]);
    const wrong = [
      ["a", a],
      ["b", b],
    ].find(([, value]) => typeof value === "string");
    if (wrong !== undefined) throw refusal(`.${String(wrong[0])}: expected numeric (int or float), got string`);
    return Promise.resolve([a, b]);
  });
  expect(answer).toEqual([1, 2]);
  expect(seen).toHaveLength(3);
});

test("any other refusal stays what it is", async () => {
  const error = refusal(".spec.foo: field not declared in schema");
  await expect(withTypesOfServer(object({}), () => Promise.reject(error))).rejects.toBe(error);
});
