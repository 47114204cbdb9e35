import { join } from "node:path";
import { binaryCache, sandboxHome } from "../../src/support/home";
import { completeOptions } from "../../src/sandbox/options";

test("two sandboxes without a name get different ones", () => {
  expect(completeOptions({}).name).not.toBe(completeOptions({}).name);
});

test.each([
  [{ name: "Upper" }, 'sandbox name: received "Upper"; expected 1 to 40 of a-z, 0-9 and -, starting with a letter'],
  [{ name: "../up" }, 'sandbox name: received "../up"; expected 1 to 40 of a-z, 0-9 and -, starting with a letter'],
  [{ nodes: 0 }, 'sandbox nodes: received "0"; expected a whole number from 1 to 64'],
  [{ nodes: 1.5 }, 'sandbox nodes: received "1.5"; expected a whole number from 1 to 64'],
  [
    { featureGates: ["A=true --x"] },
    'sandbox featureGates: received "A=true --x"; expected names such as PodCertificateRequest',
  ],
  [{ port: 70000 }, 'sandbox port: received "70000"; expected a whole number from 1 to 65535'],
])("%j is refused with what is allowed", (options, message) => {
  expect(() => completeOptions(options)).toThrow(message);
});

test("a file of issuers is found from where the caller stands", () => {
  expect(completeOptions({ authenticationConfig: "issuers.yaml" }).authenticationConfig).toBe(
    join(process.cwd(), "issuers.yaml"),
  );
  expect(completeOptions({}).authenticationConfig).toBeUndefined();
});

test("sandboxes lie in the user's state folder, binaries in the cache", () => {
  expect(sandboxHome({ XDG_STATE_HOME: "/state" })).toBe(join("/state", "cdktf-hikube", "sandboxes"));
  expect(binaryCache({ XDG_CACHE_HOME: "/cache" })).toBe(join("/cache", "cdktf-hikube", "bin"));
});

test("HIKUBE_SANDBOX_HOME decides over all others", () => {
  expect(sandboxHome({ XDG_STATE_HOME: "/state", HIKUBE_SANDBOX_HOME: "/mine" })).toBe("/mine");
});
