import { runTool } from "../../src/terraform/run-tool";

const CALL = { cwd: ".", env: { PATH: process.env.PATH } };

test("a tool that ends well after it was asked to stop has failed, so that nothing follows it", async () => {
  const patient =
    "process.on('SIGTERM', () => setTimeout(() => process.exit(0), 20)); setInterval(() => {}, 1000); console.log('up')";
  const onLine = () => void process.emit("SIGTERM", "SIGTERM");
  expect(await runTool([process.execPath, "-e", patient], { ...CALL, onLine })).toEqual({
    code: 1,
    stdout: "",
    stderr: "stopped by SIGTERM",
  });
});

test("its own exit code stands otherwise", async () => {
  expect(await runTool([process.execPath, "-e", "process.exit(3)"], CALL)).toMatchObject({ code: 3, stderr: "" });
});

test.each([
  ["by itself", false, 1],
  ["inside a shell", true, 137],
])("a signal that ended it %s is named", async (_where, shell, code) => {
  const kill = `${process.execPath} -e 'process.kill(process.pid, "SIGKILL")'`;
  const words = shell ? [`${kill}; exit $?`] : [process.execPath, "-e", 'process.kill(process.pid, "SIGKILL")'];
  expect(await runTool(words, { ...CALL, shell })).toMatchObject({ code, signal: "SIGKILL" });
});

test("an exit code that is no signal's is none", async () => {
  expect((await runTool([process.execPath, "-e", "process.exit(255)"], CALL)).signal).toBeUndefined();
});
