import { listText } from '../../core/list-text.js';
import { blocksWrites, isAtLeast } from '../../core/lock-mode.js';
import type { Migration } from '../../core/migration.js';
import { formatName } from '../../core/name.js';
import { type Observation, observe } from '../../engine/observation.js';
import effectsMismatch from '../../rules/locks/effects-mismatch.js';
import type { Agreement } from '../../verify/measure/agreement.js';
import type { MeasuredSection } from '../../verify/measure/measured.js';

const most = 4;

/** Where a server does otherwise than lint says, in what somebody may have to wait for. */
export const effectFindings = ({ measured }: MeasuredSection, { up }: Migration): readonly Observation[] =>
  measured.flatMap(({ statement, span: at, agreements }) => {
    const others = agreements.filter(matters);
    if (others.length === 0) return [];
    const data = { facts: listText(others.map(describe), most) };
    const severity = others.some(isGrave) ? 'warning' : 'info';
    const place = { path: up.path, direction: up.direction, statement };
    return [observe(effectsMismatch, { message: 'differs', data, at, severity }, place)];
  });

/** Weaker locks only wait for the few statements that lock nearly everything out. */
const matters = ({ verdict, fact, claimed, measured }: Agreement): boolean =>
  verdict !== 'agrees' &&
  (fact !== 'lock' ||
    [claimed, measured].some((mode) => mode !== undefined && isAtLeast(mode, 'SHARE UPDATE EXCLUSIVE')));

const isGrave = ({ verdict, fact, measured }: Agreement): boolean =>
  verdict === 'missed' && (fact !== 'lock' || (measured !== undefined && blocksWrites(measured)));

function describe({ fact, relation, verdict, claimed, measured }: Agreement): string {
  const name = formatName(relation);
  if (fact === 'rewrite') return verdict === 'missed' ? `${name} is rewritten` : `${name} is not rewritten`;
  if (fact === 'index-build')
    return verdict === 'missed' ? `an index of ${name} is built` : `no index of ${name} is built`;
  return `${measured ?? 'no lock'} on ${name} instead of ${claimed ?? 'none'}`;
}
