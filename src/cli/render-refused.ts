import type { RefusedStatement } from '../app/schema/replayed-schema.js';
import { counted } from '../core/counted.js';
import { withoutControls } from '../reporters/plain-text.js';

/** What an empty PostgreSQL refuses of the migrations, a line each. @param lacking what is not whole because of it */
export const renderRefused = (refused: readonly RefusedStatement[], lacking: string): string =>
  [
    `PostgreSQL refuses ${counted(refused.length, 'statement')} of the migrations. Without ${refused.length === 1 ? 'it' : 'them'}, ${lacking} would be incomplete:`,
    ...refused.map(({ path, line, sqlstate, message }) => `  ${path}:${line}  ${sqlstate} ${withoutControls(message)}`),
    '',
  ].join('\n');
