import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { creating, own, setting, testAttacks, type Attack, type Deed } from "./attacks";
import { eventually } from "./support";

const HOST = "shop.example.ch";
const SERVICE = { service: { name: "shop", port: { number: 80 } } };
const ingress = (rules: readonly object[], namespace = SHOP): KubeObject =>
  own("networking.k8s.io/v1", "Ingress", { spec: { ingressClassName: "public", rules } }, namespace);
const routing = (path: string, pathType = "ImplementationSpecific", backend: object = SERVICE) =>
  ingress([{ host: HOST, http: { paths: [{ path, pathType, backend }] } }]);

const TYPES = ["Prefix", "Exact", "ImplementationSpecific"];
const TRAEFIK = "/`)||Host(`bank.example.ch";

describeUnderGuardrails("ingresses:", (ground) => {
  describe("attack 35, a path that a controller reads as more than a path:", () => {
    const refusal =
      /hikube-ingresses.*path.* could be read as configuration of the ingress controller; allowed here: letters, digits/;
    const refused = (tries: string, attack: Deed, honest: Deed): Attack => ({ tries, attack, refusal, honest });
    testAttacks(ground, [
      ...TYPES.map((type) =>
        refused(
          `ends the rule of an older Traefik, in a path of type ${type}`,
          creating(routing(TRAEFIK, type)),
          creating(routing("/api/v1", type)),
        ),
      ),
      refused(
        "hides it in the second path of the second rule",
        creating(ingress([rule("/"), rule("/", TRAEFIK)])),
        creating(ingress([rule("/"), rule("/", "/api")])),
      ),
      refused(
        "adds it afterwards",
        setting(routing("/"), "/spec/rules/0/http/paths/0/path", TRAEFIK),
        setting(routing("/"), "/spec/rules/0/http/paths/0/path", "/api"),
      ),
      refused("adds it by server-side apply", applying(routing(TRAEFIK)), applying(routing("/api"))),
    ]);

    const SIGNS = Array.from("`'\"{};<>#\\ \t\u0000\u007f\u0085\u00a0\u202eü💥");
    test.each([...SIGNS.map((sign) => `/a${sign}`), "/\\`", "/\\\\", "/a\\", "/${host}", "/a\r\nb"])(
      "%j is no path, of whatever type",
      async (path) => {
        for (const type of TYPES) {
          await expect(ground().member("admin").create(routing(path, type))).rejects.toThrow(
            /hikube-ingresses|is invalid/,
          );
        }
        await expect(ground().member("admin").create(routing(path))).rejects.toThrow(/hikube-ingresses/);
      },
    );

    const PLAIN = ["/", "/api/v1", "/.well-known/acme-challenge/aBc_-9", "/~user/a+b/@c:1", "/a%20b", "/a,b=c&d!"];
    test.each(PLAIN.flatMap((path) => TYPES.map((type) => [path, type])))(
      "%s of type %s is one",
      async (path, type) => {
        await expect(ground().member("admin").create(routing(path, type))).resolves.toBeDefined();
      },
    );

    test.each([
      ["/foo(/|$)(.*)", "Prefix"],
      ["/foo(/|$)(.*)", "ImplementationSpecific"],
      ["/api/v[0-9]+\\.(json|xml)$", "ImplementationSpecific"],
      ["/()(first|second)/?(.*)", "ImplementationSpecific"],
      ["/~/users/\\d+$", "ImplementationSpecific"],
      ["/*", "ImplementationSpecific"],
      ["/[^/]+/static", "ImplementationSpecific"],
    ])("%s is an expression of a controller, of type %s", async (path, type) => {
      await expect(ground().member("admin").create(routing(path, type))).resolves.toBeDefined();
    });

    test("a path that is not given is every path", async () => {
      const paths = [{ pathType: "ImplementationSpecific", backend: SERVICE }];
      await expect(
        ground()
          .member("admin")
          .create(ingress([{ host: HOST, http: { paths } }])),
      ).resolves.toBeDefined();
    });

    test("a foreign host of rules and certificates is named once", async () => {
      const http = { paths: [{ path: "/", pathType: "Prefix", backend: SERVICE }] };
      const foreign = ingress([
        { host: "a.example.org", http },
        { host: "a.example.org", http },
      ]);
      const spec = { ...(foreign.spec as object), tls: [{ hosts: ["a.example.org"], secretName: "tls" }] };
      await expect(
        ground()
          .member("admin")
          .create({ ...foreign, spec }),
      ).rejects.toThrow(/hikube-ingresses[^;]*: host a\.example\.org does not belong to this tenant;/);
    });

    const resource = (kind: string, name = "static") => ({ resource: { apiGroup: "k8s.example.com", kind, name } });
    testAttacks(ground, [
      {
        tries: "hides it in another backend's kind",
        attack: creating(routing("/", "Prefix", resource("Bucket`)"))),
        refusal: /hikube-ingresses.*backend's resource.*allowed here: letters, digits, dots and dashes/,
        honest: creating(routing("/", "Prefix", resource("StorageBucket"))),
      },
      {
        tries: "hides it in another backend's name",
        attack: creating(routing("/", "Prefix", resource("StorageBucket", "a`) || Host(`b"))),
        refusal: /hikube-ingresses.*backend's resource/,
        honest: creating(routing("/", "Prefix", resource("StorageBucket", "static-assets.v1"))),
      },
    ]);

    test.each(["bank`.example.ch", "*.`.shop.example.ch", "a b.shop.example.ch"])(
      "the API server takes no host %j, in rules or for certificates",
      async (host) => {
        const asRule = ingress([{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend: SERVICE }] } }]);
        const secured = routing("/");
        const spec = { ...(secured.spec as object), tls: [{ hosts: [host], secretName: "tls" }] };
        for (const object of [asRule, { ...secured, spec }]) {
          await expect(ground().admin.create(object)).rejects.toThrow(/is invalid|Invalid value/);
        }
      },
    );

    function rule(...paths: readonly string[]) {
      return { host: HOST, http: { paths: paths.map((path) => ({ path, pathType: "Prefix", backend: SERVICE })) } };
    }

    function applying(object: KubeObject): Deed {
      return (cluster) => cluster.apply(object, { fieldManager: "flux" });
    }
  });

  describe("a tenant of many hosts:", () => {
    const MANY = "tenant-many";
    const some = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, index) => make(index));
    const many = () => ground().outsider("max", "many");
    const rules = (count: number, host: (index: number) => string) =>
      some(count, (index) => ({
        host: host(index),
        http: { paths: [{ path: "/api/v1", pathType: "Prefix", backend: SERVICE }] },
      }));
    beforeAll(async () => {
      const access = { admins: [{ kind: "Group", name: "many" }] } as const;
      const hostnames = [
        ...some(250, (index) => `www.customer-${index}.example.ch`),
        ...some(250, (index) => `*.customer-${index}.example.ch`),
        // Twice the same, as lists that are put together are.
        "www.customer-0.example.ch",
      ];
      const spec = { name: "many", profile: "development", access, security: { hostnames } } as const;
      await applyTenant(ground().admin, newTenant(spec, await ground().sandbox.facts()));
      await eventually("rights", () =>
        many()
          .create(
            ingress(
              rules(1, () => "www.customer-1.example.ch"),
              MANY,
            ),
          )
          .catch(() => undefined),
      );
    });

    test.each([
      ["named one by one", (index: number) => `www.customer-${index % 250}.example.ch`],
      ["below a name", (index: number) => `shop-${index}.eu.customer-249.example.ch`],
      ["below many names", (index: number) => `a.b.customer-${index % 250}.example.ch`],
    ])("300 rules for 500 hostnames are judged, %s", async (_, host) => {
      await expect(many().create(ingress(rules(300, host), MANY))).resolves.toBeDefined();
      const foreign = (index: number) => (index === 299 ? "www.neighbour.example.ch" : host(index));
      await expect(many().create(ingress(rules(300, foreign), MANY))).rejects.toThrow(
        /hikube-ingresses.*host www\.neighbour\.example\.ch does not belong to this tenant; allowed here: www\.customer-0/,
      );
    });
  });
});
