import type { CatalogChanges } from '../../catalog/changes.js';
import type { Change } from '../../catalog/journal.js';
import type { Extension } from '../../catalog/model.js';
import type { Schema } from '../../catalog/store.js';
import { quoteIdentifier } from '../../core/name.js';
import { role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';

/** Schemas and extensions as they were. */
export const undoContainers = ({ schemas, extensions }: CatalogChanges, context: UndoContext): Undo =>
  joined(
    ...[...schemas.values()].map((change) => undoSchema(change, context)),
    ...[...extensions.values()].map(undoExtension),
  );

function undoSchema({ before, after }: Change<Schema>, context: UndoContext): Undo {
  if (before === undefined) return after === undefined ? nothing : dropSchema(after, context);
  const name = quoteIdentifier(before.name);
  if (after === undefined) {
    if (before.unit === context.unit) return nothing;
    const owner = before.owner === undefined ? '' : ` AUTHORIZATION ${role(before.owner)}`;
    return does(statement(phase.schemas, `CREATE SCHEMA ${name}${owner}`));
  }
  if (before.owner === after.owner) return nothing;
  return before.owner === undefined
    ? cannot('the former owner is not known', `The former owner of the schema ${before.name} is not known.`)
    : does(statement(phase.settings, `ALTER SCHEMA ${name} OWNER TO ${role(before.owner)}`));
}

const dropSchema = ({ name }: Schema, context: UndoContext): Undo =>
  does(statement(phase.dropSchemas, `DROP SCHEMA${ifExists(context)} ${quoteIdentifier(name)}`, `schema:${name}`));

function undoExtension({ before, after }: Change<Extension>): Undo {
  const own = quoteIdentifier((before ?? after)?.name ?? '');
  if (before === undefined) return does(statement(phase.dropExtensions, `DROP EXTENSION IF EXISTS ${own}`));
  const { name, schema } = before;
  if (after === undefined) {
    const inSchema = schema === undefined ? '' : ` SCHEMA ${quoteIdentifier(schema)}`;
    return joined(
      does(statement(phase.extensions, `CREATE EXTENSION IF NOT EXISTS ${own}${inSchema}`)),
      cannot('objects of an extension', `What used the extension ${name} beyond these migrations does not come back.`),
    );
  }
  return schema === undefined || schema === after.schema
    ? nothing
    : does(statement(phase.settings, `ALTER EXTENSION ${own} SET SCHEMA ${quoteIdentifier(schema)}`));
}
