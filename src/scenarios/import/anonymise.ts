import type { Columns } from "./columns.ts";
import type { CrmRow, CrmTable } from "./crmTable.ts";
import { madeUpNames } from "./madeUp.ts";
import { partsOf, peopleIn, saysNobody } from "./people.ts";

/** How much was replaced. */
export interface Replaced {
  accounts: number;
  people: number;
}

/**
 * The table with made-up names for accounts and people, and placeholders for e-mail addresses, phone numbers and links, in all cells of
 * a row. A name has one replacement in the whole file. Names are those that the columns of accounts, owners, contacts and CRM users hold; they
 * are found in the row's other cells by their full form, and by their parts where these have a capital.
 */
export function anonymised(table: CrmTable, { of }: Columns): { table: CrmTable; replaced: Replaced } {
  const taken = new Set(
    table.rows.flatMap(({ texts }) =>
      texts
        .join("\n")
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    ),
  );
  const accounts = givenTo(madeUpNames("account", taken).next);
  const people = givenTo(madeUpNames("person", taken).next);
  const addresses = givenTo(numbered((number) => `person-${number}@example.com`));
  const roles = table.headers.map(({ text }, column) => ({
    isAccount: of.account?.includes(column) === true || ACCOUNT_HEADER.test(text),
    isPerson: [...(of.owner ?? []), ...(of.contacts ?? [])].includes(column),
    isUser: USER_HEADER.test(text),
    isPhone: PHONE_HEADER.test(text),
  }));
  const rowOf = (row: CrmRow): CrmRow => {
    const names = row.texts.flatMap((text, column): Name[] => {
      const role = roles[column];
      if (text === "" || !role) return [];
      if (role.isAccount) return accountForms(text, accounts.of(text));
      return role.isPerson || role.isUser ? personForms(text, role.isPerson, people.of) : [];
    });
    const replace = replacerOf(names);
    const texts = row.texts.map((text, column) => {
      if (roles[column]?.isPhone && text !== "") return "[phone]";
      return replace(
        text
          .replaceAll(EMAIL, (address) => addresses.of(address))
          .replaceAll(LINK, "[link]")
          .replaceAll(PHONE, "[phone]"),
      );
    });
    return { ...row, texts };
  };
  const rows = table.rows.map(rowOf);
  return { table: { ...table, rows }, replaced: { accounts: accounts.count(), people: people.count() } };
}

const ACCOUNT_HEADER =
  /^(?:(?:ultimate |end )?(?:parent )?(?:account|company|customer|client|organi[sz]ation)(?:[ _.]?name)?)$/i;
/** Columns that a CRM itself fills with a user; those of champions, buyers and the like hold "Not identified" as often. */
const USER_HEADER =
  /owner|\brep\b|(?:created|modified|updated) ?by|assigned|executive|(?:sales|account) manager|engineer|\b(?:SE|CSM|BDR|SDR)\b/i;
