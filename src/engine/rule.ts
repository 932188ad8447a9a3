import type { z } from 'zod';
import type { Catalog } from '../catalog/catalog.js';
import type { CatalogChanges } from '../catalog/changes.js';
import type { Unit } from '../catalog/model.js';
import type { Edit } from '../core/edit.js';
import type { Direction, Migration, Section, SourceProblem } from '../core/migration.js';
import type { TargetServer } from '../core/server.js';
import type { Severity } from '../core/severity.js';
import type { Span } from '../core/span.js';
import type { Split } from '../core/split.js';
import type { Effects } from '../effects/effects.js';
import type { Session } from '../effects/session.js';
import type { OperationKind, OperationOf } from '../sql/operation.js';
import type { Script, Statement } from '../sql/script.js';
import type { Base } from './base.js';
import type { Suppression } from './suppressions.js';
import type { Wait } from './waits.js';

export const categories = [
  'destructive',
  'locks',
  'constraints',
  'compatibility',
  'transactions',
  'security',
  'schema',
  'history',
] as const;
export type Category = (typeof categories)[number];

export const presetNames = ['recommended', 'strict', 'supabase'] as const;
export type PresetName = (typeof presetNames)[number];

/** `'a {table} b {column}'` → `'table' | 'column'`. */
type Slots<Message extends string> = Message extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | Slots<Rest>
  : never;
type Data<Message extends string> = [Slots<Message>] extends [never]
  ? { readonly data?: never }
  : { readonly data: { readonly [Slot in Slots<Message>]: string } };

/** What a check yields: which message, its words, its place. */
export type Problem<Messages extends Record<string, string>> = {
  [Id in keyof Messages & string]: {
    readonly message: Id;
    readonly at: Span;
    /** Complete SQL for this very case; the rule's general workaround where it is absent. */
    readonly workaround?: string | undefined;
    readonly fix?: readonly Edit[] | undefined;
    /** Where the safe form takes several migrations. */
    readonly split?: Split | undefined;
    /**
     * Instead of the rule's severity: `warning` where the old type is unknown, say. Where a config gives the rule another
     * severity, the problem stays as many steps away from that one.
     */
    readonly severity?: Severity | undefined;
    /** Object and kind that the fingerprint is made of, beside the statement's text. */
    readonly subject?: string | undefined;
    /** Asked at the end of the history: a later migration has mended it, and it is not told. */
    readonly mended?: ((end: Catalog) => boolean) | undefined;
    /** `history` checks: the file to report it in, from `originOf`. Absent there: a finding about the project. */
    readonly path?: string | undefined;
  } & Data<Messages[Id]>;
}[keyof Messages & string];

/** What holds for the whole run. */
export interface Project {
  readonly server: TargetServer;
  /** A Supabase project: its roles, managed schemas and default privileges are known. */
  readonly supabase: boolean;
  /** Schemas that the Data API serves to `anon` and `authenticated`. Empty: no such API. */
  readonly exposedSchemas: readonly string[];
  /** Supabase: users may sign in without saying who they are, and are `authenticated` then. */
  readonly anonymousSignIn?: boolean | undefined;
  /** The history is replayed from an empty database. `false`: files judged alone. */
  readonly complete: boolean;
  readonly downs: 'required' | 'optional';
  /** `lock_timeout` is set by the role, the database or the runner. */
  readonly lockTimeoutSet: boolean;
  readonly migrations: readonly Migration[];
  /** Files of the folder that the tool passes over, or does with what their author did not mean. */
  readonly skipped?: readonly SourceProblem[] | undefined;
  /** The name of the format that the files were read as: `supabase`, `plain`, … */
  readonly format: string;
  /** When the run began, as ISO 8601 in UTC. Absent: rules about time stay silent. */
  readonly now?: string | undefined;
  /** What was there before the change that is judged. Absent: nobody knows. */
  readonly base?: Base | undefined;
}

/** What a check knows about the file it is in. */
export interface FileContext<Options> {
  readonly options: Options;
  readonly project: Project;
  readonly migration: Migration;
  readonly direction: Direction;
  readonly section: Section;
  readonly script: Script;
  /** The schema now: just before the operation in question; at `statement` and `fileEnd`, after it. */
  readonly catalog: Catalog;
  readonly session: Session;
  /** The migration whose up was that unit; absent for units before the history and for downs. */
  readonly migrationOf: (unit: Unit) => Migration | undefined;
}

