import type { ServerVersion } from '../core/server.js';
import type { ColumnDefinition, ConstraintDefinition, Operation } from '../sql/operation.js';
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
    .map(({ since, syntax }) => ({
      sqlstate: '42601',
      message: `syntax error: ${syntax} needs PostgreSQL ${since}`,
      needs: { feature: syntax, version: since },
    }));
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
    case 'createFunction':
      return op.language === 'sql' && op.body === undefined
        ? [{ since: 14, syntax: 'a function body without quotes' }]
        : [];
    case 'setAccessMethod':
      return [{ since: 15, syntax: 'SET ACCESS METHOD' }];
    case 'merge':
      return [{ since: 15, syntax: 'MERGE' }];
    case 'createIndex':
      return op.nullsNotDistinct ? [{ since: 15, syntax: 'NULLS NOT DISTINCT' }] : [];
    case 'setExpression':
      return [{ since: 17, syntax: 'SET EXPRESSION' }];
    case 'createTable':
      return [...op.columns.flatMap(columnGates), ...op.constraints.flatMap(constraintGates)];
    case 'addColumn':
      return columnGates(op.column);
    case 'addConstraint': {
      const { type, notValid } = op.constraint;
      const named: Gate = { since: 18, syntax: `ADD NOT NULL${notValid ? ' … NOT VALID' : ''}` };
      return [...(type === 'notNull' ? [named] : []), ...constraintGates(op.constraint)];
    }
    default:
      return [];
  }
}

const columnGates = ({ generated, compression, constraints }: ColumnDefinition): readonly Gate[] => [
  ...(generated?.stored === false ? [{ since: 18, syntax: 'a VIRTUAL generated column' } as const] : []),
  ...(compression === undefined ? [] : [{ since: 14, syntax: 'COMPRESSION' } as const]),
  ...constraints.flatMap(constraintGates),
];

function constraintGates(constraint: ConstraintDefinition): readonly Gate[] {
  const isKey = constraint.type === 'unique' || constraint.type === 'primaryKey';
  return [
    ...(isKey && constraint.nullsNotDistinct ? [{ since: 15, syntax: 'NULLS NOT DISTINCT' } as const] : []),
    ...(constraint.type === 'foreignKey' && constraint.onDeleteColumns !== undefined
      ? [{ since: 15, syntax: 'columns of ON DELETE SET NULL or SET DEFAULT' } as const]
      : []),
    ...(constraint.enforced ? [] : [{ since: 18, syntax: 'NOT ENFORCED' } as const]),
  ];
}
