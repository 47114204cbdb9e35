import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findSandbox, findSandboxes, stopSandbox } from "../../src/sandbox/running";
import { fromAssets } from "../../src/toolchain/search-path";
import { TOOLS } from "../../src/toolchain/catalogue";
import { assertTrusted, privateFolder, readOwnFile } from "../../src/support/own-folder";
import { ownProcessId } from "../../src/support/process-id";
import { readState, writeState } from "../../src/sandbox/state/state";
import { temporaryFolder } from "../sandbox/temporary-folder";

const root = temporaryFolder();
const NOBODY = 65_534;
/** Only the administrator can give a folder to somebody else. */
const testAsRoot = process.getuid?.() === 0 ? test : test.skip;

function folder(name: string, mode = 0o700): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

/** A home with a sandbox in it, as its owner would find it. */
function homeWith(name: string): string {
  const home = folder(name);
  const sandbox = folder(join(name, "default"));
  writeState(sandbox, {
    ...{ formatVersion: 1, name: "default", nodes: 1, status: "ready", server: "https://127.0.0.1:1" },
    ...{ supervisor: ownProcessId(), components: {}, startedAt: "2026-01-01T00:00:00Z" },
  });
  writeFileSync(join(sandbox, "kubeconfig"), "{}", { mode: 0o600 });
  return home;
}

test("a home of one's own holds the sandboxes that one made", () => {
  for (const mode of [0o700, 0o755]) {
    const home = homeWith("own");
    chmodSync(home, mode);
    expect(findSandboxes(home).map(({ name }) => name)).toEqual(["default"]);
  }
});

test("one that is not there holds none", () => {
  expect(privateFolder(join(root, "none"))).toBeUndefined();
  expect(findSandboxes(join(root, "none"))).toEqual([]);
});

describe("nothing is trusted in a home", () => {
  const refusal = (home: string, message: RegExp) => {
    expect(() => findSandboxes(home)).toThrow(message);
    expect(() => findSandbox("default", home)).toThrow(expect.objectContaining({ code: "unsafe-folder" }) as Error);
    return expect(stopSandbox("default", home)).rejects.toThrow(message);
  };

  test.each([0o770, 0o777, 0o1777, 0o720, 0o702])("of mode %o", async (mode) => {
    const home = homeWith("open");
    chmodSync(home, mode);
    await refusal(home, /open may be written by others, so nothing in it is trusted; chmod go-w/);
  });

  test("that is a link", async () => {
    symlinkSync(homeWith("target"), join(root, "link"));
    await refusal(join(root, "link"), /link is a link/);
  });

  test("that is a file", async () => {
    writeFileSync(join(root, "file"), "");
    await refusal(join(root, "file"), /file is not a folder/);
  });

  test("below a folder that others may write, unless it is sticky", async () => {
    folder("shared", 0o777);
    const home = homeWith("shared/home");
    await refusal(home, /shared may be written by others, who could put another folder in its place/);
    chmodSync(join(root, "shared"), 0o1777);
    expect(findSandboxes(home)).toHaveLength(1);
  });

  test("that a link of such a folder leads to", async () => {
    folder("open-way", 0o777);
    const home = homeWith("closed/home");
    symlinkSync(join(root, "closed"), join(root, "open-way", "link"));
    expect(findSandboxes(home)).toHaveLength(1);
    await refusal(join(root, "open-way", "link", "home"), /open-way may be written by others/);
  });

  testAsRoot("of somebody else", async () => {
    const home = homeWith("theirs");
    chownSync(home, NOBODY, NOBODY);
    await refusal(home, /theirs belongs to user 65534, not to 0/);
  });

  testAsRoot("whose folder above is somebody else's", async () => {
    const home = homeWith("upper/home");
    chownSync(join(root, "upper"), NOBODY, NOBODY);
    await refusal(home, /upper belongs to user 65534/);
  });
});

describe("nothing is trusted of a sandbox", () => {
  testAsRoot("that somebody else owns", () => {
    const home = homeWith("planted");
    chownSync(join(home, "default"), NOBODY, NOBODY);
    expect(() => findSandbox("default", home)).toThrow(/default belongs to user 65534/);
  });

  testAsRoot("whose state somebody else wrote", () => {
    const home = homeWith("written");
    chownSync(join(home, "default", "sandbox.json"), NOBODY, NOBODY);
    expect(() => findSandboxes(home)).toThrow(/sandbox\.json belongs to user 65534/);
  });

  test("that others may write", () => {
    const home = homeWith("loose");
    chmodSync(join(home, "default"), 0o777);
    expect(() => findSandbox("default", home)).toThrow(/default may be written by others/);
  });

  test("whose state is a link, a pipe's or a folder's, or of another folder", () => {
    const home = homeWith("odd");
    const sandbox = folder("odd/linked");
    symlinkSync(join(home, "default", "sandbox.json"), join(sandbox, "sandbox.json"));
    expect(readState(sandbox)).toBeUndefined();
    mkdirSync(join(folder("odd/nested"), "sandbox.json"));
    expect(readState(join(home, "nested"))).toBeUndefined();
    const copied = folder("odd/copied");
    writeFileSync(join(copied, "sandbox.json"), readOwnFile(join(home, "default", "sandbox.json")) ?? "");
    expect(readState(copied)).toBeUndefined();
    expect(findSandboxes(home).map(({ name }) => name)).toEqual(["default"]);
  });
});

describe("programs are run from a folder", () => {
  const assets = (name: string) => {
    const path = folder(name, 0o755);
    for (const binary of TOOLS.etcd.binaries) writeFileSync(join(path, binary), "#!/bin/sh\n", { mode: 0o755 });
    return path;
  };
  const found = (path: string) => fromAssets(TOOLS.etcd, { KUBEBUILDER_ASSETS: path });

  test("of one's own, or of the administrator", () => {
    const path = assets("programs");
    expect(found(path)).toBe(path);
    expect(() => {
      assertTrusted("/usr");
    }).not.toThrow();
  });

  test("that others may write: never, nor where they may write the program", () => {
    const path = assets("open-programs");
    chmodSync(path, 0o1777);
    expect(() => found(path)).toThrow(/open-programs may be written by others/);
    chmodSync(path, 0o755);
    chmodSync(join(path, "etcd"), 0o777);
    expect(() => found(path)).toThrow(/etcd may be written by others/);
  });

  testAsRoot("of somebody else: never", () => {
    const path = assets("their-programs");
    chownSync(join(path, "etcd"), NOBODY, NOBODY);
    expect(() => found(path)).toThrow(/etcd belongs to user 65534, not to 0/);
  });
});
