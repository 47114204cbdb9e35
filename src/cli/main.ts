#!/usr/bin/env node
import { run } from "./run";

run(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, env: process.env }).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`hikube: ${String(error)}\n`);
    process.exit(1);
  },
);
