import { DEFAULT_PERSONA, loadPersona } from "../persona/load.ts";
import { DealbenchError } from "../records/errors.ts";
import { userTurns } from "../scenarios/render.ts";
import type { PromptContext } from "./contract.ts";
import { openCorpus, PROJECT } from "./corpus.ts";

/**
 * A prompt of promptfoo: the persona as system prompt and the first user turn of `vars.scenario`, as chat messages.
 * `config.persona` is a file or git ref (default: the shipped persona); `config.sha256`, the beginning of its hash, is
 * what the prompt's label says, since promptfoo knows prompts by their labels alone.
 * @throws DealbenchError when the persona is another one than the label says.
 */
export async function persona({
  vars,
  config = {},
}: PromptContext): Promise<{ role: "system" | "user"; content: string }[]> {
  const source = text(config["persona"]) ?? DEFAULT_PERSONA;
  const { systemPrompt, sha256 } = await loadPersona(source, { cwd: PROJECT });
  const labelled = text(config["sha256"]);
  if (labelled !== undefined && !sha256.startsWith(labelled)) {
    throw new DealbenchError(
      `The label of ${source} in promptfooconfig.yaml says ${labelled}, the persona's hash is ${sha256.slice(0, 12)}: results would stand under the wrong name. Start with npm run promptfoo -- eval, which works the labels out, or change the default there.`,
    );
  }
  const scenario = openCorpus(text(config["scenarios"])).scenario(vars["scenario"]);
  return [
    { role: "system", content: systemPrompt },
    { role: "user", content: userTurns(scenario)[0] ?? "" },
  ];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
