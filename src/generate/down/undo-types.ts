import type { Change } from '../../catalog/journal.js';
import type { Domain, EnumType, Relation, UserType } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import { literal } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';
import { defaultText } from './write-column.js';
import { constraintText } from './write-constraint.js';
import { typeText } from './write-type.js';

const key = ({ name }: UserType): string => `type:${name.schema}.${name.name}`;

/** Brings a type or domain back to what it was. `row` holds a composite type's attributes as they were. */
export function undoType(
  { before, after }: Change<UserType>,
  row: Change<Relation> | undefined,
  context: UndoContext,
): Undo {
  if (before === undefined) return after === undefined ? nothing : does(dropType(after, context));
  if (before.unit === context.unit) return nothing;
  if (after === undefined) return createType(before, row?.before, context);
  if (before.kind === 'enum' && after.kind === 'enum') return undoEnum(before, after, context);
  return before.kind === 'domain' && after.kind === 'domain' ? undoDomain(before, after, context) : nothing;
}

const dropType = (type: UserType, context: UndoContext) =>
  statement(
    phase.dropTypes,
    `DROP ${type.kind === 'domain' ? 'DOMAIN' : 'TYPE'}${ifExists(context)} ${quoteName(type.name)}`,
    key(type),
  );

function createType(type: UserType, row: Relation | undefined, { texts }: UndoContext): Undo {
  const text = typeText(type, row, texts);
  return text === undefined
    ? cannot(
        'the former text is not known',
        `The type ${quoteName(type.name)} does not come back: its text is not known.`,
      )
    : does(statement(phase.types, text));
}

/** PostgreSQL can add a value to an enum, and not take it away. */
function undoEnum(before: EnumType, after: EnumType, { catalog }: UndoContext): Undo {
  const more = after.values.filter((value) => !before.values.includes(value));
  if (more.length === 0) return nothing;
  const name = quoteName(before.name);
  const old = `${before.name.name}_with_${more[0] ?? 'more'}`;
  const columns = catalog.usersOfType(before.name).map(({ table, column }) => {
    const own = quoteIdentifier(column);
    return `  ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${own} TYPE ${name} USING ${own}::text::${name};`;
  });
  return cannot(
    'a value of an enum',
    `PostgreSQL cannot take the value ${more.map(literal).join(', ')} out of ${name}: it stays.`,
    [
      'A new type in its place, once no row holds the value (it rewrites the tables; drop and set defaults around it):',
      `  ALTER TYPE ${name} RENAME TO ${quoteIdentifier(old)};`,
      `  CREATE TYPE ${name} AS ENUM (${before.values.map(literal).join(', ')});`,
      ...columns,
      `  DROP TYPE ${quoteName({ ...before.name, name: old })};`,
    ].join('\n'),
  );
}

function undoDomain(before: Domain, after: Domain, { texts }: UndoContext): Undo {
  const alter = `ALTER DOMAIN ${quoteName(before.name)}`;
  const came = [...after.constraints.keys()].filter((name) => !before.constraints.has(name));
  const went = [...before.constraints].filter(([name]) => !after.constraints.has(name)).map(([, one]) => one);
  const value = before.default && defaultText(before.default, texts);
  const sql = [
    ...came.map((name) => `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`),
    ...went.map((constraint) => {
      const text = constraintText(constraint, texts);
      return text && `${alter} ADD ${text}`;
    }),
    before.default === after.default
      ? ''
      : before.default === undefined
        ? `${alter} DROP DEFAULT`
        : value && `${alter} SET DEFAULT ${value}`,
    before.notNull === after.notNull ? '' : `${alter} ${before.notNull ? 'SET' : 'DROP'} NOT NULL`,
  ];
  return joined(
    does(...sql.flatMap((one) => (one ? [statement(phase.settings, one)] : []))),
    sql.includes(undefined)
      ? cannot('the former text is not known', `A text of the domain ${quoteName(before.name)} is not known.`)
      : nothing,
  );
}

/** Attributes of a composite type, as ALTER TYPE changes them. */
export function undoAttributes(before: Relation, after: Relation, { unit }: UndoContext): Undo {
  if (before.unit === unit) return nothing;
  const alter = `ALTER TYPE ${quoteName(before.name)}`;
  const names = new Set([...before.columns.keys(), ...after.columns.keys()]);
  return joined(
    ...[...names].map((name) => {
      const [old, now] = [before.columns.get(name), after.columns.get(name)];
      const own = quoteIdentifier(name);
      if (old === undefined) return does(statement(phase.columnChanges, `${alter} DROP ATTRIBUTE ${own}`));
      const type = formatType(old.type);
      if (now === undefined) {
        return joined(
          does(statement(phase.columnChanges, `${alter} ADD ATTRIBUTE ${own} ${type}`)),
          cannot(
            'values of a dropped column',
            `The values of the attribute ${name} of ${quoteName(before.name)} are gone.`,
          ),
        );
      }
      if (formatType(now.type) === type) return nothing;
      return does(statement(phase.columnChanges, `${alter} ALTER ATTRIBUTE ${own} TYPE ${type}`));
    }),
  );
}
