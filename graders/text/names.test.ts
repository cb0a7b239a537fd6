import { expect, test } from "vitest";
import { foldedWords, unknownNames } from "./names.ts";
import { parseReply } from "./reply.ts";

const known = foldedWords(
  "Lakeridge Hospitals in Nairobi: Wanjiru Kamau, Tobias Otieno, Pieter Naudé, Mr O'Rourke, chief nursing officer",
);
const read = (text: string) =>
  unknownNames(parseReply(text), () => known).map(({ kind, text: name }) => `${kind} ${name}`);

test.each([
  ["CFO Linda Park will want it.", ["person Linda Park"]],
  ["Linda Park will want it.", ["person Linda Park"]],
  ["Ask Linda by Friday.", ["person Linda"]],
  ["Ask Dr. Njoroge for it.", ["other Njoroge"]],
  ["Oracle is in, and so is Medisight.", ["vendor Oracle", "other Medisight"]],
  ["| Amina Yusuf | VP Finance |", ["person Amina Yusuf"]],
  ["Their boss is Baraka Kiptoo.", ["person Baraka Kiptoo"]],
])("finds what the sources do not hold: %s", (text, expected) => expect(read(text)).toEqual(expected));

test.each([
  "Wanjiru's note, NAUDE's veto, Pieter Naude and Mr O’Rourke.",
  "Move to Phase 2 after the Executive Sponsor Outreach, with Option B as Plan C.",
  "- Executive Sponsor Alignment: ask Otieno",
  "(1) Ask Wanjiru, (2) Get Otieno, and then, Book it.",
  "Send a Close Plan and a Business Case to the Executive Committee before the QBR.",
  "# What Everybody At Lakeridge Should Know",
  "The CFO, the CISO and two VPs met in Nairobi on Monday; the Kenyan MSA is in DocuSign.",
  "Otienos office and Wanjiro: a slip of spelling is nobody new.",
])("takes style and known names for what they are: %s", (text) => expect(read(text)).toEqual([]));
