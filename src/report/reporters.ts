import { renderHtml } from "./html/render.ts";
import type { ReportInput } from "./input.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";

/** Makes the text of one file of a run folder. */
type Reporter = (input: ReportInput) => string | Promise<string>;

/** Every report of a run folder by its file name. */
export const REPORTERS = {
  "report.html": renderHtml,
  "junit.xml": renderJunit,
  "summary.md": renderMarkdown,
} as const satisfies Record<string, Reporter>;
