import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They take minutes, and have a command of their own.
    exclude: [...configDefaults.exclude, 'test/proof/**'],
    // Reading SQL is quick, starting the program as a process is not.
    testTimeout: 30_000,
    // Nor is starting a server, where all tests do so at once.
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/rules/index.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
});
