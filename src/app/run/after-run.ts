import type { Run } from './open-run.js';

/** Brings something up to date that follows the schema, such as types. Its session has no transaction open. */
export type AfterRun = (run: Run) => Promise<void>;

/** The database is changed already: what fails now is told, and nothing more. Returns the warnings. */
export async function runAfter(run: Run, hook: AfterRun | undefined): Promise<readonly string[]> {
  if (hook === undefined) return [];
  try {
    await hook(run);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [`The database was changed, and what follows it was not brought up to date: ${message}`];
  }
}
