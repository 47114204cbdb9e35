import { serve } from "../src/plugin";
import { toyProvider } from "../test/plugin/toy-provider";

// What the process has used once the handshake line is written, told by the process itself: from
// outside, a process that still runs can be measured in steps of 10 ms only.
void serve(toyProvider).then(() => {
  process.stderr.write(`used ${JSON.stringify(process.resourceUsage())}\n`);
});
