import { readCall } from "../../../src/sandbox/terraform/call";

const CWD = "/home/ann/stacks/one";
const words = (...args: string[]) => readCall(args, CWD).words;

test("a stack's folder is where the caller stands, or what -chdir names", () => {
  expect(readCall(["plan"], CWD)).toMatchObject({ folder: CWD, onCopy: true });
  expect(readCall(["-chdir=../two", "-no-color", "plan"], CWD)).toMatchObject({
    folder: "/home/ann/stacks/two",
    options: ["-no-color"],
    words: ["plan"],
  });
});

test("files of the caller are named so that they mean the same from the copy", () => {
  expect(words("plan", "-out=plan", "-var-file", "a.tfvars", "--generate-config-out=g.tf")).toEqual([
    "plan",
    `-out=${CWD}/plan`,
    `-var-file=${CWD}/a.tfvars`,
    `-generate-config-out=${CWD}/g.tf`,
  ]);
  expect(words("apply", "-lock-timeout", "3s", "-auto-approve", "plan").at(-1)).toBe(`${CWD}/plan`);
  expect(words("show", "-json", "/tmp/x.plan").at(-1)).toBe("/tmp/x.plan");
  expect(words("providers", "mirror", "out")).toEqual(["providers", "mirror", `${CWD}/out`]);
  expect(words("state", "push", "-")).toEqual(["state", "push", "-"]);
  expect(words("state", "rm", "kubernetes_namespace_v1.a")).toEqual(["state", "rm", "kubernetes_namespace_v1.a"]);
});

test("the plan that is written or applied is known, the last of several", () => {
  expect(readCall(["plan", "-out=a", "-out", "b"], CWD)).toMatchObject({ planOut: `${CWD}/b` });
  expect(readCall(["-chdir=../two", "apply", "-parallelism", "3", "p"], CWD)).toMatchObject({
    planIn: "/home/ann/stacks/two/p",
  });
  expect(readCall(["apply", "-target", "a.b"], CWD).planIn).toBeUndefined();
});

test.each([
  ["-state=x"],
  ["--state=x"],
  ["-state", "x"],
  ["-state-out=x"],
  ["-backup=x"],
  ["-backup", "-"],
  ["-config=../production"],
])("%s %s is refused: it names a state or a backend of its own", (...flag) => {
  expect(() => readCall(["apply", ...flag], CWD)).toThrow("is not allowed in a sandbox");
});

test("what is said of the backend does not count", () => {
  expect(readCall(["init", "-backend-config=a=b", "-backend-config", "prod.hcl", "-upgrade"], CWD)).toMatchObject({
    words: ["init", "-upgrade"],
    droppedBackend: true,
  });
});

test("what follows two dashes is no flag, and asks for no help", () => {
  expect(readCall(["state", "push", "--", "-h"], CWD)).toMatchObject({
    onCopy: true,
    words: ["state", "push", "--", `${CWD}/-h`],
  });
  expect(readCall(["workspace", "new", "--", "-help"], CWD)).toMatchObject({
    onCopy: true,
    words: ["workspace", "new", "--", "-help"],
  });
  expect(words("apply", "--", "-state=x")).toEqual(["apply", "--", `${CWD}/-state=x`]);
});

test.each([
  [["state", "push", "-h"], true],
  [["workspace", "new", "-help"], true],
  [["plan", "--help"], true],
  [["-version"], true],
  [[], true],
  [["fmt", "--", "-h"], false],
  [["fmt", "-recursive"], false],
])("%j runs where it stands, and whether it is for help is %s", (args, isHelp) => {
  expect(readCall(args, CWD)).toMatchObject({ onCopy: false, isHelp });
});

test.each([[["workspace", "new", "a", "--h"]], [["workspace", "new", "--", "-h"]], [["state", "list", "h"]]])(
  "%j is no call for help to terraform, and works on the copy",
  (args) => {
    expect(readCall(args, CWD)).toMatchObject({ onCopy: true, isHelp: false });
  },
);

test("a command that is not known to be safe is refused with those that are", () => {
  expect(() => readCall(["stacks", "apply"], CWD)).toThrow(
    /"terraform stacks" is not supported in a sandbox; supported: apply,/,
  );
});

test.each([[[]], [["-version"]], [["fmt", "-recursive"]], [["version", "-json"]], [["plan", "-help"]], [["-help"]]])(
  "%j touches no state and runs where it stands",
  (args) => {
    expect(readCall(args, CWD).onCopy).toBe(false);
  },
);
