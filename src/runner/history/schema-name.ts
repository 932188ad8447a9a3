import { fnv1a64 } from '../../core/hash.js';
import { quoteIdentifier, quoteLiteral } from '../../core/name.js';

/** Where the runner keeps its records, unless the config says otherwise. */
export const defaultHistorySchema = '_migrations';

/** The history's schema, in the forms in which SQL needs it. */
export interface HistorySchema {
  readonly name: string;
  /** Quoted where it must be. */
  readonly identifier: string;
  /** As a string literal. */
  readonly literal: string;
  /** The advisory lock of everybody who changes this history, a signed 64-bit number. Such locks count per database. */
  readonly lockKey: string;
}

export const historySchema = (name: string = defaultHistorySchema): HistorySchema => ({
  name,
  identifier: quoteIdentifier(name),
  literal: quoteLiteral(name),
  lockKey: BigInt.asIntN(64, BigInt(`0x${fnv1a64(`pgairlock:${name}`)}`)).toString(),
});
