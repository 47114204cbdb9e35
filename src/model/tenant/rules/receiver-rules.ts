import { issueUnless, show, type Issue, type Path } from "../../issue";
import { isDnsLabel, isDnsSubdomain } from "../../kubernetes/names";
import { isPort } from "../spec/network-faults";
import { RECEIVER_KINDS, SEVERITIES } from "../spec/monitoring-schema";
import type { ReceiverSpec, SecretKeySpec } from "../spec/monitoring-spec";
import { choiceRule, fieldsOfKind } from "./kind-rules";
import { eachKnown, notEmpty, type RuleContext } from "./rule";

const COMMON = ["name", "tenants", "severities"];

/** What each kind needs. A receiver without its secret would lose every alert. */
const KINDS: Readonly<Record<ReceiverSpec["kind"], { readonly needed: readonly string[]; readonly secret?: string }>> =
  {
    email: { needed: ["to", "from", "smarthost"] },
    slack: { needed: ["channel", "url"], secret: "url" },
    webhook: { needed: ["url"], secret: "url" },
    pagerduty: { needed: ["routingKey"], secret: "routingKey" },
    telegram: { needed: ["chatId", "token"], secret: "token" },
  };
const EMAIL_LOGIN = ["username", "password"] as const;

/** The receivers of alerts, each by its kind. */
export function receiverRules(
  path: Path,
  receivers: readonly ReceiverSpec[] | undefined,
  context: RuleContext,
  tenantRule: (path: Path, namespace: string) => readonly Issue[],
): readonly Issue[] {
  const names = new Set<string>();
  return eachKnown(receivers, context, (receiver, index) => {
    const at = [...path, index];
    const isTaken = names.has(receiver.name);
    names.add(receiver.name);
    return [
      ...receiverName([...at, "name"], receiver.name, isTaken, context),
      ...ofKind(at, receiver, context),
      ...eachKnown(receiver.tenants, context, (tenant, entry) => tenantRule([...at, "tenants", entry], tenant)),
      ...eachKnown(receiver.severities, context, (severity, entry) =>
        choiceRule([...at, "severities", entry], severity, SEVERITIES, context),
      ),
      ...(["tenants", "severities"] as const).flatMap((field) =>
        notEmpty([...at, field], receiver[field], NO_ALERT, context),
      ),
    ];
  });
}

/** Of nothing nothing would be sent, and nobody would miss it before it is needed. */
const NO_ALERT = { message: "a receiver that gets no alert", hint: "leave the field out, or remove the receiver" };

function receiverName(path: Path, name: string, isTaken: boolean, { isKnown }: RuleContext): readonly Issue[] {
  if (!isKnown(name)) return [];
  return issueUnless(isDnsLabel(name) && !isTaken, path, () => ({
    code: isTaken ? "duplicate-name" : "invalid-label-value",
    message: isTaken ? "two receivers with one name" : "invalid name of a receiver",
    received: show(name),
    expected: "lower-case letters, digits and dashes, at most 63, unique in the stack",
    hint: "rename it",
  }));
}

function ofKind(path: Path, receiver: ReceiverSpec, context: RuleContext): readonly Issue[] {
  const { kind } = receiver;
  if (!context.isKnown(kind)) return [];
  const form = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (form === undefined) return choiceRule([...path, "kind"], kind, RECEIVER_KINDS, context);
  const optional = [...COMMON, ...(kind === "email" ? EMAIL_LOGIN : [])];
  const given = { ...receiver } as Readonly<Record<string, unknown>>;
  const secretField = kind === "email" ? "password" : form.secret;
  const secret = secretField === undefined ? undefined : given[secretField];
  return [
    ...fieldsOfKind(path, given, { needed: form.needed, optional }, kind),
    ...(secretField === undefined || secret === undefined || !context.isKnown(secret)
      ? []
      : secretRules([...path, secretField], secret as SecretKeySpec, context)),
    ...(receiver.kind === "email" ? emailRules(path, receiver, context) : []),
  ];
}

/** A place in a Secret: the value itself would stand in state. */
export function secretRules(path: Path, { secret, key }: SecretKeySpec, { isKnown }: RuleContext): readonly Issue[] {
  const fault = (field: string, given: string, expected: string, isRight: (text: string) => boolean) =>
    issueUnless(!isKnown(given) || isRight(given), [...path, field], () => ({
      code: "invalid-secret-key",
      message: "invalid place of a secret",
      received: show(given),
      expected,
      hint: "make the Secret by hand or by your secret store; its value never stands in the code",
    }));
  return [
    ...fault("secret", secret, "the name of a Secret in the stack's namespace", isDnsSubdomain),
    ...fault("key", key, "a key of the Secret: letters, digits and `-._`", (text) => SECRET_KEY.test(text)),
  ];
}

const SECRET_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

type Email = Extract<ReceiverSpec, { readonly kind: "email" }>;
const ADDRESS = /^[^@\s<>,;"]+@[^@\s<>,;"]+$/;

function isHostPort(text: string): boolean {
  const [, host, port = ""] = /^(.+):([1-9][0-9]*)$/.exec(text) ?? [];
  return isDnsSubdomain(host) && isPort(Number(port));
}

function emailRules(path: Path, email: Partial<Email>, { isKnown }: RuleContext): readonly Issue[] {
  const { to, from, smarthost } = email;
  const addresses = Object.entries({ to, from }).flatMap(([field, value]) =>
    issueUnless(value === undefined || !isKnown(value) || ADDRESS.test(value), [...path, field], () => ({
      code: "invalid-address",
      message: "invalid e-mail address",
      received: show(value),
      expected: `one address such as "on-call@example.ch"`,
      hint: "make a receiver for each address",
    })),
  );
  const login = EMAIL_LOGIN.filter((field) => email[field] !== undefined);
  const isHost = smarthost === undefined || !isKnown(smarthost) || isHostPort(smarthost);
  return [
    ...addresses,
    ...issueUnless(login.length !== 1, path, () => ({
      code: "missing-field",
      message: "a login by half",
      received: `${String(login[0])} alone`,
      expected: "both `username` and `password`, or neither",
      hint: "give the other one too",
    })),
    ...issueUnless(isHost, [...path, "smarthost"], () => ({
      code: "invalid-hostname",
      message: "invalid mail server",
      received: show(smarthost),
      expected: `host and port, such as "smtp.example.ch:587"`,
      hint: "add the port",
    })),
  ];
}
