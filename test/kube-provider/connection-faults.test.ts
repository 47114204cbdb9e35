import { configurationFaults } from "../../src/kube-provider/connection-faults";
import { wholeOf } from "../../src/plugin/lifecycle/whole";
import { PROVIDER_SCHEMA } from "../../src/provider/provider-schema";

type Config = Parameters<typeof wholeOf>[1];

function faultsOf(config: Config, environment: Record<string, string> = {}): readonly string[] {
  const faults = configurationFaults(wholeOf(PROVIDER_SCHEMA, config), environment);
  return faults.map(([path, fault]) => `${path.join(".")}: ${fault}`);
}

test.each([
  ["a token that ends as its file", { token: "hunter2-token\n" }, /^token: 'token' \(or KUBE_TOKEN\).*trimspace\(file/],
  ["a token of two words", { token: "hunter2 token" }, /^token: /],
  ["a token that no header can hold", { token: "hunter2\u65e5" }, /^token: /],
  ["a password that ends as its file", { username: "u", password: "hunter2\n" }, /^password: .*trimspace/],
  ["a user with a colon", { username: "hunter2:x" }, /^username: .*colon/],
])("%s is a fault of its attribute, and not shown", (_, config, fault) => {
  const [first = "", ...more] = faultsOf(config);
  expect(more).toEqual([]);
  expect(first).toMatch(fault);
  expect(first).not.toContain("hunter2");
});

test("a token of the environment is looked at, too", () => {
  expect(faultsOf({}, { KUBE_TOKEN: "a\nb" })).toEqual([expect.stringMatching(/^token: 'token' \(or KUBE_TOKEN\)/)]);
});

test("what can be sent is taken", () => {
  expect(faultsOf({ token: "eyJ.a-b_c.d=", username: "u", password: "p\u00e4 ss:" })).toEqual([]);
});

test.each(["ftp://10.0.0.1", "unix:///run/api", "HTTPS2://a"])("the host %s is none: the forms are named", (host) => {
  expect(faultsOf({ host })).toEqual([
    expect.stringMatching(/^host: 'host' is not a valid URL: ".*expected https:\/\//),
  ]);
});

test.each(["https://10.0.0.1:6443", "http://localhost:8080", "name:6443"])("the host %s is one", (host) => {
  expect(faultsOf({ host })).toEqual([]);
});

test("a fault among several kubeconfigs is told where it stands", () => {
  expect(faultsOf({ config_paths: ["/dev/null", "/not/there", null, ""] })).toEqual([
    expect.stringMatching(/^config_paths\.1: 'config_paths' refers to an invalid path: "\/not\/there"/),
    expect.stringMatching(/^config_paths\.2: 'config_paths' has null among its paths/),
    expect.stringMatching(/^config_paths\.3: 'config_paths' has an empty text/),
  ]);
});

test("a kubeconfig that a variable names is told by the variable", () => {
  expect(faultsOf({}, { KUBE_CONFIG_PATH: "/not/there" })).toEqual([
    expect.stringMatching(/^config_path: KUBE_CONFIG_PATH refers to an invalid path: "\/not\/there"/),
  ]);
  expect(faultsOf({}, { KUBE_CONFIG_PATHS: "/dev/null:/not/there" })).toEqual([
    expect.stringMatching(/^config_path: KUBE_CONFIG_PATHS refers to/),
  ]);
});
