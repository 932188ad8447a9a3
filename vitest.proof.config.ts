import { configDefaults, defineConfig } from 'vitest/config';

const { PROOF_POSTGRES: server = 'pglite' } = process.env;

/** Runs all SQL of the rules on a real server, which takes minutes: not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts'],
    // What the advisors ask is asked once, of PGlite.
    exclude: [...configDefaults.exclude, ...(server === 'pglite' ? [] : ['test/proof/advisors/**'])],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
