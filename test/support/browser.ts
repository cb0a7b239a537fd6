import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** What to do where no browser can be had. */
export const NO_BROWSER =
  "no Chromium found: set CHROME_PATH to a Chrome or Chromium executable " +
  "(Debian: apt-get install chromium; macOS: brew install --cask google-chrome)";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/**
 * Starts a headless Chromium: the one that CHROME_PATH names, else an installed one, else the one that comes with
 * @sparticuz/chromium (Linux on x64). Null where none starts.
 * @throws Error when CHROME_PATH is set and its browser does not start, or in CI when there is none: a browser test
 * that is silently left out there would be green for ever.
 */
export async function launchBrowser(): Promise<Browser | null> {
  const named = process.env["CHROME_PATH"];
  if (named) return start(named);
  for (const candidate of [...INSTALLED.filter((path) => existsSync(path)), bundledPath]) {
    try {
      const path = typeof candidate === "string" ? candidate : await candidate();
      if (path !== null) return await start(path);
    } catch {
      // An installed browser may be a stub that does not start (a snap without its daemon): the next one may.
    }
  }
  if (process.env["CI"]) throw new Error(NO_BROWSER);
  return null;
}

async function bundledPath(): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const { default: bundled } = await import("@sparticuz/chromium");
  return bundled.executablePath();
}

function start(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
