import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { toyProvider } from "./toy-provider";
import { reattachVariable, serveInProcess } from "../../src/plugin";

describe("providers served in this process", () => {
  it("are found side by side by one environment variable", async () => {
    const served = await Promise.all(
      ["example.test/a/toy", "example.test/b/toy"].map((address) => serveInProcess(toyProvider, { address })),
    );
    const { TF_REATTACH_PROVIDERS: text = "" } = reattachVariable(served.map(({ reattach }) => reattach));
    expect(JSON.parse(text)).toEqual({
      "example.test/a/toy": served[0]?.reattach["example.test/a/toy"],
      "example.test/b/toy": served[1]?.reattach["example.test/b/toy"],
    });
    expect(served[0]?.reattach["example.test/a/toy"]).toMatchObject({
      Protocol: "grpc",
      ProtocolVersion: 6,
      Test: true,
    });
    await Promise.all(served.map((one) => one.close()));
  });

  it("have a socket that no other user can reach, and leave nothing behind", async () => {
    const served = await serveInProcess(toyProvider, { address: "toy" });
    const folder = dirname(served.reattach.toy?.Addr.String ?? "");
    expect((await stat(folder)).mode & 0o077).toBe(0);
    await served.close();
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  it("are refused where their schemas are faulty", async () => {
    const faulty = { ...toyProvider, schema: { attributes: { version: { type: "string", optional: true } } } } as const;
    await expect(serveInProcess(faulty, { address: "toy" })).rejects.toThrow(
      "provider.version: Terraform keeps this name",
    );
  });
});
