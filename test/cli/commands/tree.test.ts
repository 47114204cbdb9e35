import { writeFileSync } from "node:fs";
import { hikube, hikubeJson, inFolder } from "../call";
import { CLUSTER } from "../../model/tenants";

const FILE = {
  formatVersion: 1,
  cluster: "cluster.json",
  tenants: [
    {
      name: "lab",
      profile: "production",
      quota: { cpu: "40", extendedResources: { "nvidia.com/gpu": 8 }, reserved: { cpu: "4", memory: "8Gi" } },
      children: [
        { name: "vision", protected: false, expiresAt: "2027-03-31T00:00:00Z", quota: { share: 30 } },
        { name: "speech", quota: { cpu: "1", memory: "1Gi", storage: "1Gi", ephemeralStorage: "3Gi" } },
      ],
    },
  ],
};

const PLAIN = { ...FILE, tenants: [{ name: "lab", profile: "development" }] };

inFolder({
  "cluster.json": JSON.stringify(CLUSTER),
  "lab.json": JSON.stringify(FILE),
  "plain.json": JSON.stringify(PLAIN),
});

test("shows what a reader asks for: devices, disks, protection, ends, reserves, and what the brackets mean", async () => {
  const { out } = await hikube("tree", "lab.json");
  const rows = out.split("\n").map((line) => line.split(/ {2,}/));
  expect(rows[0]).toEqual([
    "TENANT",
    "PROFILE",
    "CPU",
    "MEMORY",
    "STORAGE",
    "LB",
    "EPHEMERAL",
    "nvidia.com/gpu",
    "NAMESPACE",
    "NOTES",
  ]);
  expect(rows[1]?.slice(-3)).toEqual(["8 (6)", "tenant-lab", "protected; reserved: cpu 4, memory 8Gi"]);
  expect(rows[2]?.slice(-3)).toEqual(["2", "tenant-lab-vision", "ends 2027-03-31T00:00:00Z"]);
  expect(out).toContain("In brackets: what is left for the tenant's own namespace");
});

test("shows no column that nobody has anything in", async () => {
  const { out } = await hikube("tree", "plain.json");
  expect(out).not.toMatch(/EPHEMERAL|gpu|NOTES|brackets/);
});

test("says of a tenant that the code suspends it, and of those below it", async () => {
  const [lab] = FILE.tenants;
  writeFileSync("lab.json", JSON.stringify({ ...FILE, tenants: [{ ...lab, suspended: true }] }));
  const { out } = await hikube("tree", "lab.json");
  expect(out.match(/ suspended/g)).toHaveLength(3);
  expect(await hikubeJson("tree", "lab.json")).toMatchObject(Array(3).fill({ suspended: true }));
});
