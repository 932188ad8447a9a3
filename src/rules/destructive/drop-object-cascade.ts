import { z } from 'zod';
import { type Cascaded, cascadedFrom, cascadedFromRoutine, dropByName } from '../../catalog/cascade.js';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { matchesArguments } from '../../catalog/routine-signature.js';
import { listText } from '../../core/list-text.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule, type Problem, type Project } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';
import type { DropConstraint, DropObject, Operation } from '../../sql/operation.js';

const messages = {
  dropsDependents: 'Dropping {object} with CASCADE also drops {dependents}.',
  mayDropDependents: 'Dropping {object} with CASCADE drops all that depends on it, unseen.',
  needless: 'Nothing is known to depend on {object}, so that CASCADE can only drop what nobody expects.',
} as const;

export default defineRule({
  id: 'drop-object-cascade',
  category: 'destructive',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Drop what depends on an object by name, not with CASCADE.',
    condition:
      '`DROP … CASCADE` of a view, materialized view, function, procedure, aggregate, sequence, foreign table or foreign ' +
      'server, or `DROP CONSTRAINT … CASCADE`, of one that existed before the migration. Not of one that the same migration created, ' +
      'and not `IF EXISTS` of one that does not exist. Where the whole history is known and shows nothing that depends on ' +
      'the object, it is only an info.',
    effect:
      'PostgreSQL drops all that depends on the object and only writes a NOTICE. A function takes the row level security ' +
      'policies, triggers and column defaults that call it, a view the views over it, a key the foreign keys to it.',
    workaround:
      'Drop what depends on the object by name, then the object without CASCADE, and create anew what has to stay:\n\n' +
      '```sql\nDROP POLICY owners_read ON books;\nDROP FUNCTION is_owner(uuid);\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint, owner_id uuid); CREATE FUNCTION is_owner(uuid) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$; CREATE POLICY owners_read ON books USING (is_owner(owner_id));',
    references: ['https://www.postgresql.org/docs/current/ddl-depend.html'],
  },
  options: z.strictObject({}),
  messages,
  examples: [
    {
      given: [
        'create table books (id bigint primary key, owner uuid);',
        "create function is_owner(uuid) returns boolean language sql stable as 'select true';",
        'create policy owners_read on books for select using (is_owner(owner));',
      ],
      sql: 'drop function is_owner(uuid) cascade;',
      reports: ['dropsDependents'],
      because: 'The policy goes with its function, and with it the access that it gave.',
    },
    {
      given: [
        'create table books (id bigint primary key, title text); create view shelf as select title from books;',
        'create view long_titles as select title from shelf where length(title) > 60;',
      ],
      sql: 'drop view shelf cascade;',
      reports: ['dropsDependents'],
    },
    {
      given: [
        'create table books (id bigint constraint books_pkey primary key);',
        'create table loans (book_id bigint references books);',
      ],
      sql: 'alter table books drop constraint books_pkey cascade;',
      reports: ['dropsDependents'],
    },
    {
      given: [
        "create sequence book_numbers; create table books (number bigint default nextval('book_numbers'));",
        "create function touch() returns trigger language plpgsql as 'begin return new; end';",
        'create trigger touch_books before update on books for each row execute function touch();',
      ],
      sql: 'drop sequence book_numbers cascade; drop function touch() cascade;',
      reports: ['dropsDependents', 'dropsDependents'],
    },
    { sql: 'drop function if exists is_owner cascade;', alone: true, reports: ['mayDropDependents'] },
    {
      given: 'create table books (title text); create view shelf as select title from books;',
      sql: 'drop view shelf cascade;',
      reports: ['needless'],
    },
    {
      given: 'create table books (title text); create view shelf as select title from books;',
      sql: 'drop view shelf;',
      reports: [],
    },
    {
      sql: 'create view one as select 1 as n; drop view one cascade;',
      reports: [],
      because: 'The migration drops what it created itself.',
    },
    {
      given: [
        "create function is_owner(uuid) returns boolean language sql as 'select true';",
        "create function is_owner(bigint) returns boolean language sql as 'select true';",
      ],
      sql: 'drop function is_owner(uuid) cascade; drop function if exists is_owner(text) cascade;',
      reports: ['mayDropDependents'],
      because: 'Calls do not show which of two functions they mean; the one of text does not exist.',
    },
    { sql: 'drop view if exists shelf cascade;', reports: [], because: 'The history shows no such view.' },
  ],
  check: {
    *dropObject(op, { catalog, project }) {
      if (!op.cascade || !wasThere(op, catalog)) return;
      const object = `${op.objectType} ${formatName(op.object)}`;
      const dependents = isAmbiguous(op, catalog) ? 'unknown' : dependentsOf(op, catalog);
      yield problem(op, object, dropStatement(op), orUnknown(dependents, project));
    },
    *dropConstraint(op, { catalog, project }) {
      if (!op.cascade || !constraintWasThere(op, catalog)) return;
      const object = `constraint ${op.constraint} of ${formatName(op.table)}`;
      yield problem(op, object, dropConstraint(op), orUnknown(foreignKeysTo(op, catalog), project));
    },
  },
});

