import type { Database } from '../../database/database.js';
import type { PlannedStatement, Step } from '../plan/plan.js';
import { validIndexes } from './concurrent-index.js';
import type { StepFailure } from './result.js';

/** The statement had been sent when an earlier attempt was cut off, and the index that it builds has come since. */
export async function isDoneAlready(
  database: Database,
  { begun }: Step,
  { index, concurrentIndex }: PlannedStatement,
): Promise<boolean> {
  if (begun?.index !== index || concurrentIndex === undefined) return false;
  const before = new Set(begun.indexesBefore);
  const made = (await validIndexes(database, concurrentIndex)).filter(({ oid }) => !before.has(oid));
  return made.some(({ name }) => concurrentIndex.name === undefined || name === concurrentIndex.name);
}

/** It exists already: as table or index, object, database; or it does not any more: object, partition, database. */
const doneStates: ReadonlySet<string> = new Set(['42P07', '42710', '42P04', '42704', '42P01', '3D000']);

/** The server refuses what was cut off, as it was done then. */
export const saysDone = (
  { sqlstate }: StepFailure,
  { begun }: Step,
  { index, repetition }: PlannedStatement,
): boolean => begun?.index === index && repetition === 'exists' && doneStates.has(sqlstate);
