import type { HistorySchema } from '../schema-name.js';
import { events } from './events.js';
import { leaseTable } from './lease-table.js';
import { logProcedures } from './log-procedures.js';
import { moreEvents } from './more-events.js';
import { privileges } from './privileges.js';
import { reportFunctions } from './report-functions.js';
import { rollbackFunctions } from './rollback-functions.js';
import { tables } from './tables.js';
import { views } from './views.js';

type Statements = (schema: HistorySchema) => readonly string[];

/**
 * The history's own migrations: entry 0 makes version 1. What was released is never edited; a change is an entry more, which
 * ends with `privileges`.
 */
export const versions: readonly (readonly Statements[])[] = [
  [tables, events, rollbackFunctions, logProcedures, views, reportFunctions, privileges],
  [moreEvents, leaseTable, privileges],
];
