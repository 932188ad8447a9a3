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

/** The clause as it stands in the file, with a name in any case. */
export function addNamed(
  op: Pick<AddConstraint, 'table' | 'constraint'>,
  { text }: FileContext<unknown>['section'],
): { readonly name: string; readonly written: string } {
  const { span, name: own } = op.constraint;
  const clause = text.slice(span.start, span.end);
  const name = quoteIdentifier(constraintName(op));
  return { name, written: own === undefined ? `CONSTRAINT ${name} ${clause}` : clause };
}

/** The two migrations that add this CHECK or foreign key without a long lock. */
export function addThenValidate(
  op: AddConstraint,
  { catalog, script, section }: Pick<FileContext<unknown>, 'catalog' | 'script' | 'section'>,
): string {
  const { table } = op;
  const { name, written } = addNamed(op, section);
  const drop = replacesConstraint(op, constraintName(op), script, catalog) ? `DROP CONSTRAINT IF EXISTS ${name}, ` : '';
  return `-- migration 1: instant\nALTER TABLE ${quoteName(table)} ${drop}ADD ${written} NOT VALID;\n-- migration 2: reads and writes go on\nALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${name};`;
}
