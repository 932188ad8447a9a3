import { quoteIdentifier, quoteName } from '../core/name.js';
import type { AddConstraint } from '../sql/operation.js';
import { replacesConstraint } from './replaces-constraint.js';
import type { FileContext } from './rule.js';

const suffixes = { foreignKey: 'fkey', check: 'check' } as const;

/** Its own name, or one as the server would make it. */
export function constraintName({ table, constraint }: Pick<AddConstraint, 'table' | 'constraint'>): string {
  const suffix = constraint.type === 'foreignKey' ? suffixes.foreignKey : suffixes.check;
  const columns = constraint.type === 'foreignKey' ? constraint.columns : [];
  return constraint.name ?? [table.name, ...columns, suffix].join('_');
}

/** The two migrations that add this CHECK or foreign key without a long lock. */
export function addThenValidate(
  op: AddConstraint,
  { catalog, script, section }: Pick<FileContext<unknown>, 'catalog' | 'script' | 'section'>,
): string {
  const { table, constraint } = op;
  const written = section.text.slice(constraint.span.start, constraint.span.end);
  const given = constraintName({ table, constraint });
  const name = quoteIdentifier(given);
  const named = constraint.name === undefined ? `CONSTRAINT ${name} ${written}` : written;
  const drop = replacesConstraint(op, given, script, catalog) ? `DROP CONSTRAINT IF EXISTS ${name}, ` : '';
  return `-- migration 1: instant\nALTER TABLE ${quoteName(table)} ${drop}ADD ${named} NOT VALID;\n-- migration 2: reads and writes go on\nALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${name};`;
}
