import { quoter } from "../../src/kube/exec-plugin";

test("each line of a plugin is marked as its own, however it comes in pieces", () => {
  const quote = quoter("plugin: ");
  const shown = ["open ", "https://example.com\nhikube: all", " is well\n", "", "\u001b[2J\n", "code?"].map(quote);
  expect(shown.join("")).toBe(
    "plugin: open https://example.com\nplugin: hikube: all is well\nplugin: \\u001b[2J\nplugin: code?",
  );
});
