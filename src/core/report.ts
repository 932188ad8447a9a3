import type { Edit } from './edit.js';
import type { LockMode } from './lock-mode.js';
import type { Direction } from './migration.js';
import type { Severity } from './severity.js';
import type { Span } from './span.js';
import type { Split } from './split.js';

export interface LockFact {
  /** With its schema: `public.books`. */
  readonly relation: string;
  readonly mode: LockMode;
}

/** One thing that a rule found, at its place. Lines and columns count from 1, columns in UTF-16 units. */
export interface Finding {
  readonly ruleId: string;
  readonly category: string;
  readonly severity: Severity;
  readonly direction: Direction;
  readonly message: string;
  /** The rule's key of that message, before its slots were filled. */
  readonly messageId?: string | undefined;
  /** Who waits for what, or what is lost. */
  readonly effect: string;
  /** Complete SQL or steps to write instead. */
  readonly workaround: string;
  readonly url: string;
  readonly path: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Index of the statement in its section, from 0; absent where the finding is on the file or the project. */
  readonly statement?: number | undefined;
  readonly locks: readonly LockFact[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly fix?: readonly Edit[] | undefined;
  /** How several migrations do the same safely. */
  readonly split?: Split | undefined;
  readonly suppressed: boolean;
  /** The reason that the suppression gave. */
  readonly suppressionReason?: string | undefined;
  /** What hides it, where it is suppressed. Default: a comment in the file. */
  readonly suppressedBy?: 'comment' | 'baseline' | undefined;
  /** Hash of rule, object and statement text: survives moved lines. Hex, 16 digits. */
  readonly fingerprint: string;
}

/** What one statement does to a running server, as far as the history shows it. Tables by their full names. */
export interface StatementTrace {
  readonly direction: Direction;
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
  readonly locks: readonly LockFact[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly indexBuilds: readonly string[];
}

export interface FileReport {
  readonly path: string;
  /** The migration's id; the path again for a file that belongs to no migration. */
  readonly id: string;
  /** The file's text, for code frames. Empty where there is nothing to show: most files of a long history are clean. */
  readonly source: string;
  readonly findings: readonly Finding[];
  /** Statements read, and how many of them no rule could look into. */
  readonly statements: number;
  readonly unanalysed: number;
  /** The lines, from 1, on which those statements begin. */
  readonly unanalysedLines?: readonly number[] | undefined;
  /** Its statements in order, where they were asked for. */
  readonly trace?: readonly StatementTrace[] | undefined;
}

/** What reporters know of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly category: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly condition: string;
  readonly effect: string;
  readonly workaround: string;
  readonly references: readonly string[];
  readonly url: string;
}

/** Everything that a reporter may know. Findings about the project as a whole are in `project`. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** One line on what was read: format, folder, how it was detected, preset, target server. */
  readonly context: readonly string[];
  readonly files: readonly FileReport[];
  readonly project: readonly Finding[];
  readonly rules: readonly RuleInfo[];
}

export interface Summary {
  readonly files: number;
  readonly clean: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly statements: number;
  readonly unanalysed: number;
  readonly suppressed: number;
}

export interface ReporterEnvironment {
  /** Absolute; paths are printed relative to it. */
  readonly cwd: string;
  readonly color: boolean;
  /** Terminal columns. */
  readonly width: number;
  /** Whoever prints for people says everything, however much it is. Default: of much, only the newest files in full. */
  readonly all?: boolean | undefined;
  /** What a person may type next. Default: `pgairlock lint` of the whole project, with its options. */
  readonly followUps?: FollowUps | undefined;
}

/** Commands as they are typed, for the files that the report is about. One that is absent would not help. */
export interface FollowUps {
  /** Rewrites what has a safe fix. */
  readonly fix?: string | undefined;
  /** Keeps what is found now, so that it stays quiet. */
  readonly writeBaseline?: string | undefined;
  /** Looks at one file. */
  readonly look: string;
}

/** Renders a report. Writing it somewhere is the command line's work. */
export type Reporter = (report: Report, env: ReporterEnvironment) => string;

const live = (findings: readonly Finding[], severity: Severity): number =>
  findings.filter((finding) => !finding.suppressed && finding.severity === severity).length;

/** A file is clean when it holds no error that is not suppressed. */
export const isClean = (file: FileReport): boolean => live(file.findings, 'error') === 0;

export function summarize(report: Report): Summary {
  const findings = [...report.project, ...report.files.flatMap((file) => file.findings)];
  return {
    files: report.files.length,
    clean: report.files.filter(isClean).length,
    errors: live(findings, 'error'),
    warnings: live(findings, 'warning'),
    infos: live(findings, 'info'),
    statements: report.files.reduce((sum, file) => sum + file.statements, 0),
    unanalysed: report.files.reduce((sum, file) => sum + file.unanalysed, 0),
    suppressed: findings.filter((finding) => finding.suppressed).length,
  };
}
