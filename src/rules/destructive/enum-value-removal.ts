import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import type { EnumType } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { isSameType } from '../../effects/type-facts.js';
import { defineRule } from '../../engine/rule.js';
import type { Expression, TypeName } from '../../sql/expression.js';
import type { AlterColumnType } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsBefore } from '../../sql/script-order.js';

const given =
  "create type state as enum ('new', 'lent', 'lost'); create table books (id bigint primary key, state state);";

export default defineRule({
  id: 'enum-value-removal',
  category: 'destructive',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Keep the values of an enum, and forbid those that are no longer wanted.',
    condition:
      'A column changes from one enum to another that lacks some of its values, by a mere cast; and `DELETE` from ' +
      '`pg_enum`. One finding for each pair of types. Not where `USING` maps the values by an expression of its own, and not on tables that the ' +
      'same migration created.',
    effect:
      'The statement fails on the first row that holds a missing value. Where none does, the whole table is rewritten ' +
      'while reads and writes wait, and code that still writes the value fails.',
    workaround:
      'Keep the value in the type, and forbid it by a CHECK:\n\n' +
      "```sql\nALTER TABLE books ADD CONSTRAINT state_in_use CHECK (state <> 'lost') NOT VALID;\n```\n\n" +
      "```sql\nUPDATE books SET state = 'new' WHERE state = 'lost';\n```\n\n" +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT state_in_use;\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS'],
  },
  options: z.strictObject({}),
  messages: {
    lacks: 'The new type of column {column} of {table} lacks {values}: a row that holds it makes the change fail.',
    deletes: 'Deleting a value from pg_enum leaves rows and indexes behind that nobody can read any more.',
  },
  examples: [
    {
      given,
      sql:
        "alter type state rename to state_old; create type state as enum ('new', 'lent'); " +
        'alter table books alter column state type state using state::text::state; drop type state_old;',
      reports: ['lacks'],
    },
    {
      given,
      sql:
        "create type place as enum ('new', 'shelf'); " +
        'alter table books alter column state type place using (state::text::place);',
      reports: ['lacks'],
    },
    { sql: "delete from pg_enum where enumlabel = 'lost';", reports: ['deletes'] },
    {
      given,
      sql:
        "create type state_new as enum ('new', 'lent', 'lost', 'sold'); " +
        'alter table books alter column state type state_new using state::text::state_new;',
      reports: [],
      because: 'The new type has all values of the old one.',
    },
    {
      given,
      sql:
        "create type state_new as enum ('new', 'lent'); alter table books alter column state type state_new " +
        "using (case state when 'lost' then 'lent' else state::text end)::state_new;",
      reports: [],
      because: 'The missing value becomes another one.',
    },
    {
      given,
      sql: 'alter table books alter column state type text using state::text;',
      reports: [],
    },
  ],
  check: {
    *alterColumnType(op, { catalog, script }) {
      const before = columnNamed(catalog, op.table, op.column)?.type;
      if (before === undefined || !columnWasThereBefore(catalog, op.table, op.column) || !isMereCast(op.using)) return;
      const [from, to] = [enumNamed(before, catalog), enumNamed(op.type, catalog)];
      if (from === undefined || to === undefined || isToldBefore(op, script)) return;
      const missing = from.values.filter((value) => !to.values.includes(value));
      if (missing.length === 0) return;
      const values = listText(missing.map((value) => `'${value}'`));
      yield {
        message: 'lacks',
        data: { column: op.column, table: formatName(op.table), values },
        at: op.span,
        subject: formatQualified(from.name),
      };
    },
    *delete(op) {
      if (op.table.name === 'pg_enum') yield { message: 'deletes', at: op.span };
    },
  },
});

function enumNamed(type: TypeName, catalog: Catalog): EnumType | undefined {
  const found = catalog.type(type);
  return typeof found === 'object' && found.kind === 'enum' ? found : undefined;
}

/** No USING, or only casts of the column. */
const isMereCast = (using: Expression | undefined): boolean =>
  using === undefined || using.kind === 'column' || (using.kind === 'cast' && isMereCast(using.operand));

/** An earlier column went the same way. */
const isToldBefore = (op: AlterColumnType, script: Script): boolean =>
  operationsBefore(script, op).some(
    (earlier) => earlier.kind === 'alterColumnType' && isSameType(earlier.type, op.type),
  );
