import { join } from "node:path";
import { REGISTRY_HOSTS } from "../../offline/registry";
import { goPlatform } from "../../support/go-platform";
import { pluginFolder } from "../../support/home";
import { defineCommand } from "../command";
import { assertWritableFolder } from "../output-path";
import { hikubeRelease, type HikubeProviderOptions } from "../pack/hikube-provider";
import { PLATFORMS_OPTION, SINGLE_FILE_OPTION } from "../pack/options";
import { writeRelease } from "../pack/write-release";
import { HIKUBE_SOURCE } from "../serving/hikube-source";
import { packageVersion } from "../version";

export const providerInstall = defineCommand<HikubeProviderOptions>({
  path: ["provider", "install"],
  summary: "install the provider hikube for terraform and tofu",
  description:
    "Lays the provider hikube of this package into a folder of plugins. In the default one terraform and tofu find it on " +
    "this machine; in terraform.d/plugins of a configuration wherever that goes, as to a run of HCP Terraform.",
  examples: [
    "hikube provider install",
    "hikube provider install terraform.d/plugins --platforms linux_amd64 --single-file",
  ],
  argument: { notation: "[folder]", description: "folder of plugins (default: ~/.terraform.d/plugins)" },
  options: [{ ...PLATFORMS_OPTION, default: goPlatform() }, SINGLE_FILE_OPTION],
  async run(options, io, [folder = pluginFolder()]) {
    assertWritableFolder("the folder", folder);
    const release = await hikubeRelease(options, io);
    const archives = [...release].filter(([file]) => file.endsWith(".zip"));
    // A configuration without a host means that of whoever reads it.
    const files = REGISTRY_HOSTS.flatMap((host) => writeRelease(join(folder, host, HIKUBE_SOURCE), archives));
    const version = packageVersion();
    return { text: [...files, "", useOf(version)].join("\n"), json: { version, source: HIKUBE_SOURCE, files } };
  },
});

function useOf(version: string): string {
  return [
    "terraform {",
    "  required_providers {",
    `    hikube = { source = "${HIKUBE_SOURCE}", version = "${version}" }`,
    "  }",
    "}",
  ].join("\n");
}
