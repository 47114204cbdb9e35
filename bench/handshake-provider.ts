import { writeSync } from "node:fs";
import { forClient, serve } from "../src/plugin";
import { benchItem } from "./bench-item";

const { provider } = forClient<undefined>();
const resources = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`bench_item${index}`, benchItem()]));

// What the process has used once the handshake line is written, told by the process itself: from
// outside, a process that still runs can be measured in steps of 10 ms only. Written without process.stderr, a stream that
// takes as long to make as a tenth of a bare Node's start.
void serve(provider({ name: "bench", schema: {}, configure: () => undefined, resources })).then(() => {
  writeSync(2, `used ${JSON.stringify(process.resourceUsage())}\n`);
});
