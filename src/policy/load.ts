import { contentHash } from "../files/hash.ts";
import { readText } from "../files/read.ts";
import { wordIssue } from "../files/wording.ts";
import { parseYaml } from "../files/yaml.ts";
import { InputError } from "../records/errors.ts";
import { type Policy, policyFromDisk, PolicySchema } from "../records/policy.ts";

/** The thresholds with the hash of their values, which comments and key order do not change. */
export interface LoadedPolicy extends Policy {
  sha256: string;
}

/**
 * Reads a policy file.
 * @throws InputError listing every problem as file:line:column field.
 */
export function loadPolicy(file: string): LoadedPolicy {
  const located = parseYaml(readText(file), file);
  const result = PolicySchema.safeParse(located.value);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .flatMap((issue) => wordIssue(issue, located.value))
        .map(({ path, message }) => ({ place: located.place(path), field: path.join("."), message })),
    );
  }
  return { ...policyFromDisk(result.data), sha256: contentHash(result.data) };
}
