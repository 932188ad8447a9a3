import type { ServerVersion } from '../core/server.js';
import type { Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';

interface Gate {
  readonly since: ServerVersion;
  readonly syntax: string;
}

/** What the target server is too old to read. The parser is that of the newest server and reads it all. */
export function syntaxErrors(op: Operation, { server }: EffectsEnvironment): readonly CertainError[] {
  return gatesOf(op)
    .filter(({ since }) => server.version < since)
    .map(({ since, syntax }) => ({ sqlstate: '42601', message: `syntax error: ${syntax} needs PostgreSQL ${since}` }));
}

function gatesOf(op: Operation): readonly Gate[] {
  switch (op.kind) {
    case 'dropExpression':
      return [{ since: 13, syntax: 'DROP EXPRESSION' }];
    case 'setColumnAttribute':
      return op.attribute === 'compression' ? [{ since: 14, syntax: 'SET COMPRESSION' }] : [];
    case 'detachPartition':
      return op.concurrently || op.finalize ? [{ since: 14, syntax: 'DETACH PARTITION … CONCURRENTLY' }] : [];
    case 'createTrigger':
      return op.orReplace ? [{ since: 14, syntax: 'CREATE OR REPLACE TRIGGER' }] : [];
    case 'setAccessMethod':
      return [{ since: 15, syntax: 'SET ACCESS METHOD' }];
    case 'merge':
      return [{ since: 15, syntax: 'MERGE' }];
    case 'createIndex':
      return op.nullsNotDistinct ? [{ since: 15, syntax: 'NULLS NOT DISTINCT' }] : [];
    case 'setExpression':
      return [{ since: 17, syntax: 'SET EXPRESSION' }];
    case 'addColumn':
      return op.column.generated?.stored === false ? [{ since: 18, syntax: 'a VIRTUAL generated column' }] : [];
    case 'addConstraint': {
      const { type, notValid, enforced } = op.constraint;
      return [
        ...(type === 'notNull'
          ? [{ since: 18, syntax: `ADD NOT NULL${notValid ? ' … NOT VALID' : ''}` } as const]
          : []),
        ...(enforced ? [] : [{ since: 18, syntax: 'NOT ENFORCED' } as const]),
      ];
    }
    default:
      return [];
  }
}
