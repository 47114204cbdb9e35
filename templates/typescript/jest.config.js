module.exports = {
  testEnvironment: "node",
  // The first sandbox builds its control plane; every one after it starts in seconds.
  testTimeout: 1_800_000,
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
};
