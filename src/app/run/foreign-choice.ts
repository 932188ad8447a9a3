import { PgairlockError } from '../../core/error.js';
import { listText } from '../../core/list-text.js';
import { type ForeignHistory, type ForeignTool, foreignTools } from '../../runner/foreign/foreign-history.js';
import { type MatchedHistory, matchForeign } from '../../runner/foreign/match-foreign.js';
import { readForeign } from '../../runner/foreign/read-foreign.js';
import type { Run } from './open-run.js';

export const isForeignTool = (name: string): name is ForeignTool => foreignTools.some((tool) => tool === name);

export interface ForeignSource {
  /** Absent: the tool that the folder is of, else the only one whose records are there. */
  readonly tool?: ForeignTool | undefined;
  readonly table?: string | undefined;
}

/**
 * The records of one tool, matched with the folder.
 * @throws PgairlockError `usage` where its records are not there, or it is not clear whose are meant
 */
export async function chooseForeign(run: Run, { tool, table }: ForeignSource): Promise<MatchedHistory> {
  const { database, schema, project, parser } = run;
  const found = await readForeign(database, schema, { tool, table });
  const fitting = tool === undefined ? found.filter((one) => one.tool === project.format) : found;
  const [chosen, ...others] = fitting.length > 0 ? fitting : found;
  if (chosen === undefined)
    throw new PgairlockError(
      'usage',
      `${tool ?? 'No other tool'} has no records in this database.${tableAdvice(table)}`,
    );
  if (others.length > 0) throw new PgairlockError('usage', `${severalText([chosen, ...others])}`);
  return matchForeign(project.migrations, chosen, parser);
}

const tableAdvice = (table: string | undefined): string =>
  table === undefined ? ' Where the tool keeps them in a table of another name, give --table.' : '';

function severalText(histories: readonly ForeignHistory[]): string {
  const names = histories.map(({ tool, table }) => `${tool} (${table})`);
  return `There are records of several tools: ${listText(names)}. Say whose, with --from and --table.`;
}
