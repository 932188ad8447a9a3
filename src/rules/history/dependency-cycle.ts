import { z } from 'zod';
import { dependencyCycles } from '../../engine/dependencies.js';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';
const loans = 'create table loans (id bigint);';

export default defineRule({
  id: 'dependency-cycle',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Let no migration depend on itself, by whatever way.',
    condition: 'Following what migrations say that they depend on leads back to where it began.',
    effect: 'There is no order in which these migrations could be applied.',
    workaround:
      'Remove the dependency that is not needed. Where both are, move what they share into a migration before both.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { cycle: 'These migrations depend on each other: {cycle}.' },
  examples: [
    {
      sql: books,
      after: [loans],
      ids: ['0001_books', '0002_loans'],
      dependencies: { '0001_books': ['0002_loans'], '0002_loans': ['0001_books'] },
      reports: ['cycle'],
      because: 'It is reported once, in the first of them.',
    },
    { sql: books, ids: ['0001_books'], dependencies: { '0001_books': ['0001_books'] }, reports: ['cycle'] },
    {
      given: books,
      sql: loans,
      ids: ['0001_books', '0002_loans'],
      dependencies: { '0002_loans': ['loans'] },
      reports: ['cycle'],
      because: 'A dependency may be named without its version.',
    },
    { given: books, sql: loans, reports: [] },
    {
      given: books,
      sql: loans,
      ids: ['0001_books', '0002_loans'],
      dependencies: { '0002_loans': ['0001_books'] },
      reports: [],
    },
  ],
  check: {
    *history({ project }) {
      for (const cycle of dependencyCycles(project.migrations)) {
        const [first] = cycle;
        const path = cycle.map(({ id }) => id).join(' → ');
        yield { message: 'cycle', data: { cycle: path }, at: start, path: first?.path, subject: path };
      }
    },
  },
});
