import type { Span } from '../../../src/core/span.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import type { Operation, OperationKind, OperationOf } from '../../../src/sql/operation.js';

const parser = await loadLibpgQuery();

/** The operations of an SQL text, which must be right. */
export function lowered(sql: string): readonly Operation[] {
  const outcome = parser.parse(sql, 0, sql.length);
  if (!outcome.ok) throw new Error(`${outcome.message}: ${sql}`);
  return outcome.statements.flatMap((statement) => statement.operations);
}

/** The only operation of that kind. */
export function only<Kind extends OperationKind>(kind: Kind, sql: string): OperationOf<Kind> {
  const found = lowered(sql).filter((op): op is OperationOf<Kind> => op.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} operations of kind ${kind} in: ${sql}`);
  return found[0]!;
}

export const textOf = (sql: string, { start, end }: Span): string => sql.slice(start, end);

/** SQL and the operations that it must become, as far as they are given. */
export type Cases = readonly (readonly [sql: string, operations: readonly object[]])[];
