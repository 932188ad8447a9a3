import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { longIdentifiers } from '../../sql/long-identifiers.js';
import type { Operation } from '../../sql/operation.js';

const long = 'books_that_were_lent_by_readers_of_the_branch_in_the_old_town_hall';

export default defineRule({
  id: 'identifier-too-long',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: 'info', supabase: 'info', strict: true },
  docs: {
    summary: 'Keep names within 63 bytes.',
    condition:
      'A name of more than 63 bytes in a statement that makes, renames or adds something. Reported once for each name in a file; not inside of strings and function bodies, and not in statements that only drop.',
    effect:
      'The server cuts the name with no more than a notice: two names that begin alike clash, and code that asks the catalog for the whole name finds nothing.',
    workaround: 'Take a shorter name:\n\n```sql\nCREATE TABLE lent_books (id bigint);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],
  },
  options: z.strictObject({}),
  messages: { cut: 'This name has {bytes} bytes; the server keeps the first 63: {kept}.' },
  examples: [
    { sql: `CREATE TABLE ${long} (id bigint);`, reports: ['cut'] },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'CREATE POLICY "Читатели видят только свои книги библиотеки" ON books USING (true);',
      reports: ['cut'],
      because: 'A letter of it takes two bytes.',
    },
    { sql: `CREATE TABLE ${long.slice(0, 63)} (id bigint);`, reports: [] },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: `DROP POLICY IF EXISTS ${long} ON books;`,
      reports: [],
      because: 'It is cut in the same way where it was made.',
    },
    { sql: `CREATE TABLE books (id bigint); COMMENT ON TABLE books IS '${long}';`, reports: [] },
  ],
  check: {
    *fileStart({ script }) {
      const seen = new Set<string>();
      for (const { name, bytes, kept, span } of longIdentifiers(script.text)) {
        const statement = script.statements.find((one) => one.span.start <= span.start && span.end <= one.span.end);
        if (seen.has(name) || !statement?.operations.some(makesSomething)) continue;
        seen.add(name);
        yield { message: 'cut', data: { bytes: String(bytes), kept }, at: span, subject: name };
      }
    },
  },
});

const makesSomething = ({ kind }: Operation): boolean => /^(?:create|add|rename)/.test(kind);
