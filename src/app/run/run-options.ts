import type { Environment } from '../../database/connection-settings.js';
import type { Clock } from '../../runner/clock.js';
import type { LintOptions } from '../lint-options.js';
import type { RunEvent } from './run-event.js';

/** What every use case on a database takes. */
export interface RunOptions extends Pick<LintOptions, 'cwd' | 'configFile' | 'config' | 'overlay' | 'now'> {
  /** The migrations folder. Default: that of the config, else the one detected. */
  readonly folder?: string | undefined;
  /** `postgres://…`, `pglite:./folder`, `pglite:memory`. Default: the config's, then `DATABASE_URL`, then `PG*`. */
  readonly databaseUrl?: string | undefined;
  /** Where `DATABASE_URL` and the `PG*` variables are looked up. Default: nowhere. */
  readonly env?: Environment | undefined;
  readonly clock?: Clock | undefined;
  /** Hears of progress. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}
