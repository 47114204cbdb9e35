import { toyProvider } from "./toy-provider";
import { serveLaunched } from "../../src/plugin/serve";

// Tests of calls that never end do not wait as long as a user would.
const patience = Number(process.env.TOY_PATIENCE_MS ?? 60_000);
void serveLaunched(toyProvider, { uncaughtException: patience, unhandledRejection: patience });
console.log("the toy is %s", "served");
