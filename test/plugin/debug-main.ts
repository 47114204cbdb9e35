import { toyProvider } from "./toy-provider";
import { serve, type AnyProvider } from "../../src/plugin";

const { TOY_ADDRESS: address, TOY_FAULT: fault } = process.env;
const faulty: AnyProvider = { ...toyProvider, schema: { attributes: { [fault ?? ""]: { type: "string" } } } };
void serve(fault === undefined ? toyProvider : faulty, address === undefined ? {} : { address });
