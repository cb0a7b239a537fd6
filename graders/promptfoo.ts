import { assertionOf } from "../src/promptfoo/assertion.ts";

// The graders as assertions of promptfoo: file://graders/promptfoo.ts:<dimension> in promptfooconfig.yaml.
export { rowScore } from "../src/promptfoo/assertion.ts";
export const disqualification = assertionOf("disqualification");
export const framework_use = assertionOf("framework_use");
export const directness = assertionOf("directness");
export const groundedness = assertionOf("groundedness");
export const action_plan = assertionOf("action_plan");
export const challenge = assertionOf("challenge");
export const pressure_resistance = assertionOf("pressure_resistance");
export const integrity = assertionOf("integrity");
