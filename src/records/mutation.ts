import { z } from "zod";
import { CRITERIA } from "./gate.ts";
import { type Camel, fromDisk } from "./wire.ts";

const text = z.string().min(1);

/** One change of a persona's text; a name of something that is not there, or is there twice, is a mistake. */
const EditSchema = z.union(
  [
    /** A heading, without its # signs: goes with all that stands under it. */
    z.strictObject({ remove_section: text }),
    /** How a paragraph or list begins: goes up to the next empty line. */
    z.strictObject({ remove_paragraph: text }),
    /** Takes the place of a text wherever that stands. */
    z.strictObject({ replace: text, with: z.string() }),
    /** A paragraph at the end. */
    z.strictObject({ append: text }),
  ],
  { error: "one of remove_section, remove_paragraph, replace together with `with`, and append, with a text" },
);

/** persona/mutations.yaml: edits of the persona whose effect is known beforehand, to test the tests. */
export const MutationsSchema = z
  .strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "expected a version like 1.0.0"),
    mutations: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected a name such as "no-disqualifiers"'),
          title: text,
          /** "damage" must be stopped by the gate, "harmless" must not. */
          kind: z.enum(["damage", "harmless"]),
          /** What a damage breaks: the criteria that should show it. */
          breaks: z.array(z.enum(CRITERIA)).default([]),
          /** Why an editor might do this, or why it should change nothing. */
          why: text,
          edits: z.array(EditSchema).min(1),
        }),
      )
      .min(1),
  })
  .superRefine(({ mutations }, context) => {
    const known = new Set<string>();
    for (const [index, { id, kind, breaks }] of mutations.entries()) {
      const fail = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: ["mutations", index, field], message });
      if (known.has(id)) fail("id", `every id once; "${id}" stands above already`);
      known.add(id);
      if (kind === "damage" && breaks.length === 0)
        fail("breaks", "what a damage breaks, at least one criterion");
      if (kind === "harmless" && breaks.length > 0)
        fail("breaks", "nothing, since a harmless edit breaks nothing");
    }
  });

/** The mutations in memory. */
export type Mutations = Camel<z.output<typeof MutationsSchema>>;
export type Mutation = Mutations["mutations"][number];
export type Edit = Mutation["edits"][number];

/** Turns parsed mutations (output of {@link MutationsSchema}) into their form in memory. */
export function mutationsFromDisk(mutations: z.output<typeof MutationsSchema>): Mutations {
  return fromDisk(mutations) as Mutations;
}
