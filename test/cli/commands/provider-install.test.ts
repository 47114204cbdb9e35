import { existsSync } from "node:fs";
import { goPlatform } from "../../../src/support/go-platform";
import { hikube, inFolder } from "../call";

inFolder({});

describe.each([
  ["install", ["plugins"]],
  ["bundle", ["--out", "release"]],
])("provider %s", (command, rest) => {
  const words = ["provider", command, ...rest];

  test("makes a single file for the platform of this machine alone", async () => {
    const platforms = `windows_amd64,${goPlatform()}`;
    expect(await hikube(...words, "--platforms", platforms, "--single-file")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Windows launches .exe files only") as unknown,
    });
    const err =
      "hikube: received the platforms darwin_arm64 with --single-file; a single file holds the Node of the machine " +
      `that makes it, here for ${goPlatform()} [bad-usage]\n`;
    const given = `${goPlatform()},darwin_arm64`;
    expect(await hikube(...words, "--platforms", given, "--single-file")).toEqual({ code: 2, out: "", err });
  });

  test("names every platform that is none, and writes nothing", async () => {
    const { code, err } = await hikube(...words, "--platforms", "linux,plan9");
    expect(code).toBe(2);
    expect(err).toMatch(/received the platform "linux".*\n.*received the platform "plan9"/);
    const others = await hikube(...words, "--platforms", "linux_amd46,/proc/x,plan9_amd64");
    expect(others.code).toBe(2);
    expect(others.err.split("\n")).toEqual([
      expect.stringMatching(
        /: received the platform "linux_amd46"; expected of linux_amd64, .*; did you mean linux_amd64\?/,
      ),
      expect.stringMatching(/^ {2}received the platform "\/proc\/x"; expected OS_ARCHITECTURE/),
      expect.stringMatching(/^ {2}received the platform "plan9_amd64"; expected of linux_amd64, .*solaris_amd64/),
      "",
    ]);
    expect(existsSync("plugins") || existsSync("release")).toBe(false);
  });
});
