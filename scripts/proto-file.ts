/** One message type of a `.proto` file, with its full name in dots. */
export interface ProtoMessage {
  readonly name: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** Type as it is written; of a map the type of its values. */
  readonly type: string;
  readonly label: "single" | "optional" | "repeated" | "map" | "oneof";
}

export interface ProtoMethod {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly clientStream: boolean;
  readonly serverStream: boolean;
}

export interface ProtoEnum {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface ProtoFile {
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly methods: readonly ProtoMethod[];
}

interface Scope {
  readonly messages: ProtoMessage[];
  readonly enums: ProtoEnum[];
  readonly methods: ProtoMethod[];
}
type Fields = ProtoField[];

/**
 * Reads as much of the protobuf language (proto3) as Terraform's file uses.
 *
 * @throws Error at the first thing that is none of it
 * @see https://protobuf.dev/reference/protobuf/proto3-spec/
 */
export function parseProto(text: string): ProtoFile {
  const tokens = new Tokens(text.replace(/\/\/[^\n]*/g, "").match(/"[^"]*"|[\w.]+|[^\s\w]/g) ?? []);
  const file: Scope = { messages: [], enums: [], methods: [] };
  while (!tokens.done) {
    const word = tokens.next();
    if (word === "message") parseMessage(tokens, file, "");
    else if (word === "enum") parseEnum(tokens, file, "");
    else if (word === "service") parseService(tokens, file);
    else tokens.skipStatement();
  }
  return file;
}

function parseMessage(tokens: Tokens, file: Scope, outer: string): void {
  const name = `${outer}${tokens.next()}`;
  const fields: Fields = [];
  file.messages.push({ name, fields });
  tokens.expect("{");
  parseBody(tokens, file, { name, fields, label: "single" });
}

interface Body {
  readonly name: string;
  readonly fields: Fields;
  readonly label: ProtoField["label"];
}

function parseBody(tokens: Tokens, file: Scope, body: Body): void {
  for (let word = tokens.next(); word !== "}"; word = tokens.next()) {
    if (word === "message") parseMessage(tokens, file, `${body.name}.`);
    else if (word === "enum") parseEnum(tokens, file, `${body.name}.`);
    else if (word === "reserved" || word === "option" || word === ";") tokens.skipStatement(word);
    else if (word === "oneof") parseOneof(tokens, file, body);
    else parseField(tokens, word, body);
  }
}

function parseOneof(tokens: Tokens, file: Scope, body: Body): void {
  tokens.next();
  tokens.expect("{");
  parseBody(tokens, file, { ...body, label: "oneof" });
}

function parseField(tokens: Tokens, first: string, { fields, label: around }: Body): void {
  const labelled = first === "optional" || first === "repeated";
  const isMap = first === "map";
  if (isMap) for (const part of ["<", "string", ","]) tokens.expect(part);
  const type = labelled || isMap ? tokens.next() : first;
  if (isMap) tokens.expect(">");
  const name = tokens.next();
  tokens.expect("=");
  const number = Number(tokens.next());
  fields.push({ name, number, type, label: isMap ? "map" : labelled ? first : around });
  tokens.skipStatement();
}

function parseEnum(tokens: Tokens, file: Scope, outer: string): void {
  const name = `${outer}${tokens.next()}`;
  const values: Record<string, number> = {};
  tokens.expect("{");
  for (let word = tokens.next(); word !== "}"; word = tokens.next()) {
    tokens.expect("=");
    values[word] = Number(tokens.next());
    tokens.skipStatement();
  }
  file.enums.push({ name, values });
}

function parseService(tokens: Tokens, file: Scope): void {
  tokens.next();
  tokens.expect("{");
  for (let word = tokens.next(); word !== "}"; word = tokens.next()) {
    if (word !== "rpc") throw new Error(`rpc is expected in a service, not ${word}`);
    const name = tokens.next();
    const request = parseMethodType(tokens);
    tokens.expect("returns");
    const response = parseMethodType(tokens);
    tokens.skipStatement();
    const streams = { clientStream: request.stream, serverStream: response.stream };
    file.methods.push({ name, request: request.type, response: response.type, ...streams });
  }
}

function parseMethodType(tokens: Tokens): { readonly type: string; readonly stream: boolean } {
  tokens.expect("(");
  const first = tokens.next();
  const stream = first === "stream";
  const type = stream ? tokens.next() : first;
  tokens.expect(")");
  return { type, stream };
}

class Tokens {
  #at = 0;

  constructor(private readonly all: readonly string[]) {}

  get done(): boolean {
    return this.#at >= this.all.length;
  }

  next(): string {
    const token = this.all[this.#at++];
    if (token === undefined) throw new Error("the file ends too early");
    return token;
  }

  expect(wanted: string): void {
    const token = this.next();
    if (token !== wanted) throw new Error(`${wanted} is expected, not ${token} after ${this.all[this.#at - 2] ?? ""}`);
  }

  skipStatement(last = ""): void {
    for (let token = last; token !== ";";) token = this.next();
  }
}
