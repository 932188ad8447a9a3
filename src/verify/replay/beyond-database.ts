import type { Operation } from '../../sql/operation.js';

/**
 * What the operation changes outside of its database, for people. On a server that is not ours such a statement must not
 * run.
 */
export function beyondDatabase(op: Operation): string | undefined {
  switch (op.kind) {
    case 'alterSystem':
      return 'the settings of the server';
    case 'createDatabase':
    case 'dropDatabase':
      return 'the databases of the server';
    case 'createTablespace':
      return 'the tablespaces of the server';
    case 'createSubscription':
      return 'replication of the server';
    case 'alterRole':
      return 'a role of the server';
    case 'setRoleSetting':
      return op.objectType === 'role' ? 'a role of the server' : 'a database of the server';
    case 'dropObject':
    case 'renameObject':
      return op.objectType === 'role' || op.objectType === 'database' || op.objectType === 'tablespace'
        ? `a ${op.objectType} of the server`
        : undefined;
    case 'copy':
      return op.endpoint === 'program' || op.endpoint === 'file' ? 'files or programs of the server' : undefined;
    default:
      return undefined;
  }
}
