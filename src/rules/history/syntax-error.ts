import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'syntax-error',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Write SQL that PostgreSQL can read.',
    condition:
      'A statement does not parse. The other statements of the file are checked all the same. A placeholder that some tool ' +
      'should have filled in (`{{ name }}` and the like) is named as such.',
    effect: 'The server refuses the statement, so that the migration fails there.',
    workaround:
      'Correct the statement at the place that is shown. Write values instead of placeholders: a migration must say the ' +
      'same on every database.',
    references: ['https://www.postgresql.org/docs/current/sql-commands.html'],
  },
  options: z.strictObject({}),
  messages: {
    syntaxError: 'PostgreSQL cannot read this: {error}.',
    placeholder: 'The placeholder {placeholder} was never filled in, so that PostgreSQL cannot read this: {error}.',
  },
  examples: [
    { sql: 'crate table books (id bigint);', reports: ['syntaxError'] },
    {
      sql: 'create table books (id bigint);\nalter table books add colum title text text;\ndrop tabel books;',
      reports: ['syntaxError', 'syntaxError'],
      because: 'One error costs one statement.',
    },
    { sql: 'create table {{ schema }}.books (id bigint);', reports: ['placeholder'] },
    { sql: 'create table books (id bigint);', down: 'drop tabel books;', reports: ['syntaxError'] },
    { sql: 'create table books (id bigint);', reports: [] },
    { sql: "create table notes (body text default '{{ text }}');", reports: [] },
  ],
  check: {
    *fileStart({ script }) {
      for (const { message: error, span } of script.problems) {
        const placeholder = placeholderAt(script.text, span.start);
        if (placeholder === undefined) yield { message: 'syntaxError', data: { error }, at: span };
        else yield { message: 'placeholder', data: { placeholder, error }, at: span };
      }
    },
  },
});

/** The server names only the first character of a placeholder; here it is whole. */
function placeholderAt(text: string, offset: number): string | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const [lineText = ''] = text.slice(line).split('\n', 1);
  const found = [...lineText.matchAll(/\$\{\s*\w+\s*\}|\{\{.*?\}\}/g)];
  return found.find(({ index, 0: match }) => line + index <= offset && offset < line + index + match.length)?.[0];
}
