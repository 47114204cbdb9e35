import { execToken, quoter } from "../../src/kube/exec-plugin";

test("each line of a plugin is marked as its own, however it comes in pieces", () => {
  const quote = quoter("plugin: ");
  const shown = ["open ", "https://example.com\nhikube: all", " is well\n", "", "\u001b[2J\n", "code?"].map(quote);
  expect(shown.join("")).toBe(
    "plugin: open https://example.com\nplugin: hikube: all is well\nplugin: \\u001b[2J\nplugin: code?",
  );
});

test("a token is kept, until the server refuses it", async () => {
  const script = 'echo "{\\"status\\":{\\"token\\":\\"$(date +%s%N)\\"}}"';
  const token = execToken({ apiVersion: "client.authentication.k8s.io/v1", command: "sh", args: ["-c", script] });
  const first = await token();
  expect(await token()).toBe(first);
  const second = await token(first);
  expect(second).not.toBe(first);
  expect(await token(first)).toBe(second);
});
