import { readFileSync } from "node:fs";
import { parse } from "yaml";

parse(readFileSync(process.argv[2] ?? "", "utf8"));
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1000));
