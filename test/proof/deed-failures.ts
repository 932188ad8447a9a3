import { formatQualified } from '../../src/core/name.js';
import type { Effects } from '../../src/effects/effects.js';
import type { Agreement } from '../../src/verify/measure/agreement.js';
import { holdAgainst } from '../../src/verify/measure/hold-against.js';
import type { ObservedRelation } from '../../src/verify/measure/observed.js';
import type { Deed } from './run-section.js';

/** Where locks, rewrites and index builds were others than foreseen. */
export function deedFailures(
  deeds: readonly Deed[],
  text: string,
  effectsOf: (statement: number) => readonly Effects[],
): readonly string[] {
  return deeds.flatMap(({ statement, observed, locksSeen }) => {
    const emptied = statement.operations.some(({ kind }) => kind === 'truncate');
    const agreements = holdAgainst(emptied ? observed.map(withoutRows) : observed, effectsOf(statement.index));
    const sql = text.slice(statement.span.start, statement.span.end);
    return agreements
      .filter(({ fact, verdict }) => verdict !== 'agrees' && (locksSeen || fact !== 'lock'))
      .map((one) => `${describe(one)}: ${sql}`);
  });
}

/** The rows of a table that is emptied are not written anew: there are none. */
const withoutRows = (one: ObservedRelation): ObservedRelation => ({ ...one, rewritten: false, indexBuilt: false });

const describe = ({ fact, verdict, relation, kind, claimed, measured }: Agreement): string =>
  fact === 'lock'
    ? `lock on ${kind} ${formatQualified(relation)}: foreseen ${claimed ?? 'none'}, the server took ${measured ?? 'none'}`
    : `${fact} of ${kind} ${formatQualified(relation)} ${verdict === 'missed' ? 'was not foreseen' : 'did not happen'}`;
