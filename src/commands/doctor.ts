import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { projectFile } from "./options.ts";

/** One thing that was looked at. `needed` = the main job fails without it. */
interface Check {
  name: string;
  ok: boolean;
  needed: boolean;
  detail: string;
}

/** `dealbench doctor`: what works here, and what is missing and how to get it. Exit 4 when the main job cannot run. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say what works here and what is missing")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
What the main job needs is ok or MISSING; what some commands can do without is ok or absent.

Example:
  dealbench doctor

Exit codes: 0 the main job can be done · 4 something that it needs is missing`,
    )
    .action(doctor);
}

async function doctor(options: { json?: boolean }): Promise<void> {
  const checks = [
    nodeVersion(),
    await attempt("persona", true, personaState),
    await attempt("policy", true, policyState),
    await attempt("scenarios", true, scenariosState),
    await attempt("graders", true, gradersState),
    await attempt("recordings", false, recordingsState),
    await attempt("git", false, gitState),
    await attempt("keys", false, keysState),
    await attempt("promptfoo", false, promptfooState),
    reportsWritable(),
    browser(),
  ];
  const broken = checks.filter(({ ok, needed }) => !ok && needed);
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: broken.length === 0, checks })}\n`);
  else process.stdout.write(checks.map(line).join(""));
  if (broken.length > 0) process.exitCode = EXIT.incomplete;
}

function line({ name, ok, needed, detail }: Check): string {
  const mark = ok ? "ok     " : needed ? "MISSING" : "absent ";
  return `${mark}  ${name.padEnd(11)} ${detail}\n`;
}

/** Runs a check; what it throws as a user's mistake becomes its detail. */
async function attempt(name: string, needed: boolean, check: () => Promise<string>): Promise<Check> {
  try {
    return { name, needed, ok: true, detail: await check() };
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    return { name, needed, ok: false, detail: error.message };
  }
}

function nodeVersion(): Check {
  return {
    name: "node",
    needed: true,
    ok: true,
    detail: `${process.versions.node} (22.18 or newer is needed)`,
  };
}

async function personaState(): Promise<string> {
  const { loadPersona } = await import("../persona/load.ts");
  const persona = await loadPersona(projectFile("persona/enterprise-sales-director.md"));
  return `${persona.name} ${persona.version} (${persona.sha256.slice(0, 12)})`;
}

async function policyState(): Promise<string> {
  const { loadPolicy } = await import("../policy/load.ts");
  const policy = loadPolicy(projectFile("persona/policy.yaml"));
  return `version ${policy.version}`;
}

async function scenariosState(): Promise<string> {
  const { loadScenarios } = await import("../scenarios/load.ts");
  return `${loadScenarios(projectFile("scenarios")).length} scenarios load; dealbench scenarios check looks deeper`;
}

async function gradersState(): Promise<string> {
  const { GRADERS } = await import("../../graders/index.ts");
  const items = Object.values(GRADERS).flatMap(({ rubric }) => rubric.items);
  const judged = items.filter(({ kind }) => kind === "judge").length;
  return `${items.length} items in ${Object.keys(GRADERS).length} dimensions; ${judged} of them only a judge can grade (--judge of run, grade and regress)`;
}

async function recordingsState(): Promise<string> {
  const { loadPersona } = await import("../persona/load.ts");
  const { openRecordings } = await import("../providers/recorded.ts");
  const recordings = await openRecordings(projectFile("recordings"));
  const persona = await loadPersona(projectFile("persona/enterprise-sales-director.md"));
  const count = recordings.of(persona.sha256).length;
  if (count > 0) return `${count} replies to this persona`;
  throw new DealbenchError(
    "none for this persona's text, as after every edit of it: run a model (--model anthropic:claude-sonnet-5, with a key), a stand-in that needs no key (--model simulated:director), a recorded persona (--persona git:HEAD), or grade replies of your own (dealbench grade --responses FILE)",
  );
}

async function gitState(): Promise<string> {
  const { headCommit } = await import("../files/git.ts");
  const commit = await headCommit(process.cwd());
  if (commit === null)
    throw new DealbenchError("no git repository here: personas cannot be read from git refs");
  return `at ${commit.slice(0, 12)}`;
}

async function keysState(): Promise<string> {
  const { readEnvironment } = await import("../providers/environment.ts");
  const { KEY_VARIABLES } = await import("../providers/promptfoo/vendors.ts");
  const environment = readEnvironment();
  const names = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", ...Object.values(KEY_VARIABLES).flat()];
  const set = names
    .filter((name) => environment.get(name) !== undefined)
    .map((name) => `${name} (${environment.sourceOf(name)})`);
  const file =
    environment.file === null ? "no .env here" : `.env read: ${environment.file.names.length} names`;
  if (set.length > 0) return `${set.join(", ")}; ${file}`;
  throw new DealbenchError(
    `none is set, ${file}: models cannot be called, recordings and simulated:director can be run; set ANTHROPIC_API_KEY`,
  );
}

async function promptfooState(): Promise<string> {
  const { findPromptfoo, PROMPTFOO_INSTALL } = await import("../providers/promptfoo/module.ts");
  const installed = findPromptfoo();
  if (installed !== null) return `${installed.version} in ${installed.folder}`;
  throw new DealbenchError(
    `not installed; models of other vendors need it: ${PROMPTFOO_INSTALL} (about 290 MB)`,
  );
}

function reportsWritable(): Check {
  const reports = resolve("reports");
  const folder = existsSync(reports) ? reports : dirname(reports);
  try {
    accessSync(folder, constants.W_OK);
    return { name: "reports", needed: true, ok: true, detail: "reports/ can be written" };
  } catch {
    return {
      name: "reports",
      needed: true,
      ok: false,
      detail: `${folder} cannot be written; choose another with --out`,
    };
  }
}

function browser(): Check {
  const places = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
  const found = [process.env["CHROME_PATH"], ...places].find(
    (place) => place !== undefined && existsSync(place),
  );
  const detail = found ?? "no installed Chromium; the tests then use the one that npm ci brings on Linux x64";
  return {
    name: "browser",
    needed: false,
    ok: found !== undefined,
    detail: `${detail} (only the tests need it)`,
  };
}
