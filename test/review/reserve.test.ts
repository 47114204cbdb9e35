import { SMALL, type LooseSpec } from "../model/tenants";
import { changesBetween, linesOf } from "./states";

const WAY = { toCidrs: ["198.51.100.0/24"], ports: [{ protocol: "TCP", port: 443 }] };
const parent = (reserved?: object, more: LooseSpec = {}): LooseSpec => ({
  name: "a",
  quota: { cpu: "8", memory: "16Gi", storage: "100Gi", ...(reserved === undefined ? {} : { reserved }) },
  ...more,
});
/** The lines of what is set aside; no other may quote the record. */
function lines(before: LooseSpec, after: LooseSpec): readonly string[] {
  const all = linesOf(changesBetween(before, after));
  expect(all.filter((line) => line.includes("hikube.cloud/reserved"))).toEqual([]);
  return all.filter((line) => /set aside|granted to/.test(line));
}

test("what a tenant sets aside is one line, in amounts, when it comes and when it moves", () => {
  const [some, less] = [{ cpu: "4" }, { cpu: "3" }];
  const [four, three] = ["4", "3"].map((cpu) => `limits.cpu ${cpu}, requests.cpu ${cpu}`);
  expect(lines(parent(), parent(some))).toEqual([`info tenant-a quota set aside: - => ${four}`]);
  expect(lines(parent(some), parent(less))).toEqual([`notice tenant-a quota set aside: ${four} => ${three}`]);
  expect(lines(parent(some), parent())).toEqual([`notice tenant-a quota set aside: ${four} => -`]);
});

test("what follows from another change is told there alone; what nothing else shows, here", () => {
  const access = { owners: [{ kind: "Group", name: "oidc:boss" }] };
  const children = [{ name: "b", quota: SMALL }];
  expect(lines(parent({ cpu: "1" }), parent({ cpu: "1" }, { access, children }))).toEqual([]);
  const granting = parent({ cpu: "1" }, { network: { allowedEgress: [WAY] } });
  expect(lines(parent({ cpu: "1" }), granting)).toEqual([
    expect.stringMatching(/^notice tenant-a quota granted to those that take of it: .*198\.51\.100\.0\/24/),
  ]);
});
