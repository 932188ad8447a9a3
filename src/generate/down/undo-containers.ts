import type { CatalogChanges } from '../../catalog/changes.js';
import { quoteIdentifier } from '../../core/name.js';
import { role } from './sql-text.js';
import { cannot, does, joined, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';

/** Schemas and extensions as they were. */
export function undoContainers({ schemas, extensions }: CatalogChanges, context: UndoContext): Undo {
  const undos: Undo[] = [];
  for (const { before, after } of schemas.values()) {
    if (before === undefined && after !== undefined) {
      undos.push(
        does(
          statement(
            phase.dropSchemas,
            `DROP SCHEMA${ifExists(context)} ${quoteIdentifier(after.name)}`,
            `schema:${after.name}`,
          ),
        ),
      );
    } else if (before !== undefined && after === undefined && before.unit !== context.unit) {
      const owner = before.owner === undefined ? '' : ` AUTHORIZATION ${role(before.owner)}`;
      undos.push(does(statement(phase.schemas, `CREATE SCHEMA ${quoteIdentifier(before.name)}${owner}`)));
    } else if (before !== undefined && after !== undefined && before.owner !== after.owner) {
      undos.push(
        before.owner === undefined
          ? cannot('the former owner is not known', `The former owner of the schema ${before.name} is not known.`)
          : does(
              statement(phase.settings, `ALTER SCHEMA ${quoteIdentifier(before.name)} OWNER TO ${role(before.owner)}`),
            ),
      );
    }
  }
  for (const { before, after } of extensions.values()) {
    const own = quoteIdentifier((before ?? after)?.name ?? '');
    if (before === undefined) undos.push(does(statement(phase.dropExtensions, `DROP EXTENSION IF EXISTS ${own}`)));
    else if (after === undefined) {
      const schema = before.schema === undefined ? '' : ` SCHEMA ${quoteIdentifier(before.schema)}`;
      undos.push(
        does(statement(phase.extensions, `CREATE EXTENSION IF NOT EXISTS ${own}${schema}`)),
        cannot(
          'objects of an extension',
          `What used the extension ${before.name} beyond these migrations does not come back.`,
        ),
      );
    } else if (before.schema !== after.schema && before.schema !== undefined) {
      undos.push(
        does(statement(phase.settings, `ALTER EXTENSION ${own} SET SCHEMA ${quoteIdentifier(before.schema)}`)),
      );
    }
  }
  return joined(...undos);
}
