import type { FactName } from "../../../records/facts.ts";
import type { Scenario } from "../../../records/scenario.ts";
import { factLabel } from "../../reasons.ts";
import { spaced } from "../../words.ts";
import { Plain } from "./plain.tsx";

interface FactLine {
  name: FactName;
  value: string;
  evidence: string | null;
  /** The turn after which it holds; 1 for the brief. */
  from: number;
}

/** The facts that the verdict was computed from, each with the sentence of the brief that shows it. */
export function Facts({ scenario }: { scenario: Scenario }) {
  const lines = factLines(scenario);
  const known = lines.filter(({ value }) => value !== "unknown");
  const unknown = lines.filter(({ value }) => value === "unknown");
  return (
    <details class="facts" open>
      <summary>
        <h3>Facts that the policy was given</h3>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Value</th>
            <th scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody>
          {known.map(({ name, value, evidence, from }) => (
            <tr key={`${name} ${from}`}>
              <th scope="row">
                {factLabel(name)}
                {from > 1 && <span class="tag">from turn {from}</span>}
              </th>
              <td>{spaced(value)}</td>
              <td>
                {evidence === null ? <span class="zero">none quoted</span> : <Plain text={`“${evidence}”`} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unknown.length > 0 && (
        <p class="small">
          Not known from the brief: {unknown.map(({ name }) => factLabel(name)).join(", ")}.
        </p>
      )}
      <People people={scenario.people} />
    </details>
  );
}

function People({ people }: Pick<Scenario, "people">) {
  if (people.length === 0) return null;
  return (
    <p class="small">
      People:{" "}
      {people.map(({ name, title, role }, index) => (
        <span key={`${name} ${title}`}>
          {index > 0 && "; "}
          <Plain text={`${name}, ${title} (${role})`} />
        </span>
      ))}
      .
    </p>
  );
}

function factLines({ facts, factsByTurn }: Scenario): FactLine[] {
  const layers: [number, (typeof factsByTurn)[string]][] = [
    [1, facts],
    ...Object.entries(factsByTurn).map(([turn, changed]): [number, typeof changed] => [
      Number(turn),
      changed,
    ]),
  ];
  return layers.flatMap(([from, layer]) =>
    Object.entries(layer).flatMap(([name, entry]) =>
      entry === undefined
        ? []
        : { name: name as FactName, value: String(entry.value), evidence: entry.evidence, from },
    ),
  );
}
