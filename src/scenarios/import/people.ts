/** A person as a cell names them. */
export interface NamedPerson {
  name: string;
  /** Undefined where the cell tells none. */
  title: string | undefined;
}

const WORD = String.raw`[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*`;
const PARTICLE = "(?:van|von|de|der|den|da|di|del|la|le|bin|al|dos|ter|zu)";
const NAME = new RegExp(String.raw`^${WORD}(?:\s+(?:${PARTICLE}\s+)*${WORD}){0,3}$`, "u");
const JOB =
  /^[A-Z]{2,5}$|\b(?:officer|director|manager|head|vp|svp|evp|chief|president|lead|leader|analyst|engineer|buyer|procurement|owner|partner|counsel|architect|consultant|controller|administrator|specialist|secretary|treasurer|founder|chair\w*)\b/i;
/** What stands where nobody is known. */
const NOBODY = /^(?:not|no|none|nobody|unknown|tbd|tbc|various|multiple|several|see|to|yes)\b/i;

/**
 * The people of a contact cell: one, or several separated by semicolons, line breaks, or commas between full names. A title may follow in
 * brackets, or behind a comma or dash ("Ann Lee (CFO); Bo Ek, IT director"); addresses are passed over. What is no name is left out.
 */
export function peopleIn(cell: string): NamedPerson[] {
  const people = partsOf(cell).flatMap(peopleOfPart);
  return people.filter(
    ({ name }, index) => !saysNobody(name) && people.findIndex((other) => other.name === name) === index,
  );
}

/** What a contact cell holds for each person, without addresses. */
export function partsOf(cell: string): string[] {
  return cell
    .replaceAll(/[<([]?\s*[^\s<>()[\];,]+@[^\s<>()[\];,]+\s*[>)\]]?/g, " ")
    .split(/[;\n|]/)
    .map((part) => part.trim());
}

/** Whether a text says that nobody is known ("Not identified"). */
export function saysNobody(text: string): boolean {
  return NOBODY.test(text);
}

function peopleOfPart(part: string): NamedPerson[] {
  const bracket = /^(.*?)\s*[([]([^)\]]+)[)\]]$/su.exec(part);
  if (bracket && NAME.test(bracket[1] ?? "")) return [person(bracket[1], bracket[2])];
  const dash = /^(.*?)\s+[-–—/]\s+(.+)$/su.exec(part);
  if (dash && NAME.test(dash[1] ?? "")) return [person(dash[1], dash[2])];
  const initials = /^(\S+ (?=.*\p{Ll}).*\S) ([A-Z]{2,4})$/u.exec(part);
  if (initials && NAME.test(initials[1] ?? "")) return [person(initials[1], initials[2])];
  const pieces = part.split(/\s*,\s*/).filter((piece) => piece !== "");
  const [first = "", ...others] = pieces;
  if (others.length === 0) return NAME.test(first) && !JOB.test(first) ? [person(first, undefined)] : [];
  if (pieces.every((piece) => NAME.test(piece) && piece.includes(" ") && !JOB.test(piece)))
    return pieces.map((piece) => person(piece, undefined));
  // "Lee, Ann" is a person too, but whoever reads it so must turn it round, and the name would not stand so in the text.
  return NAME.test(first) && first.includes(" ") ? [person(first, others.join(", "))] : [];
}

function person(name: string | undefined, title: string | undefined): NamedPerson {
  return { name: (name ?? "").replaceAll(/\s+/g, " "), title: title?.trim() || undefined };
}
