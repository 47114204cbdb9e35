import { HikubePlatform, HikubeTenant } from "cdktf-hikube";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { isRecord } from "../../src/model/json";
import { hasTemplate, unescapeTemplates } from "../../src/model/terraform-text";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { CLUSTER_FACTS } from "../../src/model/cluster/cluster-schema";
import { judgedTexts, TEMPLATES, textPlaces, textsIn } from "./free-texts";
import { CLUSTER, newApp, newStack, resourcesOf, synthError, synthStack, PLATFORM } from "./synth";

const { free, refused } = judgedTexts(CLUSTER);

test("these places take any text; a new one has to be looked at", () => {
  expect([...new Set(free.map(({ place }) => place))]).toEqual([
    ...["viewers", "users", "admins", "owners"].map((level) => `access.${level}[].name`),
    "security.subjectPrefixes[]",
    "cost.note",
  ]);
});

test("every other place refuses templates itself", () => {
  const places = textPlaces(TENANT_SPEC).map(({ path }) => path);
  const judged = new Set([...free.map(({ place }) => place), ...refused.map((entry) => entry.split(" ")[0])]);
  expect(places.filter((place) => !judged.has(place))).toEqual([]);
});

test.each(free.map((one) => [one.place, one.text, one.spec] as const))(
  "%s: %s reaches Terraform as itself",
  (_place, text, spec) => {
    const texts = textsIn(synthStack((stack) => new HikubeTenant(stack, "top", { ...spec, platform: PLATFORM })));
    expect(texts.filter(hasTemplate)).toEqual([]);
    expect(texts.some((one) => unescapeTemplates(one).includes(text))).toBe(true);
  },
);

describe("facts of the cluster", () => {
  // What objects are made of; addresses have their own form, and keys of tokens are for other readers.
  const places = textPlaces(CLUSTER_FACTS).filter(({ path }) => !/^(\$schema|.*[cC]idrs|serviceAccounts)/.test(path));

  test.each(places.flatMap((place) => TEMPLATES.map((text) => [place.path, text, place] as const)))(
    "%s: %s is refused, or reaches Terraform as itself",
    (path, text, place) => {
      const cluster = { ...merged(CLUSTER, place.with(text)), serviceAccounts: CLUSTER.serviceAccounts };
      const app = newApp();
      const stack = newStack(app, "stack");
      const platform = new HikubePlatform(stack, "platform", { cluster });
      new HikubeTenant(stack, "top", { name: "top", profile: "development", platform });
      const error = synthError(app);
      if (error !== "") expect(error).toContain(`cluster.${path.split("[")[0] ?? ""}`);
      else expect(textsIn(resourcesOf(app, "stack")).filter(hasTemplate)).toEqual([]);
    },
  );

  test("labels of the DNS pods are taken as they are", () => {
    const podLabels = { "${1+1}": "%{ if true }x%{ endif }" };
    const cluster = { ...CLUSTER, dns: { ...CLUSTER.dns, podLabels } };
    const texts = textsIn(
      synthStack(
        (stack) => new HikubeTenant(stack, "top", { name: "top", profile: "development", platform: { cluster } }),
      ),
    );
    expect(texts).toEqual(expect.arrayContaining(["$${1+1}", "%%{ if true }x%%{ endif }"]));
  });
});

/** The second over the first, map by map. */
function merged(base: ClusterFacts, change: Readonly<Record<string, unknown>>): ClusterFacts {
  const parts = Object.entries(change).map(([key, value]) => {
    const before: unknown = base[key as keyof ClusterFacts];
    return [key, isRecord(before) && isRecord(value) ? { ...before, ...value } : value] as const;
  });
  return { ...base, ...Object.fromEntries(parts) };
}
