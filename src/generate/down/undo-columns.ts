import { primaryKeyOf } from '../../catalog/existing.js';
import type { Column, Relation } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { isNarrowing } from '../../effects/narrowing.js';
import type { TypeName } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import { column as alterColumn, table as alterTable } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';
import { columnText, defaultText } from './write-column.js';

/** Brings a dropped column back, without what was in it. */
export function addColumn(table: Relation, column: Column, { texts, retry }: UndoContext): Undo {
  const text = columnText(column, texts);
  const object = `${quoteName(table.name)}.${quoteIdentifier(column.name)}`;
  if (text === undefined) {
    return cannot('the former text is not known', `The column ${object} does not come back: its default is not known.`);
  }
  const needsValue = column.notNull && column.default === undefined && !column.identity && !column.generated;
  return joined(
    does(statement(phase.columns, `${alterTable(table.name)} ADD COLUMN${retry ? ' IF NOT EXISTS' : ''} ${text}`)),
    column.generated === undefined ? lostValues(table, column) : lostPlace(table, column),
    needsValue
      ? cannot(
          'a NOT NULL column without a default',
          `${object} was NOT NULL without a default: this fails where the table holds rows. Add it without NOT NULL, fill it, then SET NOT NULL.`,
        )
      : nothing,
  );
}

const lostPlace = ({ name, columns }: Relation, column: Column): Undo =>
  [...columns.keys()].at(-1) === column.name
    ? nothing
    : cannot(
        'the place of a column',
        `${quoteName(name)}.${quoteIdentifier(column.name)} comes back as the last column.`,
      );

function lostValues(table: Relation, column: Column): Undo {
  const { name } = table;
  const key = primaryKeyOf(table)?.columns ?? ['id'];
  const own = quoteIdentifier(column.name);
  const archive = quoteName({ ...name, name: `${name.name}_${column.name}_archive` });
  const keys = key.map(quoteIdentifier);
  const match = keys.map((one) => `t.${one} = a.${one}`).join(' AND ');
  return cannot(
    'values of a dropped column',
    `The values of ${quoteName(name)}.${own} are gone with the column, which comes back as the last one.`,
    [
      `In the up, before the drop:`,
      `  CREATE TABLE ${archive} AS SELECT ${[...keys.filter((one) => one !== own), own].join(', ')} FROM ${quoteName(name)};`,
      `Here:`,
      `  UPDATE ${quoteName(name)} AS t SET ${own} = a.${own} FROM ${archive} AS a WHERE ${match};`,
    ].join('\n'),
  );
}

/** Type, default, NOT NULL, identity and expression of a column as they were. */
export function changeColumn(table: Relation, old: Column, now: Column, context: UndoContext): Undo {
  const alter = alterColumn(table.name, old.name);
  const isKey = (relation: Relation): boolean =>
    [...relation.constraints.values()].some(
      ({ definition, columns }) => definition.type === 'primaryKey' && columns.includes(old.name),
    );
  const after = context.catalog.relation(table.name);
  const comesWithKey = old.notNull !== now.notNull && (isKey(table) || (typeof after !== 'string' && isKey(after)));
  return joined(
    undoIdentity(alter, old, now),
    undoType(table, old, now, context),
    undoExpression(table, alter, old, now, context),
    undoDefault(table, alter, old, now, context),
    old.notNull === now.notNull || comesWithKey || (old.identity !== undefined && now.identity === undefined)
      ? nothing
      : does(statement(phase.columnChanges, `${alter} ${old.notNull ? 'SET' : 'DROP'} NOT NULL`)),
  );
}

const sameType = (a: Column, b: Column): boolean =>
  formatType(a.type) === formatType(b.type) && a.collation?.name === b.collation?.name;

const isText = ({ name, arrayDimensions }: TypeName): boolean =>
  arrayDimensions === 0 && ['text', 'varchar', 'bpchar', 'citext'].includes(name);
const numbers = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'];

/** The server converts by itself where there is an assignment cast. */
const convertsItself = (from: TypeName, to: TypeName): boolean =>
  (from.schema === undefined && from.name === to.name && from.arrayDimensions === to.arrayDimensions) ||
  isText(to) ||
  (numbers.includes(from.name) && numbers.includes(to.name) && from.arrayDimensions + to.arrayDimensions === 0);

