import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { lex } from '../../sql/lexer.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';

export default defineRule({
  id: 'edited-applied-migration',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Do not change a migration that may be applied somewhere.',
    condition:
      'The up of a migration that was there at the commit that is compared with (`--since`, `--staged`, `--changed`) reads ' +
      'otherwise now. Where only comments and white space differ it is an info.',
    effect:
      'A database that has applied the old text never sees the new one, so that databases differ from each other. Tools ' +
      'that keep checksums refuse the whole folder.',
    workaround: 'Restore the file, and write what should change into a new migration.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    edited:
      'Migration {migration} is in {base} with other SQL: a database that has applied it will not get this change.',
    commentsEdited: 'Migration {migration} differs from {base} in comments or white space, which changes its checksum.',
  },
  examples: [
    { sql: 'create table books (id uuid);', base: { '0001_example': books }, reports: ['edited'] },
    { sql: `-- all books\n${books}`, base: { '0001_example': books }, reports: ['commentsEdited'] },
    { sql: books, base: { '0001_example': books }, reports: [] },
    { sql: books, reports: [], because: 'Nothing says what was there before.' },
  ],
  check: {
    *history({ project: { base, migrations } }) {
      const before = new Map(base?.migrations.map((migration) => [migration.id, migration]));
      for (const { id, checksum, path, up, problems } of migrations) {
        const old = before.get(id);
        if (base === undefined || old === undefined || [checksum, ''].includes(old.checksum)) continue;
        if (problems.some(({ ruleId }) => ruleId === 'unreadable-file')) continue;
        const sameSql = old.text !== undefined && withoutComments(old.text) === withoutComments(up.text);
        const shared = { data: { migration: id, base: base.name }, at: start, path, subject: id };
        if (sameSql) yield { message: 'commentsEdited', severity: 'info', ...shared };
        else yield { message: 'edited', ...shared };
      }
    },
  },
});

/** White space inside of strings is lost as well, which no migration is likely to differ in alone. */
function withoutComments(text: string): string {
  let rest = '';
  let at = 0;
  for (const { span } of lex(text).comments) {
    rest += `${text.slice(at, span.start)} `;
    at = span.end;
  }
  return (rest + text.slice(at)).replace(/\s+/g, ' ').trim();
}
