import type { Adoption } from '../../runner/adopt/adopt.js';
import { foreignToAdoption } from '../../runner/adopt/foreign-adoption.js';
import type { ForeignMatch, MatchedBy } from '../../runner/foreign/match-foreign.js';
import type { SameText } from '../../runner/foreign/verify-text.js';
import type { Refusal } from '../../runner/plan/refusal.js';

/** A migration that becomes applied in the history, with nothing run. */
export interface AdoptionLine {
  readonly migration: string;
  /** The tool that applied it; absent where a person says so. */
  readonly tool?: string | undefined;
  /** By what the tool's record was known. */
  readonly by?: MatchedBy | undefined;
  /** Whether the file is what the tool ran. */
  readonly text?: SameText | undefined;
  /** When it was applied, as the tool wrote it. */
  readonly appliedAt?: string | undefined;
}

export interface AdoptionResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly dryRun: boolean;
  /** What was adopted, or would be. Empty where anything was refused: it is all or nothing. */
  readonly adopted: readonly AdoptionLine[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

export const toLine = ({ migration, tool, appliedAt }: Adoption): AdoptionLine => ({
  migration: migration.id,
  tool,
  appliedAt,
});

export const matchLine = (match: ForeignMatch, tool: string): AdoptionLine => ({
  ...toLine(foreignToAdoption(match, tool)),
  by: match.by,
  text: match.text,
});

/** A file that is no longer what the tool ran: somebody must look at it before it counts as applied. */
export const refuseDifferent = ({ migration }: ForeignMatch, tool: string): Refusal => ({
  kind: 'edited',
  migration: migration.id,
  path: migration.path,
  message: `${migration.id} is not what ${tool} ran. Put its text back, or take the file as it is with --accept-edited.`,
});
