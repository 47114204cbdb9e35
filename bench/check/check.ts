import { readFileSync } from "node:fs";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { CLUSTER } from "../../test/constructs/cluster";

const { issues, forest } = checkTenants(readFileSync(process.argv[2] ?? "", "utf8"), { cluster: CLUSTER });
if (issues.length > 0 || forest === undefined) throw new Error("the measured file has faults");
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1000));
