import { defineConfig, type UserConfig } from 'tsdown';

const shared = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outDir: 'dist',
  fixedExtension: false,
} as const satisfies UserConfig;

/**
 * What people start: one read of a few chunks instead of hundreds of modules. What is imported lazily stays a chunk of its
 * own. The parser finds its WebAssembly beside itself and jiti its compiler, so both stay packages; cosmiconfig names
 * TypeScript for a loader that is not used here.
 */
export const cliBuild = {
  ...shared,
  entry: { cli: 'src/cli/index.ts' },
  outputOptions: { chunkFileNames: 'cli/[name]-[hash].js' },
  noExternal: [/.*/],
  inlineOnly: false,
  external: ['libpg-query', 'jiti', 'typescript', 'pg', '@electric-sql/pglite', '@supabase/postgrest-typegen'],
  dts: false,
  clean: ['dist/cli', 'dist/cli.js'],
  minify: 'dce-only',
} satisfies UserConfig;

export default defineConfig([
  {
    ...shared,
    // What other programs import: types beside it, dependencies left to their installation.
    entry: { index: 'src/index.ts', 'pure-js': 'src/pure-js.ts', testing: 'src/testing.ts' },
    dts: true,
    clean: ['dist/*', '!dist/cli', '!dist/cli.js'],
  },
  cliBuild,
]);