type Dependents = readonly Cascaded[] | 'unknown';

/** Only a complete history shows that nothing depends on an object. */
const orUnknown = (dependents: Dependents, { complete }: Project): Dependents =>
  dependents.length === 0 && !complete ? 'unknown' : dependents;

function problem(
  { span }: Operation,
  object: string,
  statement: string,
  dependents: Dependents,
): Problem<typeof messages> {
  const known = dependents === 'unknown' ? [] : dependents;
  const place = { at: span, subject: object, workaround: byName(statement, known) };
  if (dependents === 'unknown') return { message: 'mayDropDependents', data: { object }, ...place };
  if (known.length === 0) return { message: 'needless', data: { object }, severity: 'info', ...place };
  const names = listText(known.map(({ description }) => description));
  return { message: 'dropsDependents', data: { object, dependents: names }, ...place };
}

const relationTypes: ReadonlySet<string> = new Set(['view', 'materialized view', 'sequence', 'foreign table']);
const routineTypes: ReadonlySet<string> = new Set(['function', 'procedure', 'routine', 'aggregate']);

/** False for types, which `drop-type-cascade` speaks of, and for objects on which nothing can depend. */
function wasThere({ objectType, object }: DropObject, catalog: Catalog): boolean {
  if (objectType === 'foreign server') return true;
  if (relationTypes.has(objectType)) return wasThereBefore(catalog, object);
  if (!routineTypes.has(objectType)) return false;
  const routines = catalog.routines(object);
  if (typeof routines === 'string') return routines === 'unknown';
  return routines.some((routine) => matchesArguments(routine, object.arguments) && routine.unit !== catalog.unit);
}

/** Calls do not show which overload they mean, and no history shows what a server carries. */
function isAmbiguous({ objectType, object }: DropObject, catalog: Catalog): boolean {
  if (!routineTypes.has(objectType)) return objectType === 'foreign server';
  const routines = catalog.routines(object);
  return typeof routines === 'string' || routines.length > 1;
}

function dependentsOf({ objectType, object }: DropObject, catalog: Catalog): readonly Cascaded[] {
  const name = catalog.resolve(object);
  if (relationTypes.has(objectType)) return cascadedFrom(catalog, name);
  const routines = catalog.routines(object);
  const routine = typeof routines === 'string' ? undefined : routines[0];
  return routine === undefined ? [] : cascadedFromRoutine(catalog, routine.name);
}

function constraintWasThere({ table, constraint }: DropConstraint, catalog: Catalog): boolean {
  if (!wasThereBefore(catalog, table)) return false;
  const relation = relationNamed(catalog, table);
  const found = relation?.constraints.get(constraint);
  return found === undefined ? relation?.complete !== true : found.unit !== catalog.unit;
}

/** Foreign keys of other tables that need the dropped key: those to exactly its columns. */
function foreignKeysTo({ table, constraint }: DropConstraint, catalog: Catalog): readonly Cascaded[] {
  const key = relationNamed(catalog, table)?.constraints.get(constraint);
  if (key === undefined) return [];
  const columns = key.columns.toSorted().join();
  return catalog.referencingForeignKeys(catalog.resolve(table)).flatMap(({ table: other, constraint: name }) => {
    const foreignKey = other.constraints.get(name)?.references;
    if (foreignKey?.columns.toSorted().join() !== columns) return [];
    const drop = `ALTER TABLE ${quoteName(other.name)} DROP CONSTRAINT ${quoteIdentifier(name)};`;
    return [{ description: `foreign key ${name} on ${formatName(other.name)}`, drop }];
  });
}

function dropStatement({ objectType, object }: DropObject): string {
  const signature = object.arguments === undefined ? '' : `(${object.arguments.map(formatType).join(', ')})`;
  return `DROP ${objectType.toUpperCase()} ${quoteName(object)}${signature};`;
}

const dropConstraint = ({ table, constraint }: DropConstraint): string =>
  `ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${quoteIdentifier(constraint)};`;

const byName = (statement: string, dependents: readonly Cascaded[]): string =>
  'Drop what depends on it by name, then the object without CASCADE, and create anew what has to stay:\n\n' +
  `\`\`\`sql\n${dropByName(dependents, statement)}\n\`\`\``;
