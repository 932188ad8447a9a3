import type { Report } from '../../core/report.js';
import type { ServerVersion } from '../../core/server.js';
import type { HostProcess } from '../../verify/scratch/clean-up.js';
import type { VerifiedMigration } from '../../verify/verify-history.js';
import type { LintOptions } from '../lint-options.js';

export const verifyParts = ['replay', 'measure', 'down'] as const;
/**
 * - `replay`: run the history from an empty database.
 * - `measure`: hold what each statement does against what lint says of it.
 * - `down`: prove that each down undoes its up.
 */
export type VerifyPart = (typeof verifyParts)[number];

export interface VerifyOptions
  extends Pick<LintOptions, 'cwd' | 'paths' | 'overlay' | 'configFile' | 'config' | 'changes' | 'baseline'> {
  /** A server on which a scratch database is made, and removed again. Default: an embedded PostgreSQL. */
  readonly databaseUrl?: string | undefined;
  /** Start a server of this version for the run, of programs that are installed here. */
  readonly postgres?: ServerVersion | undefined;
  /** Default: all. The history is replayed in any case; what it shows is only told where `replay` is among them. */
  readonly only?: readonly VerifyPart[] | undefined;
  /** Prove a generated down where none is written. Default: false. */
  readonly generated?: boolean | undefined;
  /** Fill the tables with rows before something is measured or proved. Default: true. */
  readonly rows?: boolean | undefined;
  /** Milliseconds for one statement. Default: one minute. */
  readonly statementTimeout?: number | undefined;
  /** Folder of what was verified before, `false`: none is used. Default: none. */
  readonly cache?: string | false | undefined;
  /** For `PG*` variables and a password file. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Told to end, the process first removes what was made outside of it. Absent: nothing is listened to. */
  readonly process?: HostProcess | undefined;
  readonly onEvent?: ((event: VerifyEvent) => void) | undefined;
}

export type VerifyEvent =
  | { readonly kind: 'opening' }
  | { readonly kind: 'opened'; readonly server: string; readonly cached: number; readonly total: number }
  | { readonly kind: 'migration'; readonly done: number; readonly total: number; readonly path: string }
  | {
      readonly kind: 'verified';
      readonly path: string;
      /** Milliseconds. */
      readonly timing: VerifiedMigration['timing'];
    };

/** What one history showed. */
export interface VerifiedHistory {
  readonly folder: string;
  /** `PostgreSQL 18.0 (PGlite)`. */
  readonly server: string;
  /** Extensions that the server does not have and that were stood in for. */
  readonly standIns: readonly string[];
  /** How many of the first migrations were taken from the cache. */
  readonly cached: number;
  /** Up to the last one that was judged, in order. */
  readonly migrations: readonly JudgedMigration[];
}

export interface JudgedMigration extends VerifiedMigration {
  readonly id: string;
  readonly path: string;
  /** Its findings are in the report. The others were replayed only. */
  readonly judged: boolean;
  /** The down was generated. */
  readonly generated: boolean;
}

export interface VerifyRun {
  readonly report: Report;
  readonly histories: readonly VerifiedHistory[];
  /** The most warnings that pass, where there is a limit. */
  readonly maxWarnings?: number | undefined;
  /** Milliseconds. */
  readonly timing: Readonly<Record<string, number>>;
}
