import { guardrailObjects, type Guardrail } from "../../../src/model/platform/guardrails/guardrail";
import { GUARDRAILS } from "../../../src/model/platform/guardrails/guardrails";
import { contactIn, signed, toldTogether } from "../../../src/model/platform/guardrails/messages";
import { podGates } from "../../../src/model/platform/guardrails/pod-spec";
import { POD } from "../../../src/model/platform/guardrails/pod-gate";
import { TEMPLATE_WARNINGS } from "../../../src/model/platform/guardrails/pod-templates";
import { platformObjects } from "../../../src/model/platform/platform";
import { CLUSTER } from "../tenants";

const CONTACT = 'https://chat.example.com/#help "tenants" \\ ${1+1}';

interface PolicySpec {
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly message: string; readonly messageExpression?: string }[];
}

const specsOf = (contact?: string) =>
  platformObjects({ guardrails: true, cluster: CLUSTER, contact })
    .guardrails.filter(({ kind }) => kind === "ValidatingAdmissionPolicy")
    .map(({ spec }) => spec as PolicySpec);

test("without a contact no message asks anybody", () => {
  expect(JSON.stringify(specsOf())).not.toContain("Ask:");
});

test("with one every message ends with it, as a text that is no code", () => {
  const end = `. Ask: ${CONTACT}`;
  for (const { validations } of specsOf(CONTACT)) {
    for (const { message, messageExpression } of validations) {
      expect(message.endsWith(end)).toBe(true);
      if (messageExpression !== undefined)
        expect(messageExpression.endsWith(` + ${JSON.stringify(end)})[0]`)).toBe(true);
    }
  }
});

test("whom a message asks is read out of it, whatever stands in the contact", () => {
  for (const contact of [CONTACT, "a. Ask: b"]) {
    const messages = specsOf(contact).flatMap(({ validations }) => validations.map(({ message }) => message));
    expect(new Set(messages.map(contactIn))).toEqual(new Set([contact]));
  }
  const unsigned = specsOf().flatMap(({ validations }) => validations.map(({ message }) => contactIn(message)));
  expect(new Set(unsigned)).toEqual(new Set([undefined]));
});

test("a message that comes out empty stays so, or nothing else would be shown", () => {
  const { messageExpression } = signed({ message: "a", messageExpression: "x ? '' : 'b'" }, "c");
  expect(messageExpression).toBe(`[x ? '' : 'b'].map(one, one == '' ? '' : one + ". Ask: c")[0]`);
});

test("faults of one policy are told together by each of them", () => {
  const one = { expression: "a", exempt: "who", message: "no a" };
  const { variables, validations } = toldTogether([one, { ...one, expression: "b", messageExpression: "'no b'" }]);
  expect(variables.map(({ expression }) => expression)).toEqual([
    "(a) ? '' : \"no a\"",
    "(b) ? '' : ['no b', \"no a\"].filter(one, !one.contains('\\n'))[0]",
  ]);
  for (const { messageExpression } of validations)
    expect(messageExpression).toContain("[variables.fault1, variables.fault2]");
});

test("what has no companion, or nobody who is exempt, is told as it is", () => {
  const alone = [
    { expression: "a", message: "no a" },
    { expression: "b", exempt: "who", message: "no b" },
  ];
  expect(toldTogether(alone)).toEqual({ variables: [], validations: alone });
});

test("no message asks for rights, which a server does not evaluate there", () => {
  const asking = /authorizer|variables\.(exempt|operates|writesTenants|isTrusted|writesStatus)/;
  for (const guardrail of GUARDRAILS) {
    const spec = policyOf(guardrail);
    for (const { messageExpression = "" } of spec.validations) expect(messageExpression).not.toMatch(asking);
    for (const { name, expression } of spec.variables ?? [])
      if (name.startsWith("fault")) expect(expression).not.toMatch(asking);
  }
});

test("a template is judged by the expressions that judge the pod", () => {
  const shown = (text: string) => text.replaceAll("object.spec", "variables.pod").replaceAll(POD.isNew, "true");
  const ofPods = podGates(POD).flatMap(({ validations }) => validations.map(({ expression }) => shown(expression)));
  const [, spec] = TEMPLATE_WARNINGS;
  expect(spec?.validations.map(({ expression }) => expression)).toEqual(ofPods);
});

test("a warning exempts nobody: the pod is made by a controller, whoever wrote the template", () => {
  const all = JSON.stringify(TEMPLATE_WARNINGS.map(policyOf));
  expect(all).not.toContain("authorizer");
  expect(all).not.toContain("oldObject.spec.");
});

function policyOf(guardrail: Guardrail): PolicySpec {
  return guardrailObjects(guardrail)[0]?.spec as PolicySpec;
}
