import { walk } from '../sql/expression.js';
import type { Catalog } from './catalog.js';
import type { Constraint, Index, Relation } from './model.js';

/** A key, check or index that the server drops with one of its columns, though it serves others too. */
export interface LostWithColumn {
  /** `unique constraint books_shelf_isbn_key`, `index books_shelf_isbn`. */
  readonly description: string;
  readonly isPrimaryKey: boolean;
  /** Its other columns. */
  readonly others: readonly string[];
}

/** What goes with a column without CASCADE, of all that is not for this column alone; the primary key always. */
export function lostWithColumn(catalog: Catalog, table: Relation, column: string): readonly LostWithColumn[] {
  const constraints = [...table.constraints.values()]
    .filter(({ columns }) => columns.includes(column))
    .flatMap((constraint) => lostConstraint(constraint, column));
  const indexes = catalog.indexesOf(table).flatMap((index) => lostIndex(index, column));
  return [...constraints, ...indexes];
}

const words = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  foreignKey: 'foreign key',
  exclusion: 'exclusion constraint',
  check: 'check',
  notNull: '',
} as const;

function lostConstraint({ name, definition, columns }: Constraint, column: string): readonly LostWithColumn[] {
  const others = columns.filter((other) => other !== column);
  const isPrimaryKey = definition.type === 'primaryKey';
  if (definition.type === 'notNull' || (others.length === 0 && !isPrimaryKey)) return [];
  return [{ description: `${words[definition.type]} ${name}`, isPrimaryKey, others }];
}

function lostIndex(index: Index, column: string): readonly LostWithColumn[] {
  const columns = index.constraint === undefined ? columnsIn(index) : [];
  const others = columns.filter((other) => other !== column);
  if (!columns.includes(column) || others.length === 0) return [];
  return [{ description: `index ${index.name.name}`, isPrimaryKey: false, others }];
}

const columnsIn = ({ elements, include }: Index): readonly string[] => [
  ...new Set([...elements.flatMap(({ column, expression }) => column ?? columnNames(expression)), ...include]),
];

const columnNames = (expression: Index['where']): readonly string[] =>
  expression === undefined
    ? []
    : [...walk(expression)].flatMap((part) => (part.kind === 'column' ? (part.path.at(-1) ?? []) : []));
