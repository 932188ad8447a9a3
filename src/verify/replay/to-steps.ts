import type { Section, TransactionModel } from '../../core/migration.js';
import {
  cannotRunInTransaction,
  isSentAlone,
  leavesTransaction,
  needsBlock,
} from '../../effects/transaction-errors.js';
import type { Operation } from '../../sql/operation.js';
import type { Script, Statement } from '../../sql/script.js';
import { transactionControl } from '../../sql/transaction-control.js';
import { beyondDatabase } from './beyond-database.js';
import { insertFor, readRows } from './copy-rows.js';
import { storageParameters } from './index-options.js';
import type { Action, Step } from './step.js';

export interface StepOptions {
  readonly ownsServer: boolean;
}

/** How the file is really sent: newer Supabase CLIs send a file with BEGIN or COMMIT statement by statement. */
export function modelOf(section: Section, script: Script): TransactionModel {
  const { transaction, adaptive } = section;
  if (leavesTransaction(adaptive, script)) return 'autocommit';
  if (transaction === 'pipeline-standalone' && transactionControl(script).length > 0) return 'autocommit';
  if (transaction === 'simple-query' && script.statements.length === 1) return 'autocommit';
  return transaction;
}

/** What is run for each statement of a section. */
export function toSteps(section: Section, script: Script, options: StepOptions): readonly Step[] {
  const model = modelOf(section, script);
  return script.statements.map((statement) => {
    const { action, note } = toAction(statement, { section, script, model, ...options });
    return {
      statement,
      action,
      note,
      alone: isAlone(statement, model),
      controls: statement.operations.some(mayControl),
    };
  });
}

interface Scene extends StepOptions {
  readonly section: Section;
  readonly script: Script;
  readonly model: TransactionModel;
}

interface Decision {
  readonly action: Action;
  readonly note?: string;
}

function toAction(statement: Statement, scene: Scene): Decision {
  const { text } = scene.script;
  const sql = text.slice(statement.span.start, statement.span.end);
  const own = statement.operations.filter((op) => op.block === undefined);
  const refused = scene.model.startsWith('pipeline')
    ? own.map(needsBlock).find((name) => name !== undefined)
    : undefined;
  if (refused !== undefined) {
    const message = `${refused} can only be used in transaction blocks`;
    return { action: { kind: 'fail', sqlstate: '25P01', message } };
  }
  const reached = scene.ownsServer
    ? undefined
    : statement.operations.map(beyondDatabase).find((what) => what !== undefined);
  if (reached !== undefined) {
    return {
      action: { kind: 'skip' },
      note: `Not run, as it changes ${reached}, which outlives the scratch database.`,
    };
  }
  for (const op of own) {
    const decision = special(op, sql, statement, scene);
    if (decision) return decision;
  }
  return { action: { kind: 'run', sql } };
}

function special(op: Operation, sql: string, statement: Statement, scene: Scene): Decision | undefined {
  if (op.kind === 'copy' && op.direction === 'from' && op.endpoint === 'stdin') return copied(statement, scene);
  if (op.kind === 'createExtension') {
    return { action: { kind: 'extension', extension: op.extension, schema: op.schema, sql } };
  }
  if (op.kind === 'createIndex' && standInMethods.has(op.method)) return withoutParameters(sql);
  if (endsOwnSession.test(sql) && op.kind === 'select') {
    const message = 'terminating connection due to administrator command';
    return { action: { kind: 'fail', sqlstate: '57P01', message } };
  }
  return undefined;
}

// The embedded server cannot end its one session, and answers false; another server would end the replay's.
const endsOwnSession = /\bpg_terminate_backend\s*\(\s*pg_backend_pid\s*\(\s*\)/i;

/** Index methods that stand-ins make: they take no storage parameters. */
const standInMethods: ReadonlySet<string> = new Set(['hnsw', 'ivfflat', 'pgroonga', 'rum', 'bm25', 'diskann']);

function withoutParameters(sql: string): Decision {
  const found = storageParameters(sql, { start: 0, end: sql.length });
  const left = found ? `${sql.slice(0, found.start)}${sql.slice(found.end)}` : sql;
  return { action: { kind: 'run', sql: left } };
}

function copied(statement: Statement, { script, section }: Scene): Decision {
  const next = script.statements[statement.index + 1]?.span.start ?? script.text.length;
  const data = script.metaCommands.find(
    ({ command, span }) => command === 'copy-data' && span.start >= statement.span.end && span.start < next,
  );
  const rows = data ? readRows(section.source.slice(data.span.start, data.span.end)) : [];
  const first = rows[0];
  if (!first) return { action: { kind: 'skip' } };
  const insert = insertFor(script.text, statement.span, first.length);
  if (insert) return { action: { kind: 'rows', sql: insert, rows } };
  return { action: { kind: 'skip' }, note: 'Rows of COPY are loaded from its text format only; these were left out.' };
}

function isAlone({ index, operations }: Statement, model: TransactionModel): boolean {
  const own = operations.filter((op) => op.block === undefined);
  if (model === 'pipeline-standalone' && own.some(isSentAlone)) return true;
  // The first message of a batch is not yet part of a transaction with others.
  return model.startsWith('pipeline') && index === 0 && own.some((op) => cannotRunInTransaction(op) !== undefined);
}

function mayControl(op: Operation): boolean {
  switch (op.kind) {
    case 'beginTransaction':
    case 'commitTransaction':
    case 'rollbackTransaction':
    case 'preparedTransaction':
    case 'call':
    case 'unknown':
      return true;
    default:
      return false;
  }
}
