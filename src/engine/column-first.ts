import { applyEdits } from '../core/edit.js';
import { quoteIdentifier, quoteName } from '../core/name.js';
import type { AddColumn, ConstraintDefinition } from '../sql/operation.js';
import { constraintName } from './add-then-validate.js';

/** The statement that adds the column without one of its constraints. `text` is the section's text. */
export function columnWithout(op: AddColumn, constraint: ConstraintDefinition, text: string): string {
  const { start, end } = op.span;
  const { span } = constraint;
  const before = /\s*$/.exec(text.slice(start, span.start))?.[0].length ?? 0;
  const gap = { start: span.start - before - start, end: span.end - start };
  return `ALTER TABLE ${quoteName(op.table)} ${applyEdits(text.slice(start, end), [{ span: gap, text: '' }])};`;
}

/** The two migrations that add the column, and its CHECK or foreign key without a long lock. */
export function columnThenConstraint(op: AddColumn, constraint: ConstraintDefinition, text: string): string {
  const table = quoteName(op.table);
  const columns = [op.column.name];
  const name = quoteIdentifier(
    constraint.type === 'foreignKey'
      ? constraintName({ table: op.table, constraint: { ...constraint, columns } })
      : (constraint.name ?? [op.table.name, ...columns, 'check'].join('_')),
  );
  const written = text
    .slice(constraint.span.start, constraint.span.end)
    .replace(/\breferences\b/i, (word) => `FOREIGN KEY (${quoteIdentifier(op.column.name)}) ${word}`);
  const named = constraint.name === undefined ? `CONSTRAINT ${name} ${written}` : written;
  return (
    'Two migrations. The first is instant, the second reads the table while reads and writes go on:\n\n' +
    `\`\`\`sql\n${columnWithout(op, constraint, text)}\nALTER TABLE ${table} ADD ${named} NOT VALID;\n\`\`\`\n\n` +
    `\`\`\`sql\nALTER TABLE ${table} VALIDATE CONSTRAINT ${name};\n\`\`\``
  );
}
