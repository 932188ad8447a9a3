import type { Expression } from '../../sql/expression.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import { literal } from './sql-text.js';
import { cannot, does, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

/** A call of pg_cron with the name of the job. @see https://github.com/citusdata/pg_cron */
export interface JobCall {
  readonly action: 'schedule' | 'unschedule';
  readonly job: string;
}

/** `SELECT cron.schedule('name', …)`; undefined for any other query. */
export function jobCall(op: Operation): JobCall | undefined {
  if (op.kind !== 'select' || op.query.relations.length > 0 || op.query.columns.length !== 1) return undefined;
  const [column] = op.query.columns;
  const call = column?.expression;
  if (call?.kind !== 'call' || call.name.schema !== 'cron') return undefined;
  const job = textOf(call.arguments[0]);
  if (job === undefined) return undefined;
  if (call.name.name === 'unschedule') return { action: 'unschedule', job };
  return call.name.name === 'schedule' && call.arguments.length === 3 ? { action: 'schedule', job } : undefined;
}

const textOf = (expression: Expression | undefined): string | undefined => {
  if (expression?.kind === 'cast') return textOf(expression.operand);
  return expression?.kind === 'constant' && typeof expression.value === 'string' ? expression.value : undefined;
};

/** The job as it was scheduled last, or no job. */
export function undoJob(op: OperationOf<'select'>, { chronicle }: UndoContext): Undo | undefined {
  const call = jobCall(op);
  if (call === undefined) return undefined;
  const former = chronicle.last(`job ${call.job}`);
  const scheduled = former !== undefined && jobCall(former.op)?.action === 'schedule' ? former.sql : undefined;
  if (scheduled !== undefined) return does(statement(phase.settings, scheduled));
  if (call.action === 'unschedule') {
    return cannot(
      'the former text is not known',
      `The job ${call.job} does not come back: what scheduled it is not known.`,
    );
  }
  return does(statement(phase.settings, `SELECT cron.unschedule(${literal(call.job)})`));
}
