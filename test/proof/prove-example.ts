import type { ServerVersion } from '../../src/core/server.js';
import { DatabaseError } from '../../src/database/database-error.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import type { Example, Project } from '../../src/engine/rule.js';
import { lex } from '../../src/sql/lexer.js';
import { readScript } from '../../src/sql/read-script.js';
import { type HistoryProof, type Prover, proveHistory, type Turn, upTurns } from './prove-history.js';

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
export async function proveExample(prover: Prover, example: Example): Promise<HistoryProof | Unproved> {
  const project = projectFor(example, prover.bench.version);
  const { migrations } = project;
  const at = example.alone ? 0 : [example.given ?? []].flat().length;
  const judged = migrations[at];
  if (judged === undefined) throw new Error('An example has no file of its own.');
  const texts = [...migrations.map(({ up }) => up.text), judged.down?.text ?? ''];
  const onlyPsql = texts.some((text) =>
    readScript(text, prover.parser).metaCommands.some((one) => one.command !== 'copy-data'),
  );
  if (onlyPsql) return { because: 'only psql can send it' };
  const unreadable = texts.find((text) => readScript(text, prover.parser).problems.length > 0);
  if (unreadable !== undefined) return proveUnreadable(prover, unreadable, project.supabase);
  const upwards = await proveHistory(
    prover,
    project,
    upTurns(migrations, (one) => one >= at),
  );
  const proof = judged.down && !upwards.refusal ? merge(upwards, await proveDown(prover, project, at)) : upwards;
  if (example.alone && proof.refusal && isMissing(proof.refusal))
    return { because: 'it is judged without what it needs' };
  return proof;
}

function proveDown(prover: Prover, project: Project, at: number): Promise<HistoryProof> {
  const { migrations } = project;
  const down = migrations[at]?.down;
  if (down === undefined) throw new Error('There is no down.');
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
async function proveUnreadable(
  { bench, parser }: Prover,
  text: string,
  supabase: boolean,
): Promise<HistoryProof | Unproved> {
  if (text.includes('\0')) return { because: 'no driver sends a NUL' };
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
