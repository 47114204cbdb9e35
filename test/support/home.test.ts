import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { binaryCache, sandboxHome } from "../../src/support/home";

const USUAL = join(".local", "state", "cdktf-hikube", "sandboxes");

test("sandboxes lie where the variable says, else in the state folder, else at home", () => {
  expect(sandboxHome({ HIKUBE_SANDBOX_HOME: "/boxes", XDG_STATE_HOME: "/state" })).toBe("/boxes");
  expect(sandboxHome({ XDG_STATE_HOME: "/state" })).toBe("/state/cdktf-hikube/sandboxes");
  expect(sandboxHome({})).toBe(join(homedir(), USUAL));
});

test.each(["", "relative/state"])("a base folder %j, which the specification wants ignored, is", (folder) => {
  expect(sandboxHome({ XDG_STATE_HOME: folder })).toBe(join(homedir(), USUAL));
  expect(binaryCache({ XDG_CACHE_HOME: folder })).toBe(join(homedir(), ".cache", "cdktf-hikube", "bin"));
});

test("an empty HOME makes no folder wherever one stands", () => {
  const { HOME } = process.env;
  process.env.HOME = "";
  try {
    expect(sandboxHome({})).toBe(join(userInfo().homedir, USUAL));
  } finally {
    process.env.HOME = HOME;
  }
});
