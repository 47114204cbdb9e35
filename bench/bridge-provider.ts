import { forClient, serve } from "../src/plugin";
import { benchItem } from "./bench-item";

const { provider } = forClient<undefined>();

void serve(
  provider({ name: "bench", schema: {}, configure: () => undefined, resources: { bench_item: benchItem() } }),
  {
    address: "registry.terraform.io/example/bench",
  },
);
