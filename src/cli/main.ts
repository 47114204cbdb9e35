#!/usr/bin/env node
import { run } from "./run";

const { stdin, stdout, stderr, env } = process;

run(process.argv.slice(2), { stdin, stdout, stderr, env }).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`hikube: ${String(error)}\n`);
    process.exit(1);
  },
);
