import { quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import type { Grant, ObjectName } from '../../sql/operation.js';
import { role } from './sql-text.js';
import { cannot, does, joined, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

/** Rights on functions that the history does not make, and that the catalog therefore knows nothing of. */
export function rightsOnUnknown(op: Grant, { catalog }: UndoContext): Undo {
  const isRoutine = ['function', 'procedure', 'routine', 'aggregate'].includes(op.objectType);
  const unknown = isRoutine ? op.objects.filter((name) => catalog.routines(name) === 'unknown') : [];
  return joined(
    ...unknown.map((name) => (op.isGrant ? revoke(op, name) : notKnown(name))),
    ...wholeSchemas(op, catalog),
  );
}

const notKnown = (name: ObjectName): Undo =>
  cannot('former rights are not known', `Which rights on ${quoteName(name)} there were before is not known.`);

function revoke({ privileges, grantees, objectType }: Grant, name: ObjectName): Undo {
  const words = privileges.includes('all') ? 'ALL' : privileges.map((word) => word.toUpperCase()).join(', ');
  const args = name.arguments ? `(${name.arguments.map(formatType).join(', ')})` : '';
  return does(
    statement(
      phase.rights,
      `REVOKE ${words} ON ${objectType.toUpperCase()} ${quoteName(name)}${args} FROM ${grantees.map(role).join(', ')}`,
    ),
  );
}

/** ON ALL … IN SCHEMA reaches what an extension or the platform made there, too. */
const wholeSchemas = ({ allInSchemas }: Grant, catalog: UndoContext['catalog']): readonly Undo[] =>
  allInSchemas
    .filter(
      (schema) =>
        catalog.hasSchema(schema) === 'unknown' ||
        [...catalog.extensions()].some((one) => one.schema === schema && schema !== 'public'),
    )
    .map((schema) =>
      cannot(
        'former rights are not known',
        `Rights on objects of ${schema} that these migrations do not make are not undone.`,
      ),
    );
