import type { Database } from '../../src/database/database.js';
import { cannotRunInTransaction, needsBlock } from '../../src/effects/transaction-errors.js';
import { type Moment, type ObservedRelation, observe } from '../../src/verify/measure/observed.js';
import { readLocks, readRelations } from '../../src/verify/measure/relations.js';
import type { Step } from '../../src/verify/replay/step.js';

interface Seen {
  readonly observed: readonly ObservedRelation[];
}

/** What happened to the relations, as the transaction of the statement sees it. */
export async function measured(database: Database, act: () => Promise<void>): Promise<Seen> {
  const before = await readMoment(database);
  await act();
  return { observed: observe(before, await readMoment(database), new Set(before.relations.keys())) };
}

const readMoment = async (database: Database): Promise<Moment> => ({
  relations: await readRelations(database),
  locks: await readLocks(database),
});

/** A statement that is its own transaction can be put in one, to see its locks before they are gone. */
export const isMeasurable = ({ controls, statement }: Step): boolean =>
  !controls &&
  statement.operations.every((op) => cannotRunInTransaction(op) === undefined && needsBlock(op) === undefined);
