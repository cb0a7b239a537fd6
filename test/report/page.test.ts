import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hostileFixture } from "./fixtureHostile.ts";
import { fixture } from "./fixture.ts";
import { htmlOf } from "./inMemory.ts";

test("allows exactly its own script and style, by hash, and nothing from elsewhere", async () => {
  const html = await htmlOf(fixture());
  const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? "";
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(html).not.toMatch(/\b(?:src|href)=["']?(?:https?:)?\/\//);
});

test("fault 38: keeps data out of the markup: no text from outside stands in the page's source", async () => {
  const html = await htmlOf(hostileFixture());
  expect(html).not.toContain("owned");
  expect(html.match(/<script\b/g)?.length).toBe(html.match(/<\/script>/g)?.length);
});

test("makes the same page from the same records", async () => {
  expect(await htmlOf(fixture())).toBe(await htmlOf(fixture()));
});

test("leaves out a transcript whose scenario is not among the records", async () => {
  const input = fixture();
  const [first] = input.transcripts;
  if (!first) throw new Error("the fixture is empty");
  const extra = { ...first, scenario: "no-such-scenario" };
  await expect(htmlOf({ ...input, transcripts: [...input.transcripts, extra] })).resolves.toContain(
    "</html>",
  );
});

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
