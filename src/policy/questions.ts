import type { Decision } from "../records/decision.ts";
import type { FactName } from "../records/facts.ts";

/** What to ask about one fact that nobody has established. */
export interface Question {
  fact: FactName;
  question: string;
}

/** The question for each unknown fact that leaves an axis undetermined, those that could disqualify first. */
export function whatToAsk({ askFacts }: Pick<Decision, "askFacts">): Question[] {
  return askFacts.map((fact) => ({ fact, question: QUESTIONS[fact] }));
}

const QUESTIONS: Record<FactName, string> = {
  eb: "Who can release the money for this decision, and when did we last speak with that person?",
  pain_clarity: "What problem does the customer name, who owns it, and what follows if it stays?",
  pain_urgency:
    "What does waiting cost the customer, and where do they rank this against their other priorities?",
  value: "Has the customer put its own number on the outcome, and who signed it off?",
  budget: "Is money approved or reserved for this, and if not, who has been asked for it and by which date?",
  champion:
    "Who sells this when we are not in the room, and what has that person done that cost them something?",
  fit: "Which of the customer's requirements do we miss, and is any of them a knock-out?",
  criteria: "Are the decision criteria written down and weighted, and who wrote them?",
  incumbent: "Who does this job for the customer today, under which contract, and how content are they?",
  position:
    "On which criterion do we win and on which do we lose, against every alternative including doing nothing?",
  compelling_event:
    "What date forces a decision, who on the customer's side owns it, and what happens if it is missed?",
  timeline_months: "When will the customer decide to buy?",
  timeline_feasible: "Do the known steps to a signature fit before that date?",
  milestone: "Which dated step does the customer take before the decision, and is there money behind it?",
  decision_process: "Which steps, people and dates lie between now and a yes, and who holds a veto?",
  paper_process:
    "Which legal, security, procurement and contracting steps remain, with which owner and how many days each?",
  stakeholders: "Which people on the customer's side are engaged, beyond our main contact?",
  stage: "Which sales stage is this deal in?",
};
