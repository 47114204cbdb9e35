import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(__dirname, "..", "..");
const TSX = pathToFileURL(join(ROOT, "node_modules", "tsx", "dist", "loader.mjs")).href;

test("an app without a monitoring stack does not load Grafana's SDK, nor all bindings at once", () => {
  const code = `require("./constructs"); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const printed = execFileSync(process.execPath, ["--import", TSX, "-e", code], { cwd: ROOT, encoding: "utf8" });
  const loaded = JSON.parse(printed) as readonly string[];
  expect(loaded.filter((path) => path.includes("/constructs/hikube-tenant"))).toHaveLength(1);
  const heavy = [/@grafana/, /@cdktf\/provider-(helm|kubernetes)\/lib\/index\.js$/];
  expect(loaded.filter((path) => heavy.some((pattern) => pattern.test(path)))).toEqual([]);
});
