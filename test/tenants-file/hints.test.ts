import { checkTenants } from "../../src/tenants-file/check-tenants";
import { CLUSTER } from "../model/tenants";

/** A line of a tenant, and the hint of its one fault. */
const HINTS: readonly (readonly [line: string, hint: string])[] = [
  ["profile: Production", 'did you mean "production"?'],
  ["profile: prod", 'did you mean "production"?'],
  ["profile: live", "choose one: it sets the defaults that all other fields override"],
  ["network: { internet: false }", "choose one of these words"],
  [
    "network: { egress: [{ toCidrs: [db.example.ch], ports: [{ protocol: TCP, port: 5432 }] }] }",
    "network policies know no names: give the addresses that this one stands for",
  ],
  ["quota: { cpu: 1, memory: 1Gi, storage: 1Gi }", "put it in quotes"],
  ['quota: { cpu: "1", memory: 128GB, storage: 1Gi }', 'did you mean "128Gi"?'],
  ['quota: { cpu: "1", memory: 1Gi, storage: much }', "write the amount as a string in one of these forms"],
  ["security: { podSecurity: Restricted }", 'did you mean "restricted"?'],
  ["network: { internet: DENY }", 'did you mean "deny"?'],
  ["network: { egress: [{ toCidrs: [192.0.2.0/24], ports: [{ protocol: tcp, port: 443 }] }] }", 'did you mean "TCP"?'],
  ["access: { owners: [{ kind: group, name: shop-team }] }", 'did you mean "Group"?'],
  ["access: { deployers: [{ name: ci, level: Admin }] }", 'did you mean "admin"?'],
  [
    "monitoring: { host: grafana.example.ch, exposure: { kind: ingress, fromNamespace: ingress-nginx }, dashboards: { groups: [Logs] } }",
    'did you mean "logs"?',
  ],
  ["protected: yes", 'write true; "yes" is a text, in quotes or not'],
  ['protected: "No"', 'write false; "No" is a text, in quotes or not'],
  ['protected: "true"', "remove the quotes: true"],
];

test.each(HINTS)("`%s` is told how to mend it", (line, hint) => {
  const profile = line.startsWith("profile") ? "" : "    profile: development\n";
  const text = `formatVersion: 1\ntenants:\n  - name: shop\n${profile}    ${line}\n`;
  const { issues } = checkTenants(text, { cluster: CLUSTER });
  expect(issues.map((issue) => issue.hint)).toEqual([hint]);
});
