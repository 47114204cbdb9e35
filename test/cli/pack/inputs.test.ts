import { writeFileSync } from "node:fs";
import { releaseInput } from "../../../src/cli/pack/inputs";
import { inFolder } from "../call";

inFolder({ LICENSE: "free" });

it.each<[unknown, string]>([
  [undefined, "20.19"],
  [{}, "20.19"],
  [{ node: "*" }, "20.19"],
  [{ node: ">=18" }, "20.19"],
  [{ node: ">=20.2" }, "20.19"],
  [{ node: ">= 22.3" }, "22.3"],
  [{ node: "^22.3.1 || >=24" }, "22.3.1"],
  [{ node: ">=24 || ^22.3.1" }, "22.3.1"],
  [{ node: "22.x" }, "22"],
  [{ node: ">=22.3 <25" }, "22.3"],
])("a provider is packed for the oldest Node of its engines: %j", (engines, node) => {
  writeFileSync("package.json", JSON.stringify({ name: "notes", version: "1.0.0", engines }));
  expect(releaseInput({ platforms: "linux_amd64, linux_amd64" })).toEqual({
    name: "notes",
    version: "1.0.0",
    platforms: ["linux_amd64"],
    node,
    extra: [{ name: "LICENSE", content: Buffer.from("free"), mode: 0o644 }],
  });
});

it.each(["lts/*", "<25", "latest", ">20", "22 || new", 22])(
  "a range of Node that is not understood is refused: %j",
  (node) => {
    writeFileSync("package.json", JSON.stringify({ name: "notes", version: "1.0.0", engines: { node } }));
    expect(() => releaseInput({ platforms: "linux_amd64" })).toThrow(
      `received the engine ${JSON.stringify(node)} in package.json; expected a range of Node's versions such as >=22.3`,
    );
  },
);
