import { toyProvider } from "./toy-provider";
import { serveInProcess } from "../../src/plugin";

// A tool that serves two providers, and listens to a signal itself where the second argument says so.
async function main([signal]: readonly string[]): Promise<void> {
  const served = await Promise.all(["a", "b"].map((address) => serveInProcess(toyProvider, { address })));
  if (signal !== undefined) {
    process.on(signal, () => {
      process.stdout.write("heard\n", () => process.exit(7));
    });
  }
  process.stdout.write(`${JSON.stringify(served.map(({ reattach }) => Object.values(reattach)[0]?.Addr.String))}\n`);
}

void main(process.argv.slice(2));