const PHONE_HEADER = /phone|mobile|\btel\b|\bfax\b/i;
const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
const LINK =
  /(?:https?:\/\/|www\.)[^\s<>"')\]]+|(?<![\p{L}\p{N}.@-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|co|eu|de|fr|uk|nl|es|it|ch|at|us|ca|au|in|jp|gov|edu|cloud|app|dev)(?![\p{L}\p{N}@])(?:\/[^\s<>"')\]]*)?/giu;
const PHONE =
  /(?<![\p{L}\p{N}.])(?:\+\d[\d\s()./-]{6,}\d|\(\d{2,5}\)\s?\d[\d\s.-]{4,}\d|\d{3}[-. ]\d{3}[-. ]\d{4}|0\d{2,4}[\s/-]\d[\d\s-]{4,}\d)(?![\p{L}\p{N}])/gu;

/** A form of a name and what stands for it. `exact`: only as it is written here, or all in capitals. */
interface Name {
  form: string;
  made: string;
  exact: boolean;
}

/** Gives each text, whatever its case, a replacement of its own, and the same one again. */
function givenTo(next: () => string): { of: (text: string) => string; count: () => number } {
  const known = new Map<string, string>();
  return {
    of: (text) => {
      const key = text.toLowerCase();
      const made = known.get(key) ?? next();
      known.set(key, made);
      return made;
    },
    count: () => known.size,
  };
}

function numbered(text: (number: number) => string): () => string {
  let number = 0;
  return () => text(++number);
}

const LEGAL =
  /[\s,]+(?:inc|incorporated|corp|corporation|company|co|ltd|limited|llc|llp|plc|gmbh(?: & co\.? kg)?|ag|se|kg|sa|sas|sarl|srl|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|as|a\/s|oy|oyj|pty(?: ltd)?|group|holdings?)\.?$/i;
/** First words of company names that are words of every text. */
const GENERIC =
  /^(?:the|first|general|united|national|american|international|global|north|south|east|west|new|royal|central|city|state|bank|best|great|blue|green|black|white|next|open|data|cloud|digital|health|energy|power|smart|home|food|foods|university|department|ministry)$/i;

function accountForms(account: string, made: string): Name[] {
  let core = account;
  while (LEGAL.test(core)) core = core.replace(LEGAL, "");
  const [first = ""] = core.split(/\s+/);
  const isTelling = first.length >= 4 && /^\p{Lu}/u.test(first) && !GENERIC.test(first);
  return [
    { form: account, made, exact: false },
    ...(core.length >= 3 ? [{ form: core, made, exact: core.length < 5 }] : []),
    ...(isTelling ? [{ form: first, made, exact: true }] : []),
  ];
}

function personForms(cell: string, isPerson: boolean, madeFor: (name: string) => string): Name[] {
  return partsOf(cell).flatMap((part): Name[] => {
    const turned = /^(\p{Lu}[\p{L}'’-]+),\s*(\p{Lu}[\p{L}'’-]+)$/u.exec(part);
    if (turned) {
      const made = madeFor(`${turned[2]} ${turned[1]}`);
      return [{ form: part, made, exact: false }, ...nameForms(`${turned[2]} ${turned[1]}`, made)];
    }
    const names = peopleIn(part).filter(({ name }) => isPerson || name.includes(" "));
    if (names.length > 0) return names.flatMap(({ name }) => nameForms(name, madeFor(name)));
    const mayBeOne = isPerson && /\p{L}/u.test(part) && !saysNobody(part);
    return mayBeOne ? [{ form: part, made: "[person]", exact: true }] : [];
  });
}

function nameForms(name: string, made: string): Name[] {
  const words = name.split(" ").filter((word) => !/^(?:dr|prof|mr|mrs|ms)\.?$/i.test(word));
  const [first = "", last = ""] = [words[0], words.at(-1)];
  const madeWords = made.split(" ");
  const whole = { form: name, made, exact: false };
  if (words.length === 1) return [whole];
  return [
    whole,
    { form: last, made: madeWords.at(-1) ?? "", exact: true },
    ...(first.length > 2 ? [{ form: first, made: madeWords[0] ?? "", exact: true }] : []),
  ];
}

/** Replaces all forms in one go, the longest first, so that nothing that was put in is replaced again. */
function replacerOf(names: readonly Name[]): (text: string) => string {
  if (names.length === 0) return (text) => text;
  const longest = names.toSorted((a, b) => b.form.length - a.form.length);
  const source = longest
    .map(({ form }) =>
      form.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`),
    )
    .join("|");
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, "giu");
  return (text) =>
    text.replaceAll(pattern, (found) => {
      const same = (form: string) => form.toLowerCase() === found.replaceAll(/\s+/g, " ").toLowerCase();
      const name = longest.find(
        ({ form, exact }) => same(form) && (!exact || found === form || found === form.toUpperCase()),
      );
      return name?.made ?? found;
    });
}
