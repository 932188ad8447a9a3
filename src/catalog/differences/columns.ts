import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import { withoutSerial } from '../../sql/serial-types.js';
import type { Column, Relation } from '../model.js';
import { alike, essence } from './alike.js';
import { changed, left, lost, type SchemaDifference, sideBySide } from './difference.js';

/** The order of columns does not count: a down that adds a column again cannot put it back at its place. */
export function* columnDifferences(before: Relation, after: Relation): Generator<SchemaDifference> {
  for (const [name, old, now] of sideBySide(before.columns, after.columns)) {
    const object = `column ${formatName(after.name)}.${name}`;
    if (old === undefined)
      yield left(object, `ALTER TABLE ${quoteName(after.name)} DROP COLUMN ${quoteIdentifier(name)};`);
    else if (now === undefined) yield lost(object);
    else yield* changesOf(object, old, now, after, inPrimaryKey(before, name) || inPrimaryKey(after, name));
  }
}

function* changesOf(
  object: string,
  old: Column,
  now: Column,
  { name: table }: Relation,
  isKey: boolean,
): Generator<SchemaDifference> {
  const alter = `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(now.name)}`;
  if (typeEssence(old) !== typeEssence(now)) {
    yield changed(`the type of ${object}`, `${alter} TYPE ${formatType(old.type)};`);
  }
  // A primary key that is dropped leaves its columns NOT NULL.
  if (old.notNull !== now.notNull && !isKey) {
    yield changed(`NOT NULL of ${object}`, `${alter} ${old.notNull ? 'SET' : 'DROP'} NOT NULL;`);
  }
  if (defaultEssence(old) !== defaultEssence(now)) {
    yield changed(`the default of ${object}`, old.default === undefined ? `${alter} DROP DEFAULT;` : undefined);
  }
  if (old.identity !== now.identity) yield changed(`the identity of ${object}`);
  if (!alike(old.generated, now.generated)) yield changed(`the expression of ${object}`);
}

const typeEssence = ({ type }: Column): string => essence(withoutSerial(type));

// `now()` and `CURRENT_TIMESTAMP` are one; the name of a sequence depends on what else was there.
const defaultEssence = ({ default: expression }: Column): string =>
  expression?.kind === 'call' && expression.name.name === 'nextval'
    ? 'nextval'
    : essence(expression).replaceAll('"current_timestamp"', '"now"');

const inPrimaryKey = ({ constraints }: Relation, column: string): boolean =>
  [...constraints.values()].some(
    ({ definition, columns }) => definition.type === 'primaryKey' && columns.includes(column),
  );
