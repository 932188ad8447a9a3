import type { Migration, Section } from '../../src/core/migration.js';
import { quoteIdentifier } from '../../src/core/name.js';
import type { Database } from '../../src/database/database.js';
import type { CertainError, Effects } from '../../src/effects/effects.js';
import type { Project } from '../../src/engine/rule.js';
import type { Parser } from '../../src/sql/parser.js';
import { fillTables } from '../../src/verify/rows/fill-tables.js';
import { deedFailures, type EffectsOf } from './deed-failures.js';
import { type Foreseen, foresee } from './foresee.js';
import { type Deed, type Refusal, runSection } from './run-section.js';
import type { Bench } from './server/bench.js';

/** One file in the order in which the files are applied. */
export interface Turn {
  readonly section: Section;
  /** It is what is in question, and not what was there before: rows are in the tables, and its effects are held against. */
  readonly judged: boolean;
}

export interface ForeseenRefusal extends Refusal {
  readonly path: string;
  readonly sql: string;
  readonly foreseen: boolean;
  /** The errors that were foreseen in its place. */
  readonly insteadOf: readonly string[];
}

export interface HistoryProof {
  /** What the server did otherwise than was foreseen, but for the refusal. */
  readonly failures: readonly string[];
  /** Foreseen or not. Nothing was run after it. */
  readonly refusal?: ForeseenRefusal | undefined;
}

export const describeRefusal = ({ sqlstate, message, insteadOf, sql }: ForeseenRefusal): string =>
  `is refused with ${sqlstate} ${message}, foreseen: ${insteadOf.join(', ') || 'nothing'}: ${sql}`;

export interface Prover {
  readonly bench: Bench;
  readonly parser: Parser;
  /** Once all files are applied. */
  readonly atEnd?: ((database: Database) => Promise<void>) | undefined;
}

/** Applies files one after another and holds what the server did against what was foreseen. */
export async function proveHistory(prover: Prover, project: Project, turns: readonly Turn[]): Promise<HistoryProof> {
  const foreseen = foresee(project, prover.parser);
  const attempted = (setting: Setting): Promise<HistoryProof> => attempt(prover, project, turns, foreseen, setting);
  let setting: Setting = { rows: true, roles: [] };
  let proof = await attempted(setting);
  for (let better = amend(setting, proof); better !== undefined; better = amend(setting, proof)) {
    setting = better;
    proof = await attempted(setting);
  }
  return proof;
}

interface Setting {
  /** Rows are in the tables before each file in question. */
  readonly rows: boolean;
  /** Made before. */
  readonly roles: readonly string[];
}

/**
 * Another setting, where it was to blame: roles belong to the server, so that a history may use what it does not make; and
 * rows that were made up may be what no row of this table would be.
 */
function amend({ rows, roles }: Setting, { refusal }: HistoryProof): Setting | undefined {
  if (refusal === undefined || refusal.foreseen) return undefined;
  const [, role] = /^role "(.+)" does not exist$/.exec(refusal.message) ?? [];
  if (role !== undefined && !roles.includes(role)) return { rows, roles: [...roles, role] };
  return rows && isAboutRows(refusal) ? { rows: false, roles } : undefined;
}

/** Data exceptions and violated constraints. */
const isAboutRows = ({ sqlstate }: Refusal): boolean => /^2[23]/.test(sqlstate);

async function attempt(
  { bench, parser, atEnd }: Prover,
  project: Project,
  turns: readonly Turn[],
  foreseen: Foreseen,
  { rows, roles }: Setting,
): Promise<HistoryProof> {
  const database = await bench.fresh(project.supabase || turns.some(({ section }) => needsPlatform(section.text)));
  for (const role of roles) await database.execute(`CREATE ROLE ${quoteIdentifier(role)}`);
  const failures: string[] = [];
  for (const { section, judged } of turns) {
    if (judged && rows) await fill(database);
    const run = await runSection(bench, database, section, parser);
    const effectsOf: EffectsOf = (statement) => foreseen(section.path, statement);
    if (judged) failures.push(...deedFailures(run.deeds, section.text, effectsOf));
    failures.push(...takenFailures(run.deeds, section.text, effectsOf));
    if (run.refusal) return { failures, refusal: toForeseen(run.refusal, section, effectsOf) };
  }
  await atEnd?.(database);
  return { failures };
}

/** Rules about signed-in users judge plain databases as well, and speak of them as Supabase does. */
const needsPlatform = (sql: string): boolean =>
  /\b(?:auth|vault|net|cron|storage)\.\w|\banon\b|\bauthenticated\b/.test(sql);

async function fill(database: Database): Promise<void> {
  await database.execute('BEGIN');
  await fillTables(database);
  await database.execute('COMMIT');
}

const errorsOf = (effects: readonly Effects[]): readonly CertainError[] => effects.flatMap(({ errors }) => errors);

/** What the server should have refused. */
const takenFailures = (deeds: readonly Deed[], text: string, effectsOf: EffectsOf): readonly string[] =>
  deeds.flatMap(({ statement: { index, span } }) =>
    errorsOf(effectsOf(index))
      .slice(0, 1)
      .map(
        ({ sqlstate, message }) =>
          `is taken, though ${sqlstate} ${message} was foreseen: ${text.slice(span.start, span.end)}`,
      ),
  );

function toForeseen(refusal: Refusal, { text, path }: Section, effectsOf: EffectsOf): ForeseenRefusal {
  const { statement } = refusal;
  const states = statement === undefined ? [] : errorsOf(effectsOf(statement.index)).map(({ sqlstate }) => sqlstate);
  return {
    ...refusal,
    path,
    foreseen: states.includes(refusal.sqlstate),
    insteadOf: states,
    sql: statement ? text.slice(statement.span.start, statement.span.end) : 'COMMIT',
  };
}

/** The files in their order, the down of none. */
export const upTurns = (migrations: readonly Migration[], judged: (at: number) => boolean): readonly Turn[] =>
  migrations.map(({ up }, at) => ({ section: up, judged: judged(at) }));
