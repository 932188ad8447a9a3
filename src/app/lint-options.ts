import type { Config } from '../config/define-config.js';
import type { ConfigFile } from '../config/schema.js';
import type { Report } from '../core/report.js';
import type { Progress } from '../engine/lint-history.js';
import type { ChangeSelection } from '../sources/git-changes.js';

export interface LintOptions {
  /** Default: the working directory of the process. */
  readonly cwd?: string | undefined;
  /** Files, folders and globs. None: the migrations folder of the config, else the one detected. */
  readonly paths?: readonly string[] | undefined;
  /** SQL that is in no file yet; with a `filename` it stands for that file. Judged beside `paths`. */
  readonly stdin?: { readonly text: string; readonly filename?: string | undefined } | undefined;
  /** Texts by absolute path that stand for files: what an editor holds and has not saved. */
  readonly overlay?: ReadonlyMap<string, string> | undefined;
  /** A config file instead of the one that is found; `false`: none. */
  readonly configFile?: string | false | undefined;
  /** Settings over those of the config file; paths in them are relative to `cwd`. */
  readonly config?: Config | ConfigFile | undefined;
  /** Findings only for what changed in git; the rest is replayed. Of `paths`, those that changed. */
  readonly changes?: ChangeSelection | undefined;
  /** A baseline file instead of the one that is found or configured, relative to `cwd`; `false`: none. */
  readonly baseline?: string | false | undefined;
  /** What rules about time take for now. Default: now. */
  readonly now?: Date | undefined;
  /** The report holds every statement with its locks, rewrites and scans. Default: false. */
  readonly trace?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A report with what the command line needs beside it. */
export interface LintRun {
  readonly report: Report;
  /** The most warnings that pass, where there is a limit. */
  readonly maxWarnings?: number | undefined;
  /** Milliseconds that each phase took; `parser` is what was left of loading it when the files were read. */
  readonly timing: Readonly<Record<'config' | 'reading' | 'parser' | 'checking', number>>;
}
