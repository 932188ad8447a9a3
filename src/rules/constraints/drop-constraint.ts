import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import type { Constraint, Relation } from '../../catalog/model.js';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropConstraint, Operation } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsOf } from '../../sql/script-order.js';

const words = { check: 'CHECK', unique: 'UNIQUE', foreignKey: 'foreign key', exclusion: 'EXCLUDE' } as const;
type Watched = keyof typeof words;
const isWatched = (type: string): type is Watched => type in words;

/** Something else goes on holding what the constraint held. */
function isHeldElsewhere(constraint: Constraint, table: Relation, catalog: Catalog): boolean {
  const { definition, columns } = constraint;
  const others = [...table.constraints.values()].filter((other) => other !== constraint);
  if (definition.type === 'foreignKey')
    return others.some((other) => other.definition.type === 'foreignKey' && other.columns.join() === columns.join());
  if (definition.type === 'unique')
    return catalog
      .indexesOf(table)
      .some(
        (index) =>
          index.unique &&
          index.constraint !== constraint.name &&
          !index.where &&
          index.elements.every(({ column }) => column !== undefined && columns.includes(column)),
      );
  // The CHECK by which SET NOT NULL was proved has done its work.
  return definition.type === 'check' && isNotNullTest(constraint, table);
}

const isNotNullTest = ({ definition, columns }: Constraint, table: Relation): boolean =>
  definition.type === 'check' &&
  definition.expression.kind === 'nullTest' &&
  definition.expression.negated &&
  columns.every((column) => table.columns.get(column)?.notNull === true);

/** The same file puts something in its place, or drops what it was about. */
function isSettledInFile(op: DropConstraint, constraint: Constraint, script: Script, catalog: Catalog): boolean {
  const { columns, references } = constraint;
  const [own, other] = [catalog.resolve(op.table), references?.table].map((name) => name && formatQualified(name));
  const names = (table: WrittenName, key: string | undefined): boolean =>
    formatQualified(catalog.resolve(table)) === key;
  const settles = (each: Operation): boolean => {
    switch (each.kind) {
      case 'addConstraint':
        return (
          names(each.table, own) &&
          (each.constraint.name === op.constraint || each.constraint.type === constraint.definition.type)
        );
      case 'createIndex':
        return each.unique && names(each.table, own) && constraint.definition.type === 'unique';
      case 'alterColumnType':
        return (
          constraint.definition.type === 'check' &&
          columns.join() === each.column &&
          names(each.table, own) &&
          isEnum(catalog, each.type)
        );
      case 'dropColumn':
        return columns.includes(each.column) && names(each.table, own);
      case 'dropTable':
        return names(each.table, own) || names(each.table, other);
      default:
        return false;
    }
  };
  return operationsOf(script).some(settles);
}

const isEnum = (catalog: Catalog, type: WrittenName): boolean => {
  const found = catalog.type(type);
  return typeof found === 'object' && found.kind === 'enum';
};

export default defineRule({
  id: 'drop-constraint',
  category: 'constraints',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: 'Be sure that a constraint is no longer wanted before you drop it.',
    condition:
      'DROP CONSTRAINT of a CHECK, unique, exclusion or foreign key constraint of an existing table. Not where the same file adds another of its kind to the table, drops its column, its table or the table that it references, or made it itself; not where the only column of a CHECK becomes an enum; not where another one holds the same; not for a CHECK (… IS NOT NULL) of a column that is NOT NULL by now. Primary keys are for `drop-primary-key`.',
    effect:
      'From then on rows are written that it would have refused, and as long as they are there it cannot be put back.',
    workaround:
      'Where it is only to be changed, add the new one before the old one goes, so that no row slips in between:\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_pages_some CHECK (pages >= 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_pages_some;\n```\n\n```sql still-reported\nALTER TABLE books DROP CONSTRAINT books_pages_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT'],
  },
  options: z.strictObject({}),
  messages: { dropped: 'Without the {kind} constraint {constraint}, {table} takes rows that it refused so far.' },
  examples: [
    {
      given: 'CREATE TABLE books (pages int CONSTRAINT books_pages_positive CHECK (pages > 0));',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pages_positive;',
      reports: ['dropped'],
    },
    {
      given:
        'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id));',
      sql: 'ALTER TABLE books DROP CONSTRAINT IF EXISTS books_author_id_fkey;',
      reports: ['dropped'],
    },
    {
      given: "CREATE TABLE books (kind text CONSTRAINT books_kind CHECK (kind IN ('novel')));",
      sql: "ALTER TABLE books DROP CONSTRAINT books_kind; ALTER TABLE books ADD CONSTRAINT books_kind CHECK (kind IN ('novel', 'poem')) NOT VALID;",
      reports: [],
      because: 'It is replaced.',
    },
    {
      given: 'CREATE TABLE books (title text NOT NULL, CONSTRAINT title_set CHECK (title IS NOT NULL));',
      sql: 'ALTER TABLE books DROP CONSTRAINT title_set;',
      reports: [],
      because: 'The column is NOT NULL by now.',
    },
    {
      given: 'CREATE TABLE books (isbn text UNIQUE, pages int);',
      sql: 'ALTER TABLE books DROP CONSTRAINT IF EXISTS books_pages_check, DROP CONSTRAINT books_isbn_key, DROP COLUMN isbn;',
      reports: [],
      because: 'There is no such CHECK, and the column goes as well.',
    },
    {
      given:
        "CREATE TYPE kinds AS ENUM ('novel'); CREATE TABLE books (kind text CONSTRAINT books_kind CHECK (kind IN ('novel')));",
      sql: 'ALTER TABLE books DROP CONSTRAINT books_kind; ALTER TABLE books ALTER COLUMN kind TYPE kinds USING kind::kinds;',
      reports: [],
      because: 'The enum refuses the same rows.',
    },
  ],
  check: {
    *dropConstraint(op, { catalog, script }) {
      const table = relationNamed(catalog, op.table);
      const constraint = table?.constraints.get(op.constraint);
      if (!table || !constraint || !wasThereBefore(catalog, op.table) || constraint.unit === catalog.unit) return;
      const { type } = constraint.definition;
      if (!isWatched(type) || isHeldElsewhere(constraint, table, catalog)) return;
      if (isSettledInFile(op, constraint, script, catalog)) return;
      const data = { kind: words[type], constraint: op.constraint, table: formatName(op.table) };
      yield { message: 'dropped', data, at: op.span };
    },
  },
});
