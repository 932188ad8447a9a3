import { createLineMap } from '../../core/line-map.js';
import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { standsAlone } from '../../effects/transaction-errors.js';
import type { Operation } from '../../sql/operation.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import { inRunOrder } from '../../sql/run-order.js';
import { isWrappedAsWhole, transactionControl } from '../../sql/transaction-control.js';
import type { ProvableSection, SectionFailure } from './proof.js';

/** A section as it is sent: statement by statement. */
export interface PreparedSection {
  readonly statements: readonly { readonly sql: string; readonly line: number }[];
  /** All statements can be in one transaction, also with those of others. A BEGIN … COMMIT around all is taken off. */
  readonly atomic: boolean;
  readonly problem?: SectionFailure | undefined;
}

export function prepareSection(section: ProvableSection, parser: Parser): PreparedSection {
  const { text, transaction } = section;
  const script = inRunOrder(readScript(text, parser), section);
  const lineAt = createLineMap(text);
  const control = new Set<Operation>(transactionControl(script));
  const wrapped = isWrappedAsWhole(script);
  const statements = wrapped
    ? script.statements.filter(({ operations }) => !operations.some((op) => control.has(op)))
    : script.statements;
  // A procedure may commit, where its caller lets it.
  const isAlone = (op: Operation): boolean =>
    standsAlone(op) || endsInBlock(op) || (transaction === 'autocommit' && op.kind === 'call');
  const [problem] = script.problems;
  return {
    statements: statements.map(({ span }) => ({
      sql: text.slice(span.start, span.end),
      line: lineAt(span.start).line,
    })),
    atomic: (wrapped || control.size === 0) && !statements.some(({ operations }) => operations.some(isAlone)),
    ...(problem && { problem: { message: problem.message, line: lineAt(problem.span.start).line } }),
  };
}

const endsInBlock = ({ block, kind }: Operation): boolean =>
  block !== undefined && (kind === 'commitTransaction' || kind === 'rollbackTransaction');

/** Sends the statements one after another, up to the first that fails. The session's settings are then as they were. */
export async function runSection(database: Database, section: PreparedSection): Promise<SectionFailure | undefined> {
  if (section.problem !== undefined) return section.problem;
  for (const { sql, line } of section.statements) {
    const failure = await run(database, sql, line);
    if (failure !== undefined) return failure;
  }
  // Constraints that wait for COMMIT would else stand in the way of the next ALTER TABLE.
  const deferred = section.atomic ? await run(database, 'SET CONSTRAINTS ALL IMMEDIATE', 1) : undefined;
  if (deferred === undefined) for (const reset of resets) await database.execute(reset);
  return deferred;
}

const resets = ['RESET SESSION AUTHORIZATION', 'RESET ALL', 'DISCARD TEMP'];

/** In a transaction of its own where it can be. */
export async function commitSection(database: Database, section: PreparedSection): Promise<SectionFailure | undefined> {
  if (!section.atomic) {
    const failure = await runSection(database, section);
    // A failed BEGIN … COMMIT of the section's own is still open.
    if (failure !== undefined) await rollBack(database);
    return failure;
  }
  await database.execute('BEGIN');
  const failure = (await runSection(database, section)) ?? (await run(database, 'COMMIT', 1));
  if (failure !== undefined) await rollBack(database);
  return failure;
}

async function rollBack(database: Database): Promise<void> {
  await database.execute('ROLLBACK');
  for (const reset of resets) await database.execute(reset);
}

async function run(database: Database, sql: string, line: number): Promise<SectionFailure | undefined> {
  try {
    await database.execute(sql);
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { message: error.message, sqlstate: error.sqlstate, line };
  }
}
