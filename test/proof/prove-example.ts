import type { ServerVersion } from '../../src/core/server.js';
import { DatabaseError } from '../../src/database/database-error.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import type { Example, Project, Rule } from '../../src/engine/rule.js';
import { lex } from '../../src/sql/lexer.js';
import { readScript } from '../../src/sql/read-script.js';
import { isOpaque } from './opaque.js';
import {
  describeRefusal,
  type ForeseenRefusal,
  type HistoryProof,
  type Prover,
  proveHistory,
  type Turn,
  upTurns,
} from './prove-history.js';

/** Why an example says nothing about a server. */
export interface Unproved {
  readonly because: string;
}

/** The example's files, for the server at hand. */
export function projectFor(example: Example, version: ServerVersion, sql = example.sql): Project {
  const project = exampleProject(example, sql);
  return { ...project, server: { ...project.server, version } };
}

/** Runs an example's files; its down after its up, in a history of its own, and what comes later without it. */
export async function proveExample(prover: Prover, rule: Rule, example: Example): Promise<ExampleProof> {
  const because = whyNot(prover, rule, example);
  if (because !== undefined) return { because };
  const project = projectFor(example, prover.bench.version);
  const { migrations } = project;
  const at = example.alone ? 0 : [example.given ?? []].flat().length;
  const unreadable = textsOf(project).find((text) => readScript(text, prover.parser).problems.length > 0);
  if (unreadable !== undefined) return proveUnreadable(prover, unreadable, project.supabase);
  const upwards = await proveHistory(
    prover,
    project,
    upTurns(migrations, (one) => one >= at),
  );
  const proof = upwards.refusal ? upwards : merge(upwards, await proveDown(prover, project, at));
  return judge(example, proof);
}

export type ExampleProof = Unproved | { readonly failures: readonly string[] };

const textsOf = ({ migrations }: Project): readonly string[] =>
  migrations.flatMap(({ up, down }) => [up.text, ...(down ? [down.text] : [])]);

/** What the example is, where that says that no server could show it. */
function whyNot({ bench, parser }: Prover, rule: Rule, example: Example): string | undefined {
  const texts = textsOf(projectFor(example, bench.version));
  const psql = texts.some((text) =>
    readScript(text, parser).metaCommands.some(({ command }) => command !== 'copy-data'),
  );
  if (psql) return 'only psql can send it';
  if (texts.some((text) => text.includes('\0'))) return 'no driver sends a NUL';
  if (example.problems !== undefined) return 'it is another text once the tool sends it';
  if (rule.foundBy === 'verify' && example.reports.length > 0) return 'verify finds it, in tests of its own';
  return undefined;
}

function judge(example: Example, { failures, refusal }: HistoryProof): ExampleProof {
  if (refusal === undefined || refusal.foreseen) return { failures };
  if (example.alone && isMissing(refusal)) return { because: 'it is judged without what it needs' };
  const lacks = lackOf(refusal);
  if (lacks !== undefined) return { because: lacks };
  return isSaid(example, refusal) ? { failures } : { failures: [...failures, describeRefusal(refusal)] };
}

/** What rows hold and what code does as it runs is no certain error, but a rule may speak of it. */
const isSaid = ({ reports, down }: Example, { sqlstate, statement }: ForeseenRefusal): boolean =>
  (reports.length > 0 && (/^2[23]/.test(sqlstate) || (statement !== undefined && isOpaque(statement)))) ||
  (down !== undefined && sqlstate === raised);

/** RAISE: the file says itself that it cannot be run. */
const raised = 'P0001';

/** What this server does not have, and another may. */
export function lackOf({ sqlstate, message }: ForeseenRefusal): string | undefined {
  const lack =
    /^extension ".+" has no update path|^(?:language|database|tablespace|access method) ".+" does not exist$|^extension ".+" (?:is not available|does not exist)$/.exec(
      message,
    )?.[0];
  if (lack !== undefined) return lack;
  return sqlstate === '0A000' && message.includes('does not support SET SCHEMA') ? message : undefined;
}

async function proveDown(prover: Prover, project: Project, at: number): Promise<HistoryProof> {
  const { migrations } = project;
  const down = migrations[at]?.down;
  if (down === undefined) return { failures: [] };
  const turns: readonly Turn[] = [
    ...upTurns(migrations.slice(0, at + 1), () => false),
    { section: down, judged: true },
  ];
  return proveHistory(prover, project, turns);
}

const merge = (a: HistoryProof, b: HistoryProof): HistoryProof => ({
  failures: [...new Set([...a.failures, ...b.failures])],
  refusal: b.refusal,
});

/** A relation, column, function, type or schema that is not there. */
const isMissing = ({ sqlstate }: { readonly sqlstate: string }): boolean =>
  /^(?:42P01|42703|42883|42704|3F000)$/.test(sqlstate);

/** What the parser refuses, the server must refuse as well. */
async function proveUnreadable({ bench, parser }: Prover, text: string, supabase: boolean): Promise<ExampleProof> {
  const database = await bench.fresh(supabase);
  const script = lex(text);
  const refused = script.statements.filter(
    ({ start, end }) => readScript(script.text.slice(start, end), parser).problems.length > 0,
  );
  const failures: string[] = [];
  for (const { start, end } of refused) {
    const sql = script.text.slice(start, end);
    const sqlstate = await database.execute(sql).then(
      () => 'no error',
      (error: unknown) => (error instanceof DatabaseError ? error.sqlstate : String(error)),
    );
    if (!/^(?:42|22|0A)/.test(sqlstate))
      failures.push(`the parser refuses it, and the server answers ${sqlstate}: ${sql}`);
  }
  return refused.length === 0 ? { because: 'it ends within a comment' } : { failures };
}
