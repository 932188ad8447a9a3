import type { Edit } from '../core/edit.js';
import { applyEdits } from '../core/edit.js';
import { quoteIdentifier, quoteName } from '../core/name.js';
import type { Split } from '../core/split.js';
import type { AddConstraint, CreateIndex, DropIndex, SetNotNull } from '../sql/operation.js';
import type { Statement } from '../sql/script.js';
import { constraintName } from './add-then-validate.js';
import { insertKeyword } from './keyword-edit.js';

/** The index is built or dropped concurrently, in a migration of its own. `undefined` where the statement does more. */
export function concurrentlyLater(op: CreateIndex | DropIndex, statement: Statement, text: string): Split | undefined {
  const here = removal(statement, text);
  if (here === undefined) return undefined;
  const written = text.slice(op.span.start, op.span.end);
  const sql = applyEdits(written, insertKeyword(written, op.afterIndexKeyword - op.span.start, 'CONCURRENTLY'));
  return { here, later: [{ sql, alone: true, step: 1 }] };
}

/** NOT VALID here, VALIDATE later. */
export function validateLater({ table, constraint }: AddConstraint): Split {
  const { start, end } = constraint.span;
  const name = quoteIdentifier(constraintName({ table, constraint }));
  const naming: readonly Edit[] =
    constraint.name === undefined ? [{ span: { start, end: start }, text: `CONSTRAINT ${name} ` }] : [];
  return {
    here: [...naming, { span: { start: end, end }, text: ' NOT VALID' }],
    later: [{ sql: `ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${name}`, alone: false, step: 1 }],
  };
}

/** The index of a key is built concurrently first, then becomes the constraint. */
export function keyLater(op: AddConstraint, name: string, statement: Statement, text: string): Split | undefined {
  const here = removal(statement, text);
  const { constraint } = op;
  if (here === undefined || (constraint.type !== 'unique' && constraint.type !== 'primaryKey')) return undefined;
  // What USING INDEX cannot say, or would say in another way.
  const written = text.slice(constraint.span.start, constraint.span.end);
  if (!/\)\s*$/.test(written) || /\b(?:include|nulls|with|using)\b/i.test(written)) return undefined;
  const [index, table] = [quoteIdentifier(name), quoteName(op.table)];
  const columns = constraint.columns.map(quoteIdentifier).join(', ');
  const kind = constraint.type === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
  return {
    here,
    later: [
      { sql: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${columns})`, alone: true, step: 1 },
      { sql: `ALTER TABLE ${table} ADD CONSTRAINT ${index} ${kind} USING INDEX ${index}`, alone: false, step: 2 },
    ],
  };
}

/** A CHECK that proves it is added and validated first; then SET NOT NULL reads nothing. */
export function notNullLater({ table, column, span }: SetNotNull): Split {
  const [relation, quoted] = [quoteName(table), quoteIdentifier(column)];
  const name = quoteIdentifier(`${column}_not_null`);
  return {
    here: [{ span, text: `ADD CONSTRAINT ${name} CHECK (${quoted} IS NOT NULL) NOT VALID` }],
    later: [
      { sql: `ALTER TABLE ${relation} VALIDATE CONSTRAINT ${name}`, alone: false, step: 1 },
      { sql: `ALTER TABLE ${relation} ALTER COLUMN ${quoted} SET NOT NULL`, alone: false, step: 2 },
      { sql: `ALTER TABLE ${relation} DROP CONSTRAINT ${name}`, alone: false, step: 2 },
    ],
  };
}

/** Takes the statement out with its semicolon; where it does nothing else and stands in no DO block. */
function removal({ span, operations }: Statement, text: string): readonly Edit[] | undefined {
  if (operations.length > 1 || operations[0]?.block !== undefined) return undefined;
  const rest = /^\s*;(?:[ \t]*\r?\n)?/.exec(text.slice(span.end))?.[0].length ?? 0;
  return [{ span: { start: span.start, end: span.end + rest }, text: '' }];
}
