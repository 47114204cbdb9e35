/** How Go, and so Terraform, calls this machine, e.g. `linux_amd64`. */
export function goPlatform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
  return `${system}_${architectures[process.arch] ?? process.arch}`;
}
