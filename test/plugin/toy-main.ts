import { toyProvider } from "./toy-provider";
import { serve } from "../../src/plugin";

void serve(toyProvider);
console.log("the toy is %s", "served");