function undoType(table: Relation, old: Column, now: Column, context: UndoContext): Undo {
  if (sameType(old, now) || now.generated !== undefined) return nothing;
  const object = `${quoteName(table.name)}.${quoteIdentifier(old.name)}`;
  const converts = convertsItself(now.type, old.type);
  const keepsDefault = converts || now.default === undefined || old.default !== now.default;
  const alter = alterColumn(table.name, old.name);
  const value = old.default && defaultText(old.default, context.texts);
  const lost = isNarrowing(old.type, now.type);
  return joined(
    does(
      ...(keepsDefault ? [] : [statement(phase.columnChanges, `${alter} DROP DEFAULT`)]),
      statement(phase.columnChanges, typeChange(table, old, now, context)),
      ...(keepsDefault || value === undefined ? [] : [statement(phase.columnChanges, `${alter} SET DEFAULT ${value}`)]),
    ),
    lost === 'no'
      ? nothing
      : cannot(
          'a type that holds less',
          `The up made ${object} a ${formatType(now.type)}, which ${lost === 'yes' ? 'holds' : 'may hold'} less than ${formatType(old.type)}: what it cut off or rounded is gone.`,
        ),
  );
}

function undoDefault(table: Relation, alter: string, old: Column, now: Column, { texts }: UndoContext): Undo {
  if (old.default === now.default || old.generated !== undefined || now.generated !== undefined) return nothing;
  if (old.default === undefined) return does(statement(phase.columnChanges, `${alter} DROP DEFAULT`));
  const text = defaultText(old.default, texts);
  return text === undefined
    ? cannot('the former text is not known', `The former default of ${quoteName(table.name)}.${old.name} is not known.`)
    : does(statement(phase.columnChanges, `${alter} SET DEFAULT ${text}`));
}

function undoIdentity(alter: string, old: Column, now: Column): Undo {
  if (old.identity === now.identity) return nothing;
  if (old.identity === undefined) return does(statement(phase.columnChanges, `${alter} DROP IDENTITY`));
  const words = `GENERATED ${old.identity.toUpperCase()}`;
  if (now.identity !== undefined) return does(statement(phase.columnChanges, `${alter} SET ${words}`));
  return joined(
    does(
      ...(old.notNull && !now.notNull ? [statement(phase.columnChanges, `${alter} SET NOT NULL`)] : []),
      statement(phase.columnChanges, `${alter} ADD ${words} AS IDENTITY`),
    ),
    cannot(
      'the position of a dropped sequence',
      `The identity of ${alter.slice('ALTER TABLE '.length)} begins at 1 again: set it past the highest value with setval().`,
    ),
  );
}

function undoExpression(table: Relation, alter: string, old: Column, now: Column, { texts }: UndoContext): Undo {
  if (old.generated === now.generated || old.generated === undefined) return nothing;
  const text = texts.expression(old.generated.expression);
  if (now.generated !== undefined && text !== undefined) {
    return does(statement(phase.columnChanges, `${alter} SET EXPRESSION AS (${text})`));
  }
  return cannot(
    'a generated column made plain',
    `${quoteName(table.name)}.${old.name} was generated: PostgreSQL cannot make a plain column generated again, only drop and add it.`,
  );
}

/** ALTER COLUMN … TYPE with the conversion that always parses. Between two enums the way goes through text. */
function typeChange({ name }: Relation, old: Column, now: Column, { catalog }: UndoContext): string {
  const type = formatType(old.type);
  const collation = old.collation ? ` COLLATE ${quoteName(old.collation)}` : '';
  const isEnum = (written: TypeName): boolean => {
    const found = catalog.type(written);
    return typeof found !== 'string' && found.kind === 'enum' && written.arrayDimensions === 0;
  };
  const value = `${quoteIdentifier(old.name)}${isEnum(old.type) && isEnum(now.type) ? '::text' : ''}`;
  const using = convertsItself(now.type, old.type) ? '' : ` USING ${value}::${type}`;
  return `${alterColumn(name, old.name)} TYPE ${type}${collation}${using}`;
}
