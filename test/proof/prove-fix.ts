import type { Database } from '../../src/database/database.js';
import type { LiveSchema } from '../../src/database/introspection/live-schema.js';
import { takeSnapshot } from '../../src/database/introspection/take-snapshot.js';
import type { Example, Rule } from '../../src/engine/rule.js';
import { compareSchemas } from '../../src/verify/compare/compare-schemas.js';
import { renderDifferences } from '../../src/verify/compare/render-differences.js';
import { type ExampleProof, proveExample } from './prove-example.js';
import type { Prover } from './prove-history.js';

export type FixedExample = Example & { readonly fixed: string };

/**
 * Runs what `--fix` makes of an example. Where the example itself can be applied, both must lead to the same schema; where
 * a fix means another one, the rule says so.
 */
export async function proveFix(prover: Prover, rule: Rule, example: FixedExample): Promise<ExampleProof> {
  const { fixed, after: _, down: __, ...rest } = example;
  const original = await schemaAfter(prover, rule, { ...rest, fixed });
  const mended = await schemaAfter(prover, rule, { ...rest, sql: fixed, reports: [] });
  if (mended.schema === undefined) return mended.proof;
  if (original.schema === undefined || rule.fixChangesSchema) return mended.proof;
  const differences = compareSchemas(original.schema, mended.schema);
  const other = differences.length === 0 ? [] : [renderDifferences(differences)];
  return { failures: [...('failures' in mended.proof ? mended.proof.failures : []), ...other] };
}

interface Outcome {
  readonly proof: ExampleProof;
  /** Absent: it was not applied. */
  readonly schema?: LiveSchema | undefined;
}

async function schemaAfter(prover: Prover, rule: Rule, example: Example): Promise<Outcome> {
  let schema: LiveSchema | undefined;
  const atEnd = async (database: Database): Promise<void> => {
    schema = await takeSnapshot(database);
  };
  const proof = await proveExample({ ...prover, atEnd }, rule, example);
  return { proof, schema };
}
