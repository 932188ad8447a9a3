import type { Catalog } from '../catalog/catalog.js';
import type { Edit } from '../core/edit.js';
import type { Section } from '../core/migration.js';
import { formatQualified } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { ConstraintDefinition, Operation, OperationOf } from '../sql/operation.js';
import type { Statement } from '../sql/script.js';
import { isRightBefore } from './adjacent.js';

/** Subcommands that one ALTER TABLE may hold together, and that need the same lock. */
const kinds = [
  'addColumn',
  'dropColumn',
  'alterColumnType',
  'setDefault',
  'dropDefault',
  'setNotNull',
  'dropNotNull',
  'addConstraint',
  'dropConstraint',
] as const;
type Subcommand = OperationOf<(typeof kinds)[number]>;

const isSubcommand = (op: Operation): op is Subcommand =>
  op.block === undefined && kinds.some((kind) => kind === op.kind);

/** Two ALTER TABLE of one table, one right after the other, that mean the same as one. */
export function canMerge(first: Statement | undefined, second: Statement | undefined, catalog: Catalog): boolean {
  if (first === undefined || second === undefined) return false;
  const [before, after] = [subcommands(first), subcommands(second)];
  const [one, other] = [before[0], after[0]];
  if (one === undefined || other === undefined) return false;
  const isSame = formatQualified(catalog.resolve(one.table)) === formatQualified(catalog.resolve(other.table));
  return isSame && one.only === other.only && one.ifTableExists === other.ifTableExists && !depends(before, after);
}

const subcommands = ({ operations }: Statement): readonly Subcommand[] =>
  operations.every(isSubcommand) ? operations.filter(isSubcommand) : [];

/**
 * In one ALTER TABLE drops come first, then types, new columns and constraints, whatever the order that they are written
 * in. So nothing may need what the other statement did to the same column or constraint, and no NOT NULL its proof.
 */
function depends(before: readonly Subcommand[], after: readonly Subcommand[]): boolean {
  const names = new Set(before.flatMap(namesOf));
  if (after.some((op) => namesOf(op).some((name) => names.has(name)))) return true;
  const both = [...before, ...after];
  const holds = (kind: Subcommand['kind']): boolean => both.some((op) => op.kind === kind);
  return holds('setNotNull') && holds('dropConstraint');
}

/** Columns and constraints that the subcommand makes, changes or needs. */
function namesOf(op: Subcommand): readonly string[] {
  switch (op.kind) {
    case 'addColumn': {
      const { name, generated, constraints } = op.column;
      return [name, ...(generated ? columnsIn(generated.expression) : []), ...constraints.flatMap(constraintNames)];
    }
    case 'addConstraint':
      return constraintNames(op.constraint);
    case 'dropConstraint':
      return [op.constraint];
    default:
      return [op.column];
  }
}

function constraintNames(constraint: ConstraintDefinition): readonly string[] {
  const name = constraint.name === undefined ? [] : [constraint.name];
  switch (constraint.type) {
    case 'check':
      return [...name, ...columnsIn(constraint.expression)];
    case 'notNull':
      return [...name, constraint.column];
    case 'exclusion':
      return [...name, ...constraint.elements.flatMap(({ column }) => column ?? [])];
    default:
      return [...name, ...constraint.columns];
  }
}

const columnsIn = (expression: Expression): readonly string[] =>
  [...walk(expression)].flatMap((part) => (part.kind === 'column' ? (part.path.at(-1) ?? []) : []));

/** Puts the second statement's subcommands behind the first's, where nothing but white space stands between them. */
export function mergeEdits(first: Statement, second: Statement, section: Section): readonly Edit[] | undefined {
  const start = second.operations[0]?.span.start;
  const onlyAdds = [...first.operations, ...second.operations].every(({ kind }) => kind === 'addColumn');
  if (start === undefined || !onlyAdds || !isRightBefore(section, first.span, second.span)) return undefined;
  return [{ span: { start: first.span.end, end: start }, text: ',\n  ' }];
}
