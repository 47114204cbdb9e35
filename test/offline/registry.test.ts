import { registryAnswers } from "../../src/offline/registry";

test("a registry that cannot be reached does not answer", async () => {
  expect(await registryAnswers(["127.0.0.1:1"])).toBe(false);
});
