const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  moduleNameMapper: {
    // Lazy imports name the compiled file.
    "^(\\.{1,2}/.*)\\.js$": "$1",
    "^cdktf-hikube$": "<rootDir>/constructs/index.ts",
    "^cdktf-hikube/provider$": "<rootDir>/constructs/provider/index.ts",
    "^cdktf-hikube/testing$": "<rootDir>/src/sandbox/index.ts",
    "^cdktf-hikube/tenants-file$": "<rootDir>/src/tenants-file/index.ts",
    "^cdktf-hikube/plugin$": "<rootDir>/src/plugin/index.ts",
    "^cdktf-hikube/plugin/testing$": "<rootDir>/src/plugin/testing/index.ts",
    "^cdktf-hikube/connectivity$": "<rootDir>/src/connectivity/index.ts",
  },
};

module.exports = {
  // It ends what hangs, and is far beyond what a test takes on a busy machine.
  testTimeout: 900_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/test/e2e/"],
    },
    {
      ...shared,
      displayName: "e2e",
      globalSetup: "<rootDir>/test/e2e/global-setup.ts",
      testMatch: ["<rootDir>/test/e2e/**/*.test.ts"],
    },
  ],
};
