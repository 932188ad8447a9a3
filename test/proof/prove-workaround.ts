import { lintHistory } from '../../src/engine/lint-history.js';
import type { Example, Project, Rule } from '../../src/engine/rule.js';
import type { ExampleProof } from './prove-example.js';
import { describeRefusal, type Prover, proveHistory, upTurns } from './prove-history.js';
import { sqlBlocks, workaroundProject } from './workaround-files.js';

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
  const blocks = sqlBlocks(text);
  if (blocks.length === 0) return { because: 'it has no SQL' };
  const proofs: (readonly string[])[] = [];
  for (const { example, given } of starts) {
    const proof = await proveBlocks(prover, rule, example, given, blocks);
    if ('because' in proof || proof.failures.length === 0) return proof;
    proofs.push(proof.failures);
  }
  return { failures: proofs[0] ?? ['no example that reports something shows where it starts'] };
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
  blocks: readonly string[],
): Promise<ExampleProof> {
  const { bench, parser } = prover;
  const project = workaroundProject(example, given, blocks, { parser, version: bench.version });
  const turns = upTurns(project.migrations, (at) => at >= given.length);
  const { failures, refusal } = await proveHistory(prover, project, turns);
  if (refusal?.foreseen && bench.version < meantFor) return { because: `it is for PostgreSQL ${meantFor} and later` };
  const reported = reportsIn(prover, rule, example, project, given.length);
  return { failures: [...failures, ...(refusal ? [describeRefusal(refusal)] : []), ...reported] };
}

/** The version that rules write workarounds for. */
const meantFor = 15;

function reportsIn(
  { parser }: Prover,
  rule: Rule,
  example: Example,
  project: Project,
  from: number,
): readonly string[] {
  const paths = new Set(project.migrations.slice(from).map(({ path }) => path));
  const active = { rule, severity: rule.severity, options: rule.options.parse(example.options ?? {}) };
  const { files } = lintHistory({ project, parser, rules: [active], judged: (path) => paths.has(path) });
  return files.flatMap(({ findings }) =>
    findings.flatMap(({ ruleId, message, suppressed }) =>
      ruleId === rule.id && !suppressed ? [`is reported itself: ${message}`] : [],
    ),
  );
}
