import { z } from 'zod';
import { type SchemaDifference, schemaDifferences } from '../../catalog/schema-differences.js';
import { listText } from '../../core/list-text.js';
import type { Span } from '../../core/span.js';
import { type DownEndContext, defineRule } from '../../engine/rule.js';
import { changesNothing, isReadable, perhapsDropped, runsRoutines } from '../../engine/script-certainty.js';
import { operationsOf } from '../../sql/script-order.js';

const books = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'down-not-inverse',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['down'],
  loud: 'A down that does not take its up back is found on the day when it is needed. Each finding names what is left.',
  docs: {
    summary: 'Let a down leave the schema as it was before its up.',
    condition:
      'The up and then the down are replayed, and the schema is not what it was before: something is left over, missing or ' +
      'different. Comments, the order of columns, rows, and whether constraints are validated do not count. An info where ' +
      'the down changes nothing, where only an extension, a schema or a value of an enum is left, where part of the pair ' +
      'runs under a condition, or where the order of the history is guessed, or what is left over is what the up drops IF EXISTS; silent where part of it cannot be read (dynamic SQL, calls of functions, syntax errors).',
    effect:
      'After the migration is taken back, the database is in a state that no migration describes: running the up again ' +
      'fails, and code of the old release meets a schema that it does not know.',
    workaround: 'Undo in the down what the up does, each statement by its opposite, in reverse order.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    differs: 'After up and down the schema is not as before: {differences}.',
    undoesNothing: 'The down undoes nothing: {differences}.',
  },
  examples: [
    {
      sql: `${books}\ncreate type state as enum ('in', 'out');`,
      down: 'drop table books;',
      reports: ['differs'],
    },
    {
      given: books,
      sql: 'alter table books drop column title;',
      down: 'alter table books add column title varchar(20);',
      reports: ['differs'],
      because: 'The column was of type text.',
    },
    {
      given: `${books}\ncreate index books_title on books (title);`,
      sql: 'alter table books drop column title;',
      down: 'alter table books add column title text;',
      reports: ['differs'],
      because: 'The index went with the column.',
    },
    { sql: books, down: '-- cannot be undone', reports: ['undoesNothing'] },
    { sql: books, down: "do $$ begin raise 'cannot be undone'; end $$;", reports: ['undoesNothing'] },
    {
      given: books,
      sql: 'drop index if exists books_title;',
      down: 'create index books_title on books (title);',
      reports: ['differs'],
      because: 'An info: somebody may have made the index by hand.',
    },
    { sql: books, down: 'drop table books;', reports: [] },
    {
      given: books,
      sql: 'alter table books alter title set not null, alter title set default $$none$$;',
      down: 'alter table books alter title drop default, alter title drop not null;',
      reports: [],
    },
    {
      sql: "do $$ begin execute 'create table ' || 'a (id int)'; end $$;\ncreate table b (id int);",
      down: 'drop table a;',
      reports: [],
      because: 'Nobody can say what dynamic SQL does.',
    },
  ],
  check: {
    *downEnd(context) {
      const { script, upScript, section, changes, catalog } = context;
      if (!isReadable(script) || !isReadable(upScript) || runsRoutines([upScript, script], catalog)) return;
      const perhaps = perhapsDropped(upScript);
      const differences = schemaDifferences(changes).map((difference) => weighed(difference, perhaps));
      if (differences.length === 0) return;
      const at = script.statements[0]?.span ?? startOf(section.span);
      const shared = {
        data: { differences: describe(differences) },
        at,
        workaround: remedyFor(differences, context.migration.id),
      };
      if (changesNothing(script)) yield { message: 'undoesNothing', severity: 'info', ...shared };
      else if (isDoubtful(context, differences)) yield { message: 'differs', severity: 'info', ...shared };
      else yield { message: 'differs', ...shared };
    },
  },
});

const startOf = (span: Span | undefined): Span => ({ start: span?.start ?? 0, end: span?.start ?? 0 });

/** What the up drops IF EXISTS may have been there, though the history does not show it. */
const weighed = (difference: SchemaDifference, perhaps: ReadonlySet<string>): SchemaDifference =>
  difference.kind === 'left' && difference.object.split(/[ .]/).some((word) => perhaps.has(word))
    ? { ...difference, tolerable: true }
    : difference;

const isDoubtful = (
  { script, upScript, project }: Pick<DownEndContext<unknown>, 'script' | 'upScript' | 'project'>,
  differences: readonly SchemaDifference[],
): boolean =>
  // Without the plan nobody knows in which order the migrations ran.
  project.skipped?.some(({ ruleId }) => ruleId === 'missing-plan-file') === true ||
  differences.every(({ tolerable }) => tolerable) ||
  [...operationsOf(upScript), ...operationsOf(script)].some(({ block }) => block?.conditional === true);

const most = 4;

/** `table books is left over; index a is missing; the type of column b.c is different`. */
function describe(differences: readonly SchemaDifference[]): string {
  const groups = [
    { kind: 'left', one: 'is left over', many: 'are left over' },
    { kind: 'lost', one: 'is missing', many: 'are missing' },
    { kind: 'changed', one: 'is different', many: 'are different' },
  ] as const;
  return groups
    .flatMap(({ kind, one, many }) => {
      const objects = differences.filter((difference) => difference.kind === kind).map(({ object }) => object);
      return objects.length === 0 ? [] : [`${listText(objects, most)} ${objects.length === 1 ? one : many}`];
    })
    .join('; ');
}

const undoing = { left: 'drop', lost: 'make again', changed: 'change back' } as const;

/** What to add to the down. Of things that were dropped the statement is not known here. */
function remedyFor(differences: readonly SchemaDifference[], id: string): string {
  const remedies = differences.flatMap(({ remedy }) => remedy ?? []);
  const others = differences
    .filter(({ remedy }) => remedy === undefined)
    .map(({ kind, object }) => `-- ${undoing[kind]}: ${object}`);
  const whole = others.length === 0 ? '' : ` (\`pgairlock down-sql ${id}\` writes a whole one)`;
  return `Add to the down${whole}:\n${[...remedies.toReversed(), ...others].join('\n')}`;
}
