import { defineConfig } from 'vitest/config';

/** Runs all SQL of the rules on a real server, which takes minutes: not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
