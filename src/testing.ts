import { definitionFailures } from './engine/examples/check-definition.js';
import { exampleFailures } from './engine/examples/check-example.js';
import { type ExampleRun, runExampleWith } from './engine/examples/run-example.js';
import type { Example, Rule } from './engine/rule.js';
import { loadLibpgQuery } from './sql/libpg-query/adapter.js';
import type { Parser } from './sql/parser.js';

export { definitionFailures } from './engine/examples/check-definition.js';
export { exampleFailures } from './engine/examples/check-example.js';
export type { ExampleRun } from './engine/examples/run-example.js';
export type { Example, Rule } from './engine/rule.js';

let loading: Promise<Parser> | undefined;
const loadOnce = (): Promise<Parser> => {
  loading ??= loadLibpgQuery();
  return loading;
};

/**
 * Runs one example through the engine, with that rule alone on.
 * @param known other rules that suppression comments in the example may name
 */
export async function runExample(rule: Rule, example: Example, known: readonly Rule[] = []): Promise<ExampleRun> {
  return runExampleWith(await loadOnce(), rule, example, known);
}

/**
 * Everything that is wrong with a rule, a line each: its definition, and examples that do not do what they say. Examples of
 * rules that another command than lint finds are not run.
 */
export async function checkRule(rule: Rule, known: readonly Rule[] = []): Promise<readonly string[]> {
  const failures = definitionFailures(rule);
  if (rule.foundBy !== undefined) return failures;
  for (const [index, example] of rule.examples.entries()) {
    const run = await runExample(rule, example, known);
    failures.push(...exampleFailures(example, run).map((failure) => `example ${index + 1}: ${failure}`));
  }
  return failures;
}
