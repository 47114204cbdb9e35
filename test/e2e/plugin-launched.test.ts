import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { terraformBinaries } from "./binaries";
import { removeBundle, Workspace } from "./plugin-workspace";

afterAll(removeBundle);

// In-process the crash would be that of the test itself, and the log its own.
describe.each(terraformBinaries())("the toy provider, launched by $name", ({ name, path }) => {
  let toy: Workspace;

  beforeEach(async () => {
    toy = await Workspace.open(path(), "executable");
    await toy.write("");
    await toy.init();
  });

  afterEach(() => toy.close());

  it("shows its stack to the user where it crashes", async () => {
    await toy.write('resource "toy_failing" "f" { fail = "crash" }');
    const { code, output } = await toy.apply();
    expect(code).toBe(1);
    // By whether Terraform notices the end of the connection or of the process first.
    expect(output).toMatch(/Plugin did not respond|Request cancelled/);
    // OpenTofu shows the stack in its log only.
    if (name === "terraform")
      expect(output).toMatch(/Stack trace from the terraform-provider-toy[^]*the toy fell apart/);
  });

  it("loses nothing of what is under way when a forgotten promise fails", async () => {
    await toy.write(
      `resource "toy_failing" "forget" { fail = "forget" }
       resource "toy_failing" "wait" {
         count = 9
         fail  = "wait"
       }
       resource "toy_failing" "later" { depends_on = [toy_failing.forget, toy_failing.wait] }`,
    );
    const { code, output } = await toy.apply();
    expect(code).toBe(1);
    const text = output.replace(/[\s│]+/g, " ");
    expect(text).toMatch(/Warning: The provider failed beside this operation[^]*the toy forgot a promise/);
    expect(text).toMatch(/Error: The provider failed before, and begins nothing new[^]*the toy forgot a promise/);
    const { resources } = await toy.state();
    const stored = resources.flatMap(({ name: of, instances }) => instances.map(({ status }) => [of, status]));
    expect(stored).toEqual([["forget", undefined], ...Array.from({ length: 9 }, () => ["wait", undefined])]);
  });

  it("says where process.exit was called", async () => {
    await toy.write('resource "toy_failing" "f" { fail = "exit" }');
    const { code, output } = await toy.apply();
    expect(code).toBe(1);
    expect(output).toContain("the provider called process.exit(3)");
    expect(output).not.toContain("did not respond");
  });

  it("writes one line for each call into Terraform's log, and what a method logs", async () => {
    await toy.write('resource "toy_failing" "f" {}');
    const log = join(toy.folder, "tf.log");
    process.env.TF_LOG_PATH = log;
    process.env.TF_LOG = "TRACE";
    try {
      await toy.succeed("apply", "-auto-approve", "-no-color");
    } finally {
      delete process.env.TF_LOG_PATH;
      delete process.env.TF_LOG;
    }
    const lines = (await readFile(log, "utf8")).split("\n");
    const applied = lines.filter((line) => line.includes("Served request") && line.includes("ApplyResourceChange"));
    expect(applied).toHaveLength(1);
    expect(applied[0]).toMatch(/^\S+ \[TRACE\] provider\.terraform-provider-toy/);
    expect(applied[0]).toMatch(/diagnostic_error_count=0/);
    const id = /tf_req_id=(\S+)/.exec(applied[0] ?? "")?.[1] ?? "no id";
    expect(applied[0]).toMatch(/tf_req_duration_ms=\d+/);
    expect(applied[0]).toMatch(/tf_resource_type=toy_failing/);
    const own = lines.filter((line) => line.includes("making a toy that fails"));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(/^\S+ \[DEBUG\] provider\.terraform-provider-toy/);
    expect(own[0]).toContain(id);
  });
});
