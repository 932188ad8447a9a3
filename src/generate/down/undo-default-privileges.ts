import type { AlterDefaultPrivileges, ObjectType } from '../../sql/operation.js';
import { identifiers, role } from './sql-text.js';
import { does, phase, statement, type Undo } from './step.js';

const words: { readonly [Type in ObjectType]?: string } = {
  table: 'TABLES',
  sequence: 'SEQUENCES',
  function: 'FUNCTIONS',
  procedure: 'ROUTINES',
  routine: 'ROUTINES',
  type: 'TYPES',
  schema: 'SCHEMAS',
};

/** The opposite, for the same roles and schemas. */
export function undoDefaultPrivileges(op: AlterDefaultPrivileges): Undo {
  const privileges = op.privileges.includes('all') ? 'ALL' : op.privileges.map((word) => word.toUpperCase()).join(', ');
  const target = op.isGrant ? 'REVOKE' : 'GRANT';
  return does(
    statement(
      phase.rights,
      [
        'ALTER DEFAULT PRIVILEGES',
        ...(op.forRoles.length > 0 ? [`FOR ROLE ${op.forRoles.map(role).join(', ')}`] : []),
        ...(op.schemas.length > 0 ? [`IN SCHEMA ${identifiers(op.schemas)}`] : []),
        `${target} ${privileges} ON ${words[op.objectType] ?? 'TABLES'}`,
        `${op.isGrant ? 'FROM' : 'TO'} ${op.grantees.map(role).join(', ')}`,
      ].join(' '),
    ),
  );
}
