import type { Database } from '../../database/database.js';
import type { Step } from '../plan/plan.js';

/** The records that another tool keeps of the same migrations. They are written with ours, or neither is. */
export interface Interop {
  /** For people: `Supabase CLI`. */
  readonly tool: string;
  /** Called in the transaction that records the step, after our own row: an up adds the tool's row, a down removes it. */
  record(database: Database, step: Step): Promise<void>;
}
