import type { WrittenName } from '../../core/name.js';
import type { Persistence } from '../operation.js';
import { rangeVarName } from './names.js';

/** A list of wrapped RangeVar nodes. */
export const relationNames = (relations: readonly any[] | undefined): readonly WrittenName[] =>
  (relations ?? []).map((relation) => rangeVarName(relation.RangeVar));

export const isCascade = (node: any): boolean => node.behavior === 'DROP_CASCADE';

export function persistenceOf(relation: any): Persistence {
  if (relation.relpersistence === 't') return 'temporary';
  return relation.relpersistence === 'u' ? 'unlogged' : 'permanent';
}
