import { rewriteEnvironment, splitWords } from "../../../src/sandbox/terraform/environment-arguments";

const rewrite = (env: Record<string, string>) => rewriteEnvironment(env, "/stack");

test("words are split as a shell does it", () => {
  expect(splitWords(`-a "b c" -d='e "f"' \\"g -h=i" j"k`)).toEqual(["-a", "b c", '-d=e "f"', '"g', "-h=i jk"]);
});

test("arguments of the environment keep to the rules of those of the call", () => {
  expect(rewrite({ TF_CLI_ARGS_init: "-backend-config=a=b -upgrade", OTHER: "-state=x" })).toEqual({
    TF_CLI_ARGS_init: "-upgrade",
    OTHER: "-state=x",
  });
  expect(rewrite({ TF_CLI_ARGS_plan: `-var-file=a.tfvars -var "b=c d"` })).toEqual({
    TF_CLI_ARGS_plan: `-var-file=/stack/a.tfvars -var "b=c d"`.replace('-var "b=c d"', '"-var=b=c d"'),
  });
});

test.each([["-state=x"], [`"-state"=x`], [`-st\\ate=x`], ["-lock=false -state x"], [`'--backup=x'`]])(
  "%s in the environment is refused",
  (text) => {
    expect(() => rewrite({ TF_CLI_ARGS_apply: text })).toThrow("is not allowed in a sandbox");
  },
);
