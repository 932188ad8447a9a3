import type { ForeignMatch } from '../foreign/match-foreign.js';
import type { Adoption } from './adopt.js';

/** What another tool applied, as an adoption. From here on the file's own checksum counts. */
export const foreignToAdoption = ({ migration, record, by }: ForeignMatch, tool: string): Adoption => ({
  migration,
  reason: `applied by ${tool}${by === 'before' ? ', before its last version' : ''}`,
  tool,
  // Of a record that stands for earlier ones too, nobody knows when those were applied.
  appliedAt: by === 'before' ? undefined : record.appliedAt,
});
