/**
 * Most runs end within seconds, in which code that V8 optimizes after a moment does not pay: of a plan of a hundred tenants that
 * was a third of the CPU. Three times that moment are left to it. A V8 that knows no such flag passes over it.
 */
export function optimizeLate(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--interrupt-budget=400000");
}
