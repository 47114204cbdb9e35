import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { evaluator, snapshotOf } from "../../src/connectivity";
import { BANK, describeUnderGuardrails, SHOP } from "./attack-ground";
import { changing, creating, own, setting, testAttacks, withMetadata, type Attack, type Deed } from "./attacks";

const service = (spec: object = {}) =>
  own("v1", "Service", { spec: { selector: { app: "shop" }, ports: [{ port: 80 }], ...spec } });
const BALANCED = { type: "LoadBalancer", allocateLoadBalancerNodePorts: false };
const annotated = (object: KubeObject, key: string, value = "x") =>
  withMetadata(object, { annotations: { [key]: value } });

const backend = { service: { name: "shop", port: { number: 80 } } };
const ruleFor = (host?: string) => ({ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } });
const ingress = (spec: object = {}) =>
  own("networking.k8s.io/v1", "Ingress", {
    spec: { ingressClassName: "public", rules: [ruleFor("shop.example.ch")], ...spec },
  });

describeUnderGuardrails("network, services, ingress:", (ground) => {
  describe("attacks 15 and 18, addresses of others by a Service:", () => {
    const honest: Deed = (cluster) => cluster.create(service());
    const refused = (tries: string, spec: object, allowed: string): Attack => ({
      ...{
        tries,
        attack: creating(service(spec)),
        refusal: new RegExp(`hikube-services.*allowed here: ${allowed}`),
        honest,
      },
    });
    const types = "ClusterIP, LoadBalancer";
    testAttacks(ground, [
      refused("takes an external address", { externalIPs: ["198.51.100.7"] }, "a Service without externalIPs"),
      refused(
        "points to another name",
        { type: "ExternalName", externalName: "vault.bank.svc", ports: undefined },
        types,
      ),
      refused("opens a port on every node", { type: "NodePort" }, types),
      refused(
        "chooses the balancer's address",
        { ...BALANCED, loadBalancerIP: "198.51.100.7" },
        "the address that the cluster chooses",
      ),
      {
        ...refused(
          "chooses a node port of a LoadBalancer",
          { ...BALANCED, ports: [{ port: 80, nodePort: 30_500 }] },
          "a LoadBalancer with .*no nodePort in its ports",
        ),
        honest: creating(service({ ...BALANCED, externalTrafficPolicy: "Local" })),
      },
      {
        tries: "makes another kind by replacing what is not there",
        attack: (cluster) => cluster.replace(service({ type: "NodePort" })),
        refusal: new RegExp(`hikube-services.*allowed here: ${types}`),
        honest: (cluster) => cluster.replace(service()),
      },
      {
        ...refused(
          "gets node ports with a LoadBalancer",
          { type: "LoadBalancer" },
          "a LoadBalancer with allocateLoadBalancerNodePorts: false",
        ),
        honest: creating(service(BALANCED)),
      },
      {
        tries: "turns an honest Service into another",
        attack: changing(service(), { spec: { externalIPs: ["198.51.100.7"] } }),
        refusal: /hikube-services.*externalIPs would take traffic/,
        honest: changing(service(), { spec: { ports: [{ port: 81 }] } }),
      },
    ]);

    const byAnnotation = (key: string): Attack => ({
      tries: `sets ${key}`,
      attack: creating(annotated(service(BALANCED), key)),
      refusal: /hikube-services.*annotation .* can reach beyond the tenant; allowed here: service\.example\.ch\//,
      honest: creating(annotated(service(), "service.example.ch/pool")),
    });
    testAttacks(ground, [
      byAnnotation("metallb.universe.tf/loadBalancerIPs"),
      byAnnotation("metallb.io/loadBalancerIPs"),
      byAnnotation("lbipam.cilium.io/ips"),
      byAnnotation("kube-vip.io/loadbalancerIPs"),
      byAnnotation("service.beta.kubernetes.io/aws-load-balancer-eip-allocations"),
      byAnnotation("external-dns.alpha.kubernetes.io/hostname"),
      byAnnotation("service.example.ch.evil.example/pool"),
      {
        ...byAnnotation("an annotation of a running Service"),
        attack: setting(annotated(service(), "service.example.ch/pool"), "/metadata/annotations/kube-vip.io~1vip", "x"),
        honest: changing(service(), {
          metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } },
        }),
      },
    ]);

    test.each(["config.kubernetes.io/origin", "helm.sh/resource-policy", "helm.toolkit.fluxcd.io/driftDetection"])(
      "%s is for tools alone, and passes",
      async (key) => {
        await expect(ground().member("admin").create(annotated(service(), key))).resolves.toBeDefined();
      },
    );

    test("a controller of load balancers may write its annotations", async () => {
      const admin = ground().admin;
      const [group, name] = ["rbac.authorization.k8s.io", "balancer"];
      const rules = [
        { apiGroups: [""], resources: ["services", "services/status"], verbs: ["get", "patch", "update"] },
      ];
      const subjects = [{ kind: "ServiceAccount", name, namespace: "kube-system" }];
      const roleRef = { apiGroup: group, kind: "ClusterRole", name };
      await admin.create({ apiVersion: `${group}/v1`, kind: "ClusterRole", metadata: { name }, rules });
      await admin.create({
        apiVersion: `${group}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name },
        roleRef,
        subjects,
      });
      const { metadata } = await ground().member("admin").create(service(BALANCED));
      const controller = ground().outsider("system:serviceaccount:kube-system:balancer");
      const patch = { metadata: { annotations: { "metallb.io/ip-allocated-from-pool": "public" } } };
      const ref = { apiVersion: "v1", kind: "Service", name: metadata.name, namespace: SHOP };
      await expect(controller.patch(ref, "merge", patch)).resolves.toBeDefined();
    });
  });

  describe("attack 16, traffic of others by an Ingress:", () => {
    const honest: Deed = (cluster) => cluster.create(ingress());
    const hosts = "shop\\.example\\.ch, \\*\\.shop\\.example\\.ch";
    const refused = (tries: string, spec: object, allowed = hosts): Attack => ({
      ...{
        tries,
        attack: creating(ingress(spec)),
        refusal: new RegExp(`hikube-ingresses.*allowed here: ${allowed}`),
        honest,
      },
    });
    const withRule = (host?: string) => ({ rules: [ruleFor(host)] });
    testAttacks(ground, [
      refused("takes every host", withRule()),
      refused("takes the host of a neighbour", withRule("bank.example.ch")),
      refused("takes a host that only ends alike", withRule("evilshop.example.ch")),
      refused("takes all hosts of the domain", withRule("*.example.ch")),
      refused("hides a foreign host behind an own one", {
        rules: [ruleFor("shop.example.ch"), ruleFor("bank.example.ch")],
      }),
      refused("is the default for all", { rules: undefined, defaultBackend: backend }, "rules with a host"),
      refused("presents a certificate for a neighbour", { tls: [{ hosts: ["bank.example.ch"], secretName: "a" }] }),
      refused("presents a certificate for everybody", { tls: [{ secretName: "a" }] }),
      refused("goes to another controller", { ingressClassName: undefined }, ""),
      {
        ...refused("takes a foreign host afterwards", {}),
        attack: changing(ingress(), { spec: withRule("bank.example.ch") }),
        honest: changing(ingress(), { spec: withRule("pay.shop.example.ch") }),
      },
      {
        ...refused("uses a class of others", { ingressClassName: "internal" }, "public"),
        honest: creating(
          ingress({ ...withRule("*.shop.example.ch"), tls: [{ hosts: ["a.shop.example.ch"], secretName: "a" }] }),
        ),
      },
    ]);

    const routing = (path: string) => {
      const { host, http } = ruleFor("shop.example.ch");
      const paths = http.paths.map((one) => ({ ...one, path, pathType: "ImplementationSpecific" }));
      return creating(ingress({ rules: [{ host, http: { paths } }] }));
    };
    const byPath = (what: string, path: string, expression = "/api/v[0-9]+\\.(json|xml)$"): Attack => ({
      ...{
        tries: `writes the controller's configuration by ${what}`,
        attack: routing(path),
        honest: routing(expression),
      },
      refusal:
        /hikube-ingresses.*could be read as configuration of the ingress controller.*; allowed here: letters, digits/,
    });
    testAttacks(ground, [
      byPath("a second directive", "/;return"),
      byPath("white space", "/ / { proxy_pass http://10.0.0.1; }"),
      byPath("a line of its own", "/\nreturn"),
      byPath("the end of a block", "/}"),
      byPath("the end of a text", '/"'),
      byPath("hiding the end of a text", "/\\"),
    ]);

    const byAnnotation = (key: string): Attack => ({
      tries: `sets ${key}`,
      attack: creating(annotated(ingress(), key)),
      refusal: /hikube-ingresses.*allowed here: cert-manager\.io\/cluster-issuer/,
      honest: creating(annotated(ingress(), "cert-manager.io/cluster-issuer")),
    });
    testAttacks(ground, [
      byAnnotation("nginx.ingress.kubernetes.io/server-alias"),
      byAnnotation("nginx.ingress.kubernetes.io/configuration-snippet"),
      byAnnotation("cert-manager.io/cluster-issuer-of-others"),
      {
        tries: "moves to another controller by the old annotation",
        attack: setting(ingress(), "/metadata/annotations", { "kubernetes.io/ingress.class": "internal" }),
        refusal: /hikube-ingresses.*would choose another class; allowed here: ingressClassName/,
        honest,
      },
    ]);
  });

  test("attack 17: the policies that the cluster stores keep out what only looks like the internet", async () => {
    const { admin, sandbox } = ground();
    const objects = await Promise.all([
      admin.list({ apiVersion: "v1", kind: "Namespace" }),
      admin.list({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" }),
    ]);
    const facts = await sandbox.facts();
    const pods = [SHOP, BANK].map((namespace) => ({
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "probe", namespace, labels: {} } },
      ...{ spec: { containers: [] }, status: { podIP: "10.244.0.99" } },
    }));
    const ask = evaluator(snapshotOf([...objects.flat(), ...pods]));
    const reaches = (namespace: string, address: string) =>
      ask({ from: { namespace, pod: "probe" }, to: { outside: address }, port: 443, protocol: "TCP" }).allowed;
    const addressOf = (cidr = "") => cidr.split("/")[0] ?? "";
    const looksLike = [
      ...["100.64.0.1", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "198.18.0.1", "168.63.129.16", "169.254.169.254"],
      ...[...facts.nodeCidrs, ...facts.podCidrs, ...facts.serviceCidrs, ...facts.apiServer.cidrs].map(addressOf),
    ];
    expect(looksLike.filter((address) => reaches(SHOP, address))).toEqual([]);
    expect(["1.1.1.1", "2606:4700::1111"].map((address) => reaches(SHOP, address))).toEqual([true, true]);
    expect(reaches(BANK, "1.1.1.1")).toBe(false);
  });
});
