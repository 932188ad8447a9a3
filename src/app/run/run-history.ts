import type { MatchedHistory } from '../../runner/foreign/match-foreign.js';
import { readHistory } from '../../runner/history/read-history.js';
import type { Interop } from '../../runner/interop/interop.js';
import { type MergedHistory, mergeHistory } from '../../runner/interop/merge-history.js';
import { supabaseInterop } from '../../runner/interop/supabase.js';
import type { Run } from './open-run.js';

/** Our history, with what the Supabase CLI applied counted as applied. */
export interface RunHistory extends MergedHistory {
  /** What the Supabase CLI recorded, where it has a table or the project is its own. */
  readonly matched?: MatchedHistory | undefined;
  /** Keeps the records of the Supabase CLI; for the execution of plans. */
  readonly interop?: Interop | undefined;
}

/** What is applied. Changes nothing, installs nothing. */
export async function readRunHistory({ database, schema, project, parser }: Run): Promise<RunHistory> {
  const { migrations, supabase } = project;
  const history = await readHistory(database, schema);
  const found = await supabaseInterop(database, { schema, migrations, parser, supabase });
  if (found === undefined) return { history, foreign: [] };
  return { ...mergeHistory(history, found.matched, migrations, parser), ...found };
}
