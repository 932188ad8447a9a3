import { z } from 'zod';
import { nearest } from '../../core/nearest.js';
import { migrationNamed } from '../../engine/dependencies.js';
import { dependencySpan } from '../../engine/dependency-span.js';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint);';
const loans = '-- Depends on: 0001_books\ncreate table loans (id bigint);';

export default defineRule({
  id: 'dependency-missing',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Name dependencies that exist.',
    condition:
      'A `Depends on:` line, or the plan of the tool, names a migration that the folder does not have. Ids, versions and ' +
      'names count. Not for a file that is judged alone.',
    effect: 'What the migration needs may never be made, and the order of the history cannot be checked.',
    workaround: 'Correct the name in the `Depends on:` line, or remove it where nothing of that migration is needed.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    missing: 'There is no migration {dependency}.',
    missingSuggest: 'There is no migration {dependency}. Did you mean {meant}?',
  },
  examples: [
    {
      given: books,
      sql: loans,
      ids: ['0001_readers', '0002_loans'],
      dependencies: { '0002_loans': ['0001_books'] },
      reports: ['missing'],
    },
    {
      given: books,
      sql: '-- Depends on: 0001_boks\ncreate table loans (id bigint);',
      ids: ['0001_books', '0002_loans'],
      dependencies: { '0002_loans': ['0001_boks'] },
      reports: ['missingSuggest'],
    },
    {
      given: books,
      sql: loans,
      ids: ['0001_books', '0002_loans'],
      dependencies: { '0002_loans': ['0001_books'] },
      reports: [],
    },
    { given: books, sql: 'create table loans (id bigint);', reports: [] },
  ],
  check: {
    *fileStart({ project, migration, script }) {
      if (!project.complete) return;
      for (const dependency of migration.dependencies) {
        if (migrationNamed(dependency, project.migrations) !== undefined) continue;
        const at = dependencySpan(script, dependency);
        const meant = nearest(
          dependency,
          project.migrations.map(({ id }) => id),
        );
        if (meant === undefined) yield { message: 'missing', data: { dependency }, at, subject: dependency };
        else yield { message: 'missingSuggest', data: { dependency, meant }, at, subject: dependency };
      }
    },
  },
});
