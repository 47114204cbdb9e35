import { serve } from "../../plugin";
import { kubernetesProvider } from "./provider";

void serve(kubernetesProvider());
