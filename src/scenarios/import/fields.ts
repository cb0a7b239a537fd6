interface Field {
  /** What the column is used as, for people. */
  use: string;
  /** Usual headers of CRMs, the surest first: lower case, nothing but letters, digits and single blanks. */
  usual: readonly string[];
  /** Whether several columns may hold it. */
  several?: true;
}

const TABLE = {
  account: {
    use: "account",
    usual: usual(
      "account name, account, company name, company, organization name, organisation name, organization, organisation, customer name",
      "customer, client name, client, potential customer, associated company, primary associated company, associated companies, company names",
    ),
  },
  name: {
    use: "name of the deal",
    usual: usual(
      "opportunity name, deal name, opportunity title, deal title, potential name, opportunity, deal, topic, name, title",
    ),
  },
  amount: {
    use: "amount",
    usual: usual(
      "amount, deal value, deal amount, opportunity amount, value, est revenue, estimated revenue, expected revenue amount, total amount",
      "total value, tcv, deal size, contract value, total contract value, acv, annual contract value, arr, amount in company currency, revenue",
    ),
  },
  currency: {
    use: "currency of the amount",
    usual: usual(
      "currency, currency code, currency iso code, amount currency, deal currency, deal currency code, opportunity currency, value currency, currency of value",
    ),
  },
  stage: {
    use: "stage",
    usual: usual(
      "stage, deal stage, sales stage, opportunity stage, stage name, pipeline stage, pipeline phase",
    ),
  },
  status: {
    use: "open or closed (stage, where no column has it)",
    usual: usual("status, deal status, opportunity status, state"),
  },
  closed: {
    use: "open or closed",
    usual: usual("closed, is closed, is deal closed, deal closed"),
  },
  close_date: {
    use: "date",
    usual: usual(
      "close date, expected close date, est close date, estimated close date, closing date, expected closing date, target close date",
      "forecast close date, expected close, decision date",
    ),
  },
  probability: {
    use: "line of the message",
    usual: usual("probability, win probability, deal probability, probability %, win likelihood"),
  },
  forecast_category: {
    use: "line of the message",
    usual: usual("forecast category, forecast category name, forecast, forecast type"),
  },
  type: {
    use: "type of deal",
    usual: usual("type, deal type, opportunity type, business type"),
  },
  industry: {
    use: "industry",
    usual: usual("industry, account industry, company industry, customer industry, sector, vertical"),
  },
  solution: {
    use: "what is sold",
    usual: usual(
      "solution, product, products, product name, product interest, product family, primary product",
    ),
  },
  owner: {
    use: "owner",
    usual: usual(
      "opportunity owner, deal owner, owner, owner name, sales rep, rep, account executive, salesperson, sales person, assigned to",
    ),
  },
  contacts: {
    use: "people at the customer",
    usual: usual(
      "contacts, primary contact, primary contact name, contact name, contact, contact person, associated contacts, associated contact, main contact",
      "contact names, key contacts",
    ),
    several: true,
  },
  contact_title: {
    use: "title of the contact",
    usual: usual("contact title, primary contact title, contact job title, job title, contact role title"),
  },
  competitors: {
    use: "competitors",
    usual: usual(
      "competitors, competitor, main competitors, main competitor, primary competitor, competition",
    ),
    several: true,
  },
  created_date: {
    use: "date",
    usual: usual(
      "created date, create date, created on, created, created at, created time, creation date, deal created",
    ),
  },
  last_activity: {
    use: "date",
    usual: usual(
      "last activity, last activity date, last contacted, last activity time, last contact date, last touch, last modified date, modified on",
    ),
  },
  next_step: {
    use: "line of the message",
    usual: usual("next step, next steps, next action, next activity"),
  },
  description: {
    use: "line of the message",
    usual: usual("description, deal description, opportunity description, notes, note, comments, comment"),
  },
  record_id: {
    use: "tells deals of one name apart in their ids; not in the message",
    usual: usual(
      "opportunity id, deal id, record id, crm id, opportunity number, id, do not modify opportunity",
    ),
  },
} satisfies Record<string, Field>;

export type FieldName = keyof typeof TABLE;

/**
 * What a column of a CRM can hold, in the order of the message. Headers are those of Salesforce (labels and API names), HubSpot,
 * Dynamics, Pipedrive and Zoho, and those that people give a spreadsheet.
 */
export const FIELDS: Readonly<Record<FieldName, Field>> = TABLE;

/** Whether a text names a field. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

/** Fields whose columns hold dates. */
export const DATE_FIELDS = ["close_date", "created_date", "last_activity"] as const;

/** Fields that say something of the deal elsewhere than in the message. */
export const UNTOLD_FIELDS: readonly FieldName[] = ["currency", "closed", "record_id"];

function usual(...lists: string[]): readonly string[] {
  return lists.flatMap((list) => list.split(", "));
}
