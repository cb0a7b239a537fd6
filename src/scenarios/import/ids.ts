import { sha256 } from "../../files/hash.ts";

/** What an id is made of. */
export interface Identified {
  account: string;
  name: string;
  /** The CRM's own number of the deal, or else the day of its making; empty where the export has neither. */
  record: string;
  /** Everything the row says. */
  row: string;
}

const LONGEST = 80;
const HASH = 8;

/**
 * Ids of account and name, in the order of the deals: lower-case letters, digits and hyphens, at most 80. They stay the same from export
 * to export, whatever the order of the rows. Deals that would share one get their `record`, or a hash of the row, behind it. With
 * `isHidden` they are hashes, which name nobody.
 */
export function idsOf(deals: readonly Identified[], isHidden: boolean): string[] {
  const bases = deals.map((deal) => (isHidden ? hashed(deal) : readable(deal)));
  const first = suffixed(bases, deals, ({ record, row }) =>
    record === "" ? sha256(row).slice(0, HASH) : isHidden ? sha256(record).slice(0, HASH) : slug(record),
  );
  return suffixed(first, deals, ({ row }) => sha256(row).slice(0, HASH));
}

function suffixed(
  ids: readonly string[],
  deals: readonly Identified[],
  suffixOf: (deal: Identified) => string,
): string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return ids.map((id, index) => {
    const deal = deals[index];
    return deal && (counts.get(id) ?? 0) > 1 ? fitting(`${id}-${suffixOf(deal)}`) : id;
  });
}

function hashed({ account, name }: Identified): string {
  return `deal-${sha256(`${account}\n${name}`).slice(0, HASH + 4)}`;
}

function readable({ account, name }: Identified): string {
  const [first, second] = [slug(account), slug(name)];
  // Deals are often named after their account.
  const whole = second.startsWith(first) ? second : [first, second].filter((part) => part !== "").join("-");
  return /[a-z]/.test(whole) ? fitting(whole) : hashed({ account, name, record: "", row: "" });
}

function fitting(id: string): string {
  if (id.length <= LONGEST) return id;
  return `${id.slice(0, LONGEST - HASH - 1).replace(/-+$/, "")}-${sha256(id).slice(0, HASH)}`;
}

const LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  œ: "oe",
  þ: "th",
  ı: "i",
};

function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[ßæøłđœþı]/g, (letter) => LETTERS[letter] ?? "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
