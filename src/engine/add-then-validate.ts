import { quoteIdentifier, quoteName } from '../core/name.js';
import type { AddConstraint } from '../sql/operation.js';

const suffixes = { foreignKey: 'fkey', check: 'check' } as const;

/** Its own name, or one as the server would make it. */
export function constraintName({ table, constraint }: Pick<AddConstraint, 'table' | 'constraint'>): string {
  const suffix = constraint.type === 'foreignKey' ? suffixes.foreignKey : suffixes.check;
  const columns = constraint.type === 'foreignKey' ? constraint.columns : [];
  return constraint.name ?? [table.name, ...columns, suffix].join('_');
}

/** The two migrations that add this CHECK or foreign key without a long lock. `text` is the section's text. */
export function addThenValidate({ table, constraint }: AddConstraint, text: string): string {
  const written = text.slice(constraint.span.start, constraint.span.end);
  const name = quoteIdentifier(constraintName({ table, constraint }));
  const named = constraint.name === undefined ? `CONSTRAINT ${name} ${written}` : written;
  return `-- migration 1: instant\nALTER TABLE ${quoteName(table)} ADD ${named} NOT VALID;\n-- migration 2: reads and writes go on\nALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${name};`;
}
