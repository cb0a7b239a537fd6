import { defineConfig } from "vitest/config";

// The tests that need promptfoo itself: npm run promptfoo:install, then npm run test:promptfoo.
export default defineConfig({ test: { include: ["test/promptfoo/**/*.live.ts"], testTimeout: 120_000 } });
