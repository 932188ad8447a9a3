import { quoteIdentifier, quoteName } from '../../core/name.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import { factKey } from './chronicle.js';
import { isFreshName } from './fresh-names.js';
import { column as alterColumn, table as alterTable } from './sql-text.js';
import { cannot, does, nothing, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

type TableFact = OperationOf<
  'setReplicaIdentity' | 'clusterOn' | 'setTablespace' | 'setAccessMethod' | 'setColumnAttribute'
>;

/** Settings of a table that the catalog does not hold: as they were set last, else as the server makes a table. */
export function undoTableFact(op: TableFact, context: UndoContext): Undo {
  const { catalog, chronicle } = context;
  if (isFreshName(op.table, context)) return nothing;
  const name = catalog.resolve(op.table);
  const former = chronicle.last(factKey(op, catalog) ?? '')?.op;
  const clause = former && clauseOf(former);
  const known = catalog.relation(op.table);
  const usual = typeof known !== 'string' && known.unit > 0 ? usualClause(op) : undefined;
  const head = op.kind === 'setColumnAttribute' ? alterColumn(name, op.column) : alterTable(name);
  return clause === undefined && usual === undefined
    ? cannot(
        'a former setting is not known',
        `The former setting of ${quoteName(name)} is not known (${words[op.kind]}).`,
      )
    : does(statement(phase.settings, `${head} ${clause ?? usual}`));
}

const words: Readonly<Record<TableFact['kind'], string>> = {
  setReplicaIdentity: 'REPLICA IDENTITY',
  clusterOn: 'CLUSTER ON',
  setTablespace: 'SET TABLESPACE',
  setAccessMethod: 'SET ACCESS METHOD',
  setColumnAttribute: 'ALTER COLUMN … SET',
};

function clauseOf(op: Operation): string | undefined {
  switch (op.kind) {
    case 'setReplicaIdentity':
      return op.identity === 'index'
        ? `REPLICA IDENTITY USING INDEX ${quoteIdentifier(op.index ?? '')}`
        : `REPLICA IDENTITY ${op.identity.toUpperCase()}`;
    case 'clusterOn':
      return op.index === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quoteIdentifier(op.index)}`;
    case 'setTablespace':
      return `SET TABLESPACE ${quoteIdentifier(op.tablespace)}`;
    case 'setAccessMethod':
      return op.method === undefined ? undefined : `SET ACCESS METHOD ${quoteIdentifier(op.method)}`;
    case 'setColumnAttribute':
      return op.attribute === 'options' ? undefined : `SET ${op.attribute.toUpperCase()} ${op.value}`;
    default:
      return undefined;
  }
}

function usualClause(op: TableFact): string | undefined {
  switch (op.kind) {
    case 'setReplicaIdentity':
      return 'REPLICA IDENTITY DEFAULT';
    case 'clusterOn':
      return 'SET WITHOUT CLUSTER';
    case 'setTablespace':
      return 'SET TABLESPACE pg_default';
    case 'setAccessMethod':
      return 'SET ACCESS METHOD heap';
    case 'setColumnAttribute':
      if (op.attribute === 'statistics') return 'SET STATISTICS -1';
      return op.attribute === 'compression' ? 'SET COMPRESSION default' : undefined;
  }
}