export interface DownEndContext<Options> extends FileContext<Options> {
  /** The up that it undoes, read. */
  readonly upScript: Script;
  /** What differs in the schema between before the up and after the down. */
  readonly changes: CatalogChanges;
}

export interface StatementContext<Options> extends FileContext<Options> {
  readonly statement: Statement;
}

export interface RuleContext<Options> extends StatementContext<Options> {
  /** Of this operation alone. */
  readonly effects: Effects;
}

export interface ProjectContext<Options> {
  readonly options: Options;
  readonly project: Project;
  /** The schema at the end of the history. */
  readonly catalog: Catalog;
  /** The file whose replay was that unit; absent for units before the history. */
  readonly originOf: (unit: Unit) => Section | undefined;
  /** Locks that make others wait, of each judged up in order. Gathered only where a change is judged, so where there is a base. */
  readonly waits: readonly Wait[];
}

export interface SuppressionContext<Options> {
  readonly options: Options;
  readonly project: Project;
  readonly migration: Migration;
  readonly suppressions: readonly Suppression[];
}

type OperationChecks<Messages extends Record<string, string>, Options> = {
  readonly [Kind in OperationKind]?: (
    op: OperationOf<Kind>,
    context: RuleContext<Options>,
  ) => Iterable<Problem<Messages>>;
};

/**
 * What a rule listens to: operations by kind, and these moments. State that a rule keeps between calls belongs to the
 * catalog or the session; a rule keeps none.
 */
export interface Moments<Messages extends Record<string, string>, Options> {
  /** Before anything of the file is replayed. */
  readonly fileStart?: (context: FileContext<Options>) => Iterable<Problem<Messages>>;
  /** After a statement, with the effects of each of its operations, each taken just before that operation. */
  readonly statement?: (
    context: StatementContext<Options> & { readonly effects: readonly Effects[] },
  ) => Iterable<Problem<Messages>>;
  /** For each operation of any kind, beside the check of its own kind and at the same moment. */
  readonly operation?: (op: OperationOf<OperationKind>, context: RuleContext<Options>) => Iterable<Problem<Messages>>;
  /** After the whole file. */
  readonly fileEnd?: (context: FileContext<Options>) => Iterable<Problem<Messages>>;
  /** After a down that was replayed right after its up. Asked of rules that judge downs. */
  readonly downEnd?: (context: DownEndContext<Options>) => Iterable<Problem<Messages>>;
  /** Once for a file, when everything else that is found in it is known: its suppression comments and what each hid. */
  readonly suppressions?: (context: SuppressionContext<Options>) => Iterable<Problem<Messages>>;
  /** Once, after all files. */
  readonly history?: (context: ProjectContext<Options>) => Iterable<Problem<Messages>>;
}

export type Checks<Messages extends Record<string, string>, Options> = OperationChecks<Messages, Options> &
  Moments<Messages, Options>;

