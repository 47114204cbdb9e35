import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { blocksOf, runScript } from "./guide";
import { writeProgram } from "./new-repository";
import {
  APPLIES,
  CLAIMS,
  edit,
  startPipelineGround,
  takeOver,
  type Pipeline,
  type PipelineGround,
} from "./pipeline-ground";
import { describeWithBinaries } from "./support";
import { startTokenRequests, type Claims } from "./token-issuer";
import { runJob, type Texts } from "./workflow";

describeWithBinaries("the pipelines of hikube init", () => {
  let ground: PipelineGround;

  beforeAll(async () => {
    ground = await startPipelineGround();
  }, 900_000);

  afterAll(() => ground.close());

  const administer = (lines: string, folder: string) => runScript(lines, folder, { ...ground.admin });

  const admins = async () => {
    const ref = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" };
    const binding = await ground.sandbox
      .cluster()
      .get({ ...ref, namespace: "tenant-production-shop", name: "hikube-admin" });
    return (binding as { readonly subjects?: readonly { readonly name: string }[] } | undefined)?.subjects?.map(
      ({ name }) => name,
    );
  };

  let github: Pipeline;

  describe("GitHub", () => {
    let claims: Claims = {};
    let jobs: Texts;

    beforeAll(async () => {
      github = await ground.repositoryOf("github");
      const requests = await startTokenRequests(() => ground.issuer.token("github", { ...CLAIMS.github, ...claims }));
      ground.closing(requests);
      const bin = join(ground.home, "bin");
      mkdirSync(bin);
      writeProgram(join(bin, "gh"), 'printf "%s " "$@" > .comment; cat review.md >> .comment\n');
      jobs = { ...github.env, ...requests.env, PATH: `${bin}:${github.path}` };
      await ground.setUp(github);
    }, 300_000);

    const job = (name: string, event: string, context = {}, file = ".github/workflows/tenants.yml") =>
      runJob({
        ...{ file, job: name, event, folder: github.folder, env: jobs },
        context: { "github.token": "none", "github.event.number": "7", ...context },
      });

    const apply = ({ digest = "", environment = "" }: Readonly<Record<string, string>>) => {
      claims = { environment };
      return job("apply", "push", { "needs.plan.outputs.digest": digest });
    };

    test("a pull request is checked, planned by who only reads, and commented", async () => {
      claims = { ref: "refs/pull/7/merge" };
      await job("check", "pull_request");
      expect(await job("plan", "pull_request")).toMatchObject({
        digest: expect.stringMatching(/^sha256:\w{64}$/) as string,
      });
      const comment = readFileSync(join(github.folder, ".comment"), "utf8");
      expect(comment).toMatch(/^pr comment 7 .*tenant-production-shop/s);
      expect(await admins()).toBeUndefined();
    });

    test("what it planned with cannot become what applies, nor can another repository", async () => {
      const become = (token: string, account: string) =>
        runScript(`bash pipeline/become.sh ${account} <<< "$TOKEN"`, github.folder, { ...jobs, TOKEN: token });
      const plan = ground.issuer.token("github", {
        ...CLAIMS.github,
        ref: "refs/pull/7/merge",
        environment: "production",
      });
      await become(plan, "pipeline-plan");
      await expect(become(plan, "pipeline-apply")).rejects.toThrow(/cannot create resource "serviceaccounts\/token"/);
      const other = ground.issuer.token("github", { ...CLAIMS.github, ...APPLIES.github, repository_id: "1" });
      await expect(become(other, "pipeline-apply")).rejects.toThrow(/Unauthorized|must be logged in/);
    });

    test("main is planned again, and applied after approval", async () => {
      claims = {};
      await apply(await job("plan", "push"));
      expect(await admins()).toEqual(["shop-team"]);
      edit(github, "share: 25", "share: 20");
      claims = {};
      const planned = await job("plan", "push");
      expect(planned.environment).toBe("production");
      await apply(planned);
    });

    test("a danger asks for the approval of others, and another digest is refused", async () => {
      edit(github, "name: shop-team", "name: contractors");
      claims = {};
      const planned = await job("plan", "push");
      expect(planned.environment).toBe("production-danger");
      expect(readFileSync(join(github.folder, ".summary"), "utf8")).toContain("contractors");
      await expect(apply({ ...planned, digest: `sha256:${"0".repeat(64)}` })).rejects.toThrow(/stale-plan/);
      await apply(planned);
      expect(await admins()).toEqual(["contractors"]);
    });

    test("a plan that fails ends the job", async () => {
      claims = {};
      edit(github, "profile: production", "profile: prod");
      const told = await job("plan", "push").catch(String);
      edit(github, "profile: prod\n", "profile: production\n");
      expect(told).toContain("unknown-value");
    });

    test("the night finds nothing", async () => {
      claims = {};
      await job("look", "schedule", {}, ".github/workflows/nightly.yml");
    });

    test("the page shows who a job is", async () => {
      const [block = ""] = blocksOf("docs/ci-github.md", "sh")["At the API server"] ?? [];
      expect(await runScript(block, github.folder, jobs)).toContain(
        "system:serviceaccount:hikube-system:pipeline-plan",
      );
    });
  });

  describe("GitLab", () => {
    interface GitLabJob {
      readonly extends?: string;
      readonly script?: readonly string[];
      readonly before_script?: readonly string[];
    }
    let gitlab: Pipeline;

    beforeAll(async () => {
      gitlab = await ground.repositoryOf("gitlab");
      takeOver(github, gitlab);
      // Its jobs are the groups themselves: nobody has to become an account any more.
      await administer("kubectl delete rolebindings --all --namespace hikube-system", gitlab.folder);
      await administer("kubectl apply --filename pipeline/accounts.yaml", gitlab.folder);
    }, 300_000);

    const job = async (name: string, claims: Claims, env: Texts = {}): Promise<void> => {
      const all = parse(readFileSync(join(gitlab.folder, ".gitlab-ci.yml"), "utf8")) as Record<string, GitLabJob>;
      const inherited = (own: GitLabJob | undefined): GitLabJob =>
        own?.extends === undefined ? { ...own } : { ...inherited(all[own.extends]), ...own };
      const { before_script: before = [], script = [] } = inherited(all[name]);
      const token = ground.issuer.token("gitlab", { ...CLAIMS.gitlab, ...claims });
      await runScript([...before, ...script].join("\n"), gitlab.folder, { ...gitlab.env, ...env, HIKUBE_TOKEN: token });
    };

    test("plans with a warning for a danger, and applies that plan by the token of the environment alone", async () => {
      edit(gitlab, "name: contractors", "name: gitlab-team");
      await expect(job("plan", {})).rejects.toThrow(/ended with 3/);
      expect(readFileSync(join(gitlab.folder, "review.md"), "utf8")).toContain("gitlab-team");
      const [, digest] = readFileSync(join(gitlab.folder, "digest.env"), "utf8").trim().split("=");
      await expect(job("apply", { environment: "production" }, { DIGEST: digest })).rejects.toThrow(/forbidden/);
      await job("apply", APPLIES.gitlab, { DIGEST: digest });
      expect(await admins()).toEqual(["gitlab-team"]);
    });

    test.each(["drift", "expiry", "network", "access", "facts"])("the night finds nothing: %s", (name) =>
      job(name, {}),
    );
  });

  test("Atlantis plans and applies by its server's workflow", async () => {
    interface Stage {
      readonly steps: readonly {
        readonly env?: { name: string; command: string };
        readonly run?: string | { command: string };
      }[];
    }
    const atlantis = await ground.repositoryOf("atlantis");
    takeOver(github, atlantis);
    const [block = ""] = blocksOf("docs/ci-atlantis.md", "sh")["At the server"] ?? [];
    await administer(block, atlantis.folder);
    const own = join(ground.home, "own-token");
    const create = "kubectl create namespace atlantis; kubectl create serviceaccount server --namespace atlantis";
    await administer(`${create}; kubectl create token server --namespace atlantis > ${own}`, atlantis.folder);
    const server = parse(readFileSync(join(atlantis.folder, "pipeline", "repos.yaml"), "utf8")) as {
      readonly workflows: { readonly hikube: { readonly plan: Stage; readonly apply: Stage } };
    };
    const stage = ({ steps }: Stage) => {
      const lines = steps.map(({ env, run = "" }) =>
        env === undefined ? (typeof run === "string" ? run : run.command) : `export ${env.name}="$(${env.command})"`,
      );
      const env = { ...atlantis.env, DIR: atlantis.folder, PLANFILE: join(ground.home, "tenants.tfplan") };
      return runScript(lines.join("\n").replaceAll("/var/run/secrets/hikube/token", own), atlantis.folder, env);
    };
    edit(atlantis, "name: developers", "name: atlantis-team");
    expect(await stage(server.workflows.hikube.plan)).toContain("atlantis-team");
    await stage(server.workflows.hikube.apply);
    const again = blocksOf("docs/ci-atlantis.md", "sh")["What happens"]?.[0] ?? "exit 9";
    await runScript(again, atlantis.folder, atlantis.env);
  });

  test("HCP Terraform's phases are two identities", async () => {
    const phase = async (claims: Claims) => {
      const token = ground.issuer.token("hcp", { ...CLAIMS.hcp, ...claims });
      const who = `kubectl --kubeconfig ${join(github.folder, "pipeline", "kubeconfig.yaml")} auth whoami`;
      writeFileSync(join(github.folder, "pipeline", "token"), token);
      return runScript(who, github.folder, github.env);
    };
    expect(await phase({ terraform_run_phase: "plan" })).toContain("ci:plan");
    expect(await phase(APPLIES.hcp)).toContain("ci:apply");
  });

  test("with HCP Terraform any runner plans, applies and looks by three scripts", async () => {
    const hcp = await ground.repositoryOf("hcp");
    takeOver(github, hcp);
    await administer("kubectl apply --filename pipeline/accounts.yaml", hcp.folder);
    const token = (account: string) =>
      administer(`kubectl create token ${account} --namespace hikube-system > pipeline/token`, hcp.folder);
    const [block = ""] =
      blocksOf("docs/ci-hcp-terraform.md", "sh")["CLI-driven: HCP keeps the states, a runner does the work"]?.slice(
        1,
      ) ?? [];
    const [plan = "", apply = "", nightly = ""] = block.trim().split("\n");
    await token("pipeline-plan");
    await runScript(plan, hcp.folder, hcp.env);
    await token("pipeline-apply");
    await runScript(apply, hcp.folder, hcp.env);
    await token("pipeline-plan");
    await runScript(nightly, hcp.folder, hcp.env);
  });

  test("a VCS-driven workspace gets a stack that terraform takes, held against the code", async () => {
    const { folder, env } = await ground.repositoryOf("hcp", "typescript");
    const [commit = "", check = ""] =
      blocksOf("docs/ci-hcp-terraform.md", "sh")["VCS-driven: HCP runs terraform"] ?? [];
    await runScript(commit, folder, env);
    const git = "git init --quiet --initial-branch main; git config user.name t; git config user.email t@t.test";
    await runScript(`${git}; git add .; git commit --quiet --message first`, folder, env);
    expect(await runScript(check, folder, env)).toContain("Changes of tenants");
    await expect(runScript(`sed -i 's/"shop-team"/"others"/' tenants-stack.ts\n${check}`, folder, env)).rejects.toThrow(
      /ended with 1/,
    );
  });

  test("a plan is kept between two jobs as nobody else can read it", async () => {
    const [block = ""] = blocksOf("docs/ci.md", "sh")["States, locks, plans"] ?? [];
    writeFileSync(join(ground.home, "reviewed.plan"), "what was planned");
    await runScript(block, ground.home, { PLAN_KEY: "of a test" });
    expect(readFileSync(join(ground.home, "reviewed.plan"), "utf8")).toBe("what was planned");
    expect(readFileSync(join(ground.home, "reviewed.plan.enc"), "utf8")).not.toContain("planned");
  });
});
