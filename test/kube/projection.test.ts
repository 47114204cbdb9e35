import { projected } from "../../src/kube/projection";

test("a part has the members of the set, and of those nothing that is not there", () => {
  const value = { a: { x: 1, y: 2 }, b: "text", c: { z: 3 } };
  expect(projected(value, { "f:a": { "f:x": {} }, "f:b": {}, "f:gone": {} })).toEqual({ a: { x: 1 }, b: "text" });
});

test("a value that is owned as a whole is shown as a whole", () => {
  expect(projected({ selector: { matchLabels: { app: "web" } } }, { "f:selector": {} })).toEqual({
    selector: { matchLabels: { app: "web" } },
  });
});

describe("an empty map", () => {
  const labels = { theirs: "1" };

  test("that was applied shows nothing that others put into it", () => {
    expect(projected({ labels }, { "f:labels": {} }, { labels: {} })).toEqual({ labels: {} });
    expect(projected({ labels }, { "f:labels": { ".": {} } })).toEqual({ labels: {} });
  });

  test("stays out where the server does not keep it", () => {
    expect(projected({}, { "f:labels": {} }, { labels: {} })).toEqual({});
  });
});

describe("elements of a list", () => {
  const containers = [
    { name: "sidecar", image: "s" },
    { name: "b", image: "2", imagePullPolicy: "Always" },
    { name: "a", image: "1" },
  ];
  const own = {
    'k:{"name":"a"}': { ".": {}, "f:image": {} },
    'k:{"name":"b"}': { ".": {}, "f:image": {}, "f:name": {} },
  };

  test("are found by their keys, which they keep, in the order in which they were applied", () => {
    expect(projected({ containers }, { "f:containers": own }, { containers: [{ name: "a" }, { name: "b" }] })).toEqual({
      containers: [
        { name: "a", image: "1" },
        { name: "b", image: "2" },
      ],
    });
  });

  test("stand as they are in the cluster where nothing is known of their order", () => {
    expect(projected({ containers }, { "f:containers": own })).toEqual({
      containers: [
        { name: "b", image: "2" },
        { name: "a", image: "1" },
      ],
    });
  });

  test("are ordered by the keys that were written, since the server adds the others", () => {
    const ports = [
      { port: 53, protocol: "TCP" },
      { port: 80, protocol: "TCP", name: "web" },
    ];
    const set = {
      'k:{"port":53,"protocol":"TCP"}': { "f:port": {} },
      'k:{"port":80,"protocol":"TCP"}': { "f:port": {} },
    };
    expect(projected({ ports }, { "f:ports": set }, { ports: [{ port: 80 }, { port: 53 }] })).toEqual({
      ports: [
        { port: 80, protocol: "TCP" },
        { port: 53, protocol: "TCP" },
      ],
    });
  });

  test("are found by their value or their index", () => {
    const value = { finalizers: ["theirs", "ours"], rows: ["x", "y"] };
    expect(projected(value, { "f:finalizers": { 'v:"ours"': {} }, "f:rows": { "i:1": {} } })).toEqual({
      finalizers: ["ours"],
      rows: ["y"],
    });
  });

  test("that somebody took away stay out", () => {
    expect(projected({ containers: [] }, { "f:containers": own })).toEqual({ containers: [] });
  });
});