export interface Example<MessageId extends string = string> {
  /** Earlier migrations, already applied, in order. Absent: a complete, empty history. */
  readonly given?: string | readonly string[] | undefined;
  readonly sql: string;
  /** The down section's SQL. */
  readonly down?: string | undefined;
  /** Messages in order of place. */
  readonly reports: readonly MessageId[];
  /** What `--fix` makes of `sql`; absent where nothing changes. */
  readonly fixed?: string | undefined;
  /** One line on why, for the rule's page. */
  readonly because?: string | undefined;
  /** Judged alone: tables that it does not make exist and are unknown. Excludes `given`. */
  readonly alone?: boolean | undefined;
  /** What differs from the defaults (server 15, UTC, transaction, not Supabase, downs optional, nothing exposed). */
  readonly project?: Partial<
    Pick<
      Project,
      | 'supabase'
      | 'exposedSchemas'
      | 'anonymousSignIn'
      | 'downs'
      | 'lockTimeoutSet'
      | 'server'
      | 'skipped'
      | 'format'
      | 'now'
    >
  > & {
    readonly transaction?: Section['transaction'];
  };
  /** Migrations that come later. */
  readonly after?: readonly string[] | undefined;
  /** Ids of `given`, of `sql` and of `after`, in order. Default: `0001_example`, `0002_example`, … */
  readonly ids?: readonly string[] | undefined;
  /** What a migration says that it depends on, by its id. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>> | undefined;
  /** How the down is written. Default: a file of its own. */
  readonly downForm?: Section['form'] | undefined;
  /** The migrations that were there before, by id: the SQL of each up. */
  readonly base?: Readonly<Record<string, string>> | undefined;
  /** What the reader found to be wrong with the file itself. */
  readonly unreadable?: string | undefined;
  /** What else the reader found in the file of `sql`. */
  readonly problems?: readonly Omit<SourceProblem, 'path'>[] | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

export interface RuleDocs {
  /** One line, imperative: «Build indexes on existing tables concurrently.» */
  readonly summary: string;
  /** When it speaks, and when not. */
  readonly condition: string;
  /** Who waits for what, or what is lost. One or two sentences. */
  readonly effect: string;
  /**
   * All the files and transactions that the safe way takes, in fenced blocks: each `sql` block is a file, and they can be
   * run one after another. A `sql or` block begins another way; a `sql still-reported` block is what the rule reports, at a
   * time when that is known to be right; a `sql no-run` block cannot be run.
   */
  readonly workaround: string;
  /** Migrations from which the workaround starts, where no example that reports something starts there. */
  readonly workaroundGiven?: string | undefined;
  readonly references: readonly string[];
}

/** What a rule leaves to others. Where those are off, it speaks. */
export interface Yielding<MessageId extends string> {
  /** Ids. */
  readonly rules: readonly string[];
  /** The messages that yield. Default: all. */
  readonly messages?: readonly MessageId[] | undefined;
}

/** Commands with findings of their own. */
export type OtherCommand = 'verify' | 'drift' | 'types';

export interface RuleDefinition<Id extends string, Messages extends Record<string, string>, Schema extends z.ZodType> {
  readonly id: Id;
  /** Other names that suppressions and configs may use. */
  readonly aliases?: readonly string[] | undefined;
  readonly category: Category;
  /** Severity where a preset turns it on. */
  readonly severity: Severity;
  /** In which presets it is on, and there with which severity; `true` is `severity`. `strict` holds every rule. */
  readonly presets: { readonly [Preset in PresetName]?: true | Severity };
  /**
   * `statement`: of several findings about one statement only the first is reported, since they have one cause. `file`: so
   * in each file and direction. `habit`: so too, and where many files have it, only the newest one tells it, with their
   * number.
   */
  readonly once?: 'statement' | 'file' | 'habit' | undefined;
  /** Of a rule that speaks once: the fix of the first finding mends the others as well, and theirs are left out. */
  readonly firstFixMendsAll?: boolean | undefined;
  /** Rules that tell of the same cause with more weight: where one of them reports the same text, this one is silent. */
  readonly yieldsTo?: Yielding<keyof Messages & string> | undefined;
  /**
   * The command that finds it, on a PostgreSQL or in files that are no migrations. Absent: `lint`, by the rule's check. A
   * rule that another command finds has an empty check, and its examples are run by that command.
   */
  readonly foundBy?: OtherCommand | undefined;
  /** Why it is on by default although it speaks in more than one file in ten of some project. */
  readonly loud?: string | undefined;
  /** Directions that it judges. Default: up only. */
  readonly directions?: readonly Direction[] | undefined;
  /** Its fix means another schema: another type, another setting. Absent: with it and without it the schema is the same. */
  readonly fixChangesSchema?: boolean | undefined;
  readonly docs: RuleDocs;
  readonly options: Schema;
  readonly messages: Messages;
  readonly examples: readonly Example<keyof Messages & string>[];
  readonly check: Checks<Messages, z.output<Schema>>;
}

/** A rule with its type parameters erased, as the engine holds it. */
// biome-ignore lint/suspicious/noExplicitAny: erasing three dependent type parameters has no other spelling
export type Rule = RuleDefinition<string, any, any>;

/** Declares a rule; message slots, options and examples are checked by the compiler. */
export function defineRule<
  const Id extends string,
  const Messages extends Record<string, string>,
  Schema extends z.ZodType,
>(rule: RuleDefinition<Id, Messages, Schema>): RuleDefinition<Id, Messages, Schema> {
  return rule;
}
