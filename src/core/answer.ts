/** What a replayed history can answer: it does not know objects that were made outside of it. */
export type Answer = 'yes' | 'no' | 'unknown';
