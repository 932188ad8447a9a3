import type { HistorySchema } from '../schema-name.js';

/** `begun`: a statement in no transaction was sent, and may be done though the journal does not say so. `repaired`: by a person. */
export const moreEvents = ({ identifier: s }: HistorySchema): readonly string[] => [
  `ALTER TABLE ${s}.migration_events
     DROP CONSTRAINT migration_events_event_check,
     DROP CONSTRAINT migration_events_check,
     ADD CONSTRAINT migration_events_event_check CHECK (
       event IN ('started', 'begun', 'statement', 'applied', 'failed', 'rolled_back', 'repaired')),
     ADD CONSTRAINT migration_events_check CHECK (
       (event IN ('begun', 'statement')) = (statement_index IS NOT NULL))`,
];
