import { createLineMap } from '../../core/line-map.js';
import type { Migration } from '../../core/migration.js';
import { type Observation, observe } from '../../engine/observation.js';
import replayFailure from '../../rules/history/replay-failure.js';
import type { ReplayedMigration, ReplayFailure } from '../../verify/replay/replayed.js';

/** What the server refused, and what only follows from that. */
export const replayFindings = (
  { failures }: ReplayedMigration,
  { up }: Migration,
  sourceOf: (path: string) => string,
): readonly Observation[] =>
  failures.map((failure) => {
    const { span: at, statement, consequenceOf: cause } = failure;
    const error = errorText(failure);
    const place = { path: up.path, direction: up.direction, statement };
    if (cause === undefined) return observe(replayFailure, { message: 'refused', data: { error }, at }, place);
    const line = createLineMap(sourceOf(cause.path))(cause.span.start).line;
    const data = { error, cause: cause.path === up.path ? `line ${line}` : `${cause.path}:${line}` };
    return observe(replayFailure, { message: 'consequence', data, at, severity: 'info' }, place);
  });

/** `relation "books" does not exist (42P01).` */
export function errorText({
  message,
  sqlstate,
  detail,
}: Pick<ReplayFailure, 'message' | 'detail'> & { readonly sqlstate?: string | undefined }): string {
  const text = message.replace(/\.$/, '');
  const code = sqlstate === undefined ? '' : ` (${sqlstate})`;
  return `${text}${code}.${detail === undefined ? '' : ` ${detail}`}`;
}
