import { createLineMap } from '../../core/line-map.js';
import { listText } from '../../core/list-text.js';
import type { Migration, Section } from '../../core/migration.js';
import type { Span } from '../../core/span.js';
import { type Observation, observe } from '../../engine/observation.js';
import downLosesData from '../../rules/history/down-loses-data.js';
import downNotRestoring from '../../rules/history/down-not-restoring.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import { renderDifference, renderDifferences } from '../../verify/compare/render-differences.js';
import type { SchemaDifference } from '../../verify/compare/schema-difference.js';
import type { Proof, SectionFailure } from '../../verify/prove/proof.js';
import { renderLoss } from '../../verify/rows/compare-contents.js';
import { errorText } from './replay-findings.js';

/** What up, down and up again showed. A generated down is told of at its up. */
export function downFindings(
  proof: Proof,
  migration: Migration,
  parser: Parser,
  generated: boolean,
): readonly Observation[] {
  const section = generated ? migration.up : (migration.down ?? migration.up);
  return [...restoring(proof, section, parser, generated), ...losing(proof, migration, section, parser)];
}

function restoring(
  { outcome, failure, differences }: Proof,
  section: Section,
  parser: Parser,
  generated: boolean,
): readonly Observation[] {
  const place = { path: section.path, direction: section.direction };
  const at = placeOf(section, parser, generated || outcome !== 'down-fails' ? undefined : failure);
  const down = generated ? 'the down that `pgairlock down-sql` writes for this' : 'this down';
  const error = failure === undefined ? '' : errorText(failure);
  const texts = { differences: describe(differences), down };
  const workaround = differences.length === 0 ? undefined : diffText(differences);
  switch (outcome) {
    case 'does-not-restore':
      return [observe(downNotRestoring, { message: 'differs', data: texts, at, workaround }, place)];
    case 'up-again-differs':
      return [observe(downNotRestoring, { message: 'upDiffersAgain', data: texts, at, workaround }, place)];
    case 'down-fails':
      return [observe(downNotRestoring, { message: 'downFails', data: { down, error }, at }, place)];
    case 'up-again-fails':
      return [observe(downNotRestoring, { message: 'upFailsAgain', data: { down, error }, at }, place)];
    default:
      return [];
  }
}

const diffText = (differences: readonly SchemaDifference[]): string =>
  `${downNotRestoring.docs.workaround}\n${renderDifferences(differences)}`;

const most = 4;

/** The first lines of the first differences. */
const describe = (differences: readonly SchemaDifference[]): string =>
  listText(
    differences.map((difference) => renderDifference(difference).split('\n', 1)[0]?.slice(2) ?? ''),
    most,
  );

function losing({ losses }: Proof, { up }: Migration, section: Section, parser: Parser): readonly Observation[] {
  if (losses.length === 0) return [];
  const removed = readScript(up.text, parser).statements.some(({ operations }) =>
    operations.some(({ kind }) => removing.has(kind)),
  );
  const place = { path: section.path, direction: section.direction };
  const data = { losses: listText(losses.map(renderLoss), most) };
  const at = placeOf(section, parser, undefined);
  return [observe(downLosesData, { message: 'lost', data, at, severity: removed ? 'info' : undefined }, place)];
}

/** What these removed, no down brings back. */
const removing: ReadonlySet<string> = new Set([
  'dropTable',
  'dropColumn',
  'dropSchema',
  'dropObject',
  'truncate',
  'delete',
  'update',
]);

/** The statement that failed, else the first one. */
function placeOf({ text, span }: Section, parser: Parser, failure: SectionFailure | undefined): Span {
  const { statements } = readScript(text, parser);
  const lineAt = createLineMap(text);
  const failed = failure && statements.find((statement) => lineAt(statement.span.start).line === failure.line);
  const start = span?.start ?? 0;
  return (failed ?? statements[0])?.span ?? { start, end: start };
}
