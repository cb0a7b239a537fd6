import { STAGES } from "../../records/facts.ts";
import { DEAL_TYPES, INDUSTRIES } from "../../records/scenario.ts";
import { meanings } from "./choices.ts";

/** What a CRM's stage can be here; `closed` is a deal that is won or lost. */
export const STAGE_VALUES = [...STAGES, "n/a", "closed"] as const;

/**
 * Stages whose name says which of ours they are. "Proposal" is none of them: in one company it comes before the proof, in another after
 * it, and the policy judges by the stage.
 */
export const USUAL_STAGES = meanings<(typeof STAGE_VALUES)[number]>({
  discovery:
    "discovery, discovery call, prospecting, prospect, qualification, qualify, qualifying, qualified, needs analysis, new, lead, lead in, contact made, first contact, initial contact, appointment scheduled, first meeting, qualified to buy, identified, appointmentscheduled, qualifiedtobuy",
  evaluation:
    "evaluation, evaluating, technical evaluation, value proposition, id decision makers, perception analysis, solution design, develop, demo, demo scheduled, demonstration, presentation, presentation scheduled, presentationscheduled, shortlist, shortlisted, scoping",
  proof:
    "proof, poc, pov, proof of concept, proof of value, pilot, trial, validation, technical validation, technical win",
  negotiation:
    "negotiation, negotiating, negotiations, negotiation review, negotiations started, contract negotiation, commercial negotiation, contract review, contracting, legal, legal review, procurement",
  close:
    "close, closing, contract sent, contractsent, verbal, verbal commit, verbal agreement, awaiting signature, signature",
  closed:
    "closed won, closed lost, closedwon, closedlost, closed, won, lost, close won, close lost, won closed, lost closed, disqualified, abandoned, cancelled, canceled, dead, deleted, no decision",
});

/** What a CRM's status can be; names that are neither say nothing. */
export const CLOSED_STATUS: ReadonlySet<string> = new Set(
  [...USUAL_STAGES].flatMap(([name, value]) => (value === "closed" ? [name] : [])),
);

export const USUAL_INDUSTRIES = meanings<(typeof INDUSTRIES)[number]>({
  financial_services:
    "financial services, finance, banking, bank, insurance, financial, fintech, capital markets, investment banking, investment management, venture capital private equity, accounting",
  healthcare:
    "healthcare, health care, hospital, hospital health care, hospitals, biotechnology, pharmaceuticals, pharma, life sciences, medical devices, medical practice, health wellness and fitness",
  retail:
    "retail, apparel, apparel fashion, e commerce, ecommerce, consumer goods, supermarkets, wholesale, food beverage, food beverages, luxury goods jewelry",
  manufacturing:
    "manufacturing, machinery, industrial, electronics, chemicals, automotive, industrial automation, mechanical or industrial engineering, electrical electronic manufacturing, aerospace, aviation aerospace",
  technology:
    "technology, software, computer software, information technology, information technology and services, it, high tech, hi tech, internet, saas, computer hardware, semiconductors",
  telecom: "telecom, telecoms, telecommunications, telco, communications, wireless",
  public_sector:
    "public sector, government, government administration, local government, defense, defence, defense space, military, public safety, government relations, federal, state government",
});

export const USUAL_DEAL_TYPES = meanings<(typeof DEAL_TYPES)[number]>({
  new_logo: "new logo, new, new business, newbusiness, new customer, new account, new client",
  displacement: "displacement, competitive displacement, competitive replacement, takeout",
  expansion:
    "expansion, existing business, existingbusiness, existing customer upgrade, upsell, up sell, cross sell, crosssell, add on, addon, upgrade",
  ela: "ela, enterprise license agreement, enterprise licence agreement, enterprise agreement",
  consumption: "consumption, usage based, usage, pay as you go",
  partnership: "partnership, partner, alliance",
});
