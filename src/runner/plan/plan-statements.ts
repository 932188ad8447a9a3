import { createLineMap, type Place } from '../../core/line-map.js';
import type { Section } from '../../core/migration.js';
import { standsAlone } from '../../effects/transaction-errors.js';
import type { Operation } from '../../sql/operation.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import { inRunOrder, type RunOrder } from '../../sql/run-order.js';
import type { Script, Statement } from '../../sql/script.js';
import { isWrappedAsWhole, transactionControl } from '../../sql/transaction-control.js';
import type { PlannedStatement, Repetition } from './plan.js';
import type { Refusal } from './refusal.js';
import { refuseControl, refuseUnreadable } from './refuse-statements.js';

export interface StatementPlan {
  readonly mode: 'atomic' | 'journalled';
  readonly statements: readonly PlannedStatement[];
  readonly refusals: readonly Refusal[];
}

export type SqlText = Pick<Section, 'path' | 'text' | 'transaction'> & RunOrder;

/**
 * The statements of one direction, and the transactions that they are in: all in one, but for a file with statements that
 * cannot be in any, or one that its tool runs statement by statement. A BEGIN … COMMIT around the whole is left out, as it is
 * the runner that begins and commits.
 */
export function planStatements(migration: string, section: SqlText, parser: Parser): StatementPlan {
  const script = inRunOrder(readScript(section.text, parser), section);
  const at = createLineMap(section.text);
  const unreadable = refuseUnreadable(migration, section.path, script, at);
  const wrapped = isWrappedAsWhole(script);
  const mode =
    !wrapped && (section.transaction === 'autocommit' || script.statements.some(isAlone)) ? 'journalled' : 'atomic';
  const own = wrapped ? withoutPair(script) : script.statements;
  return {
    mode,
    statements: [
      ...(wrapped ? transactionModes(script, at) : []),
      ...own.map((statement) => plan(statement, script, mode, at(statement.span.start).line)),
    ],
    refusals: [...unreadable, ...refuseControl({ migration, path: section.path, script, wrapped, mode, at })],
  };
}

const isAlone = ({ operations }: Statement): boolean => operations.some(standsAlone);

function withoutPair(script: Script): readonly Statement[] {
  const pair = new Set<Operation>(transactionControl(script));
  return script.statements.filter(({ operations }) => !operations.some((op) => pair.has(op)));
}

/** What the file's BEGIN asks of its transaction, such as ISOLATION LEVEL SERIALIZABLE, is asked of the runner's. */
function transactionModes(script: Script, at: (offset: number) => Place): readonly PlannedStatement[] {
  const [begin] = transactionControl(script);
  const statement = script.statements.find(({ operations }) => begin !== undefined && operations.includes(begin));
  if (statement === undefined) return [];
  const { index, span } = statement;
  const words = script.text
    .slice(span.start, span.end)
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .trim();
  const modes = words.replace(/^(?:begin(?:\s+(?:work|transaction))?|start\s+transaction)\b\s*/i, '');
  if (modes === '') return [];
  const line = at(span.start).line;
  const sql = `SET TRANSACTION ${modes}`;
  return [{ index, sql, line, transaction: 'file', withoutStatementTimeout: false }];
}

function plan(statement: Statement, script: Script, mode: StatementPlan['mode'], line: number): PlannedStatement {
  const { index, span, operations } = statement;
  const alone = isAlone(statement) || operations.some(mayCommit);
  return {
    index,
    sql: script.text.slice(span.start, span.end),
    line,
    transaction: mode === 'atomic' ? 'file' : alone ? 'none' : 'own',
    repetition: mode === 'journalled' && alone ? repetitionOf(operations) : undefined,
    withoutStatementTimeout: operations.some(takesItsTime),
    concurrentIndex: operations.map(concurrentIndex).find((index) => index !== undefined),
  };
}

/** A block that commits its batches, and a procedure, which may. In a transaction both would be refused. */
const mayCommit = (op: Operation): boolean =>
  op.kind === 'call' ||
  (op.block !== undefined && (op.kind === 'commitTransaction' || op.kind === 'rollbackTransaction'));

function repetitionOf(operations: readonly Operation[]): Repetition {
  if (operations.some((op) => op.kind === 'dynamicSql' || mayCommit(op))) return 'ask';
  return operations.every(({ kind }) => idempotent.has(kind)) ? 'again' : 'exists';
}

const idempotent: ReadonlySet<Operation['kind']> = new Set(['vacuum', 'reindex', 'cluster', 'alterSystem']);

const takesItsTime = (op: Operation): boolean =>
  op.kind === 'validateConstraint' ||
  ((op.kind === 'createIndex' || op.kind === 'dropIndex' || op.kind === 'reindex' || op.kind === 'detachPartition') &&
    op.concurrently);

const concurrentIndex = (op: Operation): PlannedStatement['concurrentIndex'] =>
  op.kind === 'createIndex' && op.concurrently && op.block === undefined
    ? { name: op.index, table: op.table }
    : undefined;
