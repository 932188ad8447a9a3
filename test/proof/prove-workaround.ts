import { lintHistory } from '../../src/engine/lint-history.js';
import type { Example, Project, Rule } from '../../src/engine/rule.js';
import { type ExampleProof, lackOf } from './prove-example.js';
import { describeRefusal, type Prover, proveHistory, upTurns } from './prove-history.js';
import { type Block, waysIn, workaroundProject } from './workaround-files.js';

/** An example, and the migrations that are there before a workaround begins. */
interface Start {
  readonly example: Example;
  readonly given: readonly string[];
}

/**
 * Runs the blocks of a workaround one after another, from before the SQL that an example shows, or from after it where the
 * workaround makes good what was done. Our own reading of the blocks must not report the rule either.
 */
export async function proveWorkaround(
  prover: Prover,
  rule: Rule,
  starts: readonly Start[],
  text: string,
): Promise<ExampleProof> {
  const ways = waysIn(text, prover.parser);
  if (ways.length === 0) return { because: 'it has no SQL' };
  const failures: string[] = [];
  for (const way of ways) {
    const proof = await proveFromAny(prover, rule, starts, way);
    if ('because' in proof) return proof;
    failures.push(...proof.failures);
  }
  return { failures };
}

async function proveFromAny(
  prover: Prover,
  rule: Rule,
  starts: readonly Start[],
  way: readonly Block[],
): Promise<ExampleProof> {
  let first: ExampleProof | undefined;
  for (const { example, given } of starts) {
    const proof = await proveBlocks(prover, rule, example, given, way);
    if ('because' in proof || proof.failures.length === 0) return proof;
    first ??= proof;
  }
  return first ?? { because: 'no example that reports something shows where it starts' };
}

/** Before and after what the example shows. */
export const startsOf = (example: Example): readonly Start[] => {
  const given = [example.given ?? []].flat();
  return [
    { example, given },
    { example, given: [...given, example.sql] },
  ];
};

export function startsOfRule({ docs, examples }: Rule): readonly Start[] {
  const reporting = examples.filter(({ reports }) => reports.length > 0);
  const [first] = reporting;
  if (docs.workaroundGiven !== undefined && first !== undefined)
    return [{ example: first, given: [docs.workaroundGiven] }];
  return reporting.flatMap(startsOf);
}

async function proveBlocks(
  prover: Prover,
  rule: Rule,
  example: Example,
  given: readonly string[],
  blocks: readonly Block[],
): Promise<ExampleProof> {
  const { bench, parser } = prover;
  const project = workaroundProject(
    example,
    given,
    blocks.map(({ sql }) => sql),
    { parser, version: bench.version },
  );
  const turns = upTurns(project.migrations, (at) => at >= given.length);
  const { failures, refusal } = await proveHistory(prover, project, turns);
  if (refusal?.foreseen && bench.version < meantFor) return { because: `it is for PostgreSQL ${meantFor} and later` };
  const lacks = refusal && lackOf(refusal);
  if (lacks !== undefined) return { because: lacks };
  const silent = project.migrations.slice(given.length).filter((_, at) => blocks[at]?.stillReported === false);
  const reported = reportsIn(
    prover,
    rule,
    example,
    project,
    silent.map(({ path }) => path),
  );
  return { failures: [...failures, ...(refusal ? [describeRefusal(refusal)] : []), ...reported] };
}

/** The version that rules write workarounds for. */
const meantFor = 15;

/**
 * Rules on the history are about files and their names, of which a workaround shows none. These about what is lost and
 * about running code ask for a better time: done then, it is reported as well.
 */
const asksForTime: ReadonlySet<string> = new Set(['history', 'destructive', 'compatibility']);

function reportsIn(
  { parser }: Prover,
  rule: Rule,
  example: Example,
  project: Project,
  paths: readonly string[],
): readonly string[] {
  if (asksForTime.has(rule.category)) return [];
  const active = { rule, severity: rule.severity, options: rule.options.parse(example.options ?? {}) };
  const { files } = lintHistory({ project, parser, rules: [active], judged: (path) => paths.includes(path) });
  return files.flatMap(({ findings }) =>
    findings.flatMap(({ ruleId, message, suppressed }) =>
      ruleId === rule.id && !suppressed ? [`is reported itself: ${message}`] : [],
    ),
  );
}
