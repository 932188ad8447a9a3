import { z } from 'zod';
import { migrationNamed, reachableFrom } from '../../engine/dependencies.js';
import { dependencySpan } from '../../engine/dependency-span.js';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint);';
const loans = '-- Depends on: 0002_books\ncreate table loans (id bigint);';

export default defineRule({
  id: 'dependency-order',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Let a migration come after what it depends on.',
    condition: 'A migration names a dependency that the tool applies after it.',
    effect: 'On a fresh database what it needs is not there yet, and it fails.',
    workaround: 'Rename one of the two files so that the dependency sorts first, before either is applied anywhere.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { order: 'It depends on {dependency}, which is applied after it.' },
  examples: [
    {
      given: 'create table readers (id bigint);',
      sql: '-- Depends on: 0003_books\ncreate table loans (id bigint);',
      ids: ['0001_readers', '0002_loans'],
      dependencies: { '0002_loans': ['0001_readers'] },
      reports: [],
    },
    { given: books, sql: loans, reports: [] },
    {
      sql: loans,
      after: [books],
      ids: ['0001_loans', '0002_books'],
      dependencies: { '0001_loans': ['0002_books'] },
      reports: ['order'],
    },
    {
      sql: '-- Depends on: books\ncreate table loans (id bigint);',
      after: [books],
      ids: ['0001_loans', '0002_books'],
      dependencies: { '0001_loans': ['books'] },
      reports: ['order'],
    },
  ],
  check: {
    *fileStart({ project, migration, script }) {
      const { migrations } = project;
      if (migration.dependencies.length === 0 || !project.complete) return;
      const own = migrations.indexOf(migration);
      for (const name of migration.dependencies) {
        const dependency = migrationNamed(name, migrations);
        if (dependency === undefined || migrations.indexOf(dependency) <= own) continue;
        // In a cycle nothing can be first: `dependency-cycle` says so.
        if (reachableFrom(dependency, migrations).has(migration)) continue;
        const at = dependencySpan(script, name);
        yield { message: 'order', data: { dependency: dependency.id }, at, subject: dependency.id };
      }
    },
  },
});
