import { DatabaseError } from '../../database/database-error.js';
import type { PlannedStatement } from '../plan/plan.js';
import type { StepFailure } from './result.js';

/** What the server answered, and to which statement. Anything but an answer of the server is a defect, and goes on. */
export function toFailure(error: unknown, statement?: PlannedStatement): StepFailure {
  if (!(error instanceof DatabaseError)) throw error;
  const { sqlstate, message, detail, hint, context, position } = error;
  return {
    sqlstate,
    message,
    detail,
    hint,
    context,
    statementIndex: statement?.index,
    statement: statement?.sql,
    line: statement?.line,
    position: statement === undefined ? undefined : position,
  };
}

/** As the server says it of a statement that is canceled. */
export const stoppedBefore = ({ index, sql, line }: PlannedStatement): StepFailure => ({
  sqlstate: '57014',
  message: 'It was stopped before this statement.',
  statementIndex: index,
  statement: sql,
  line,
});

/** A lock that did not come in time, and a deadlock: another attempt may well succeed. */
export const isPassing = ({ sqlstate }: StepFailure): boolean => sqlstate === '55P03' || sqlstate === '40P01';

/** Class 08 and the shutdowns, as in `isConnectionLoss`. */
export const lostConnection = ({ sqlstate }: StepFailure): boolean => /^08|^57P0[1-3]$/.test(sqlstate);
