import { afterAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { runExample } from '../../src/testing.js';
import { allSql } from './all-sql.js';
import type { ExampleProof } from './prove-example.js';
import { proveWorkaround, startsOf, startsOfRule } from './prove-workaround.js';
import { openBench } from './server/open-bench.js';
import { waysIn } from './workaround-files.js';

const all: readonly Rule[] = rules;
const parser = await loadLibpgQuery();
const bench = await openBench(allSql(all));
afterAll(() => bench.close());

const check = (proof: ExampleProof, skip: (note: string) => void): void => {
  if ('because' in proof) skip(proof.because);
  else if (proof.failures.length > 0) expect.fail(proof.failures.join('\n'));
};

describe.each(all.map((rule) => [rule.id, rule] as const))(`%s on ${bench.name}`, (_, rule) => {
  test('has a workaround that can be run', async ({ skip }) => {
    check(await proveWorkaround({ bench, parser }, rule, startsOfRule(rule), rule.docs.workaround), skip);
  });

  for (const example of rule.foundBy === undefined ? rule.examples : []) {
    if (example.reports.length === 0) continue;
    test(`has one for ${JSON.stringify(example.sql)}`, async ({ skip }) => {
      const { findings } = await runExample(rule, example, all);
      const own = new Set(findings.map(({ workaround }) => workaround).filter((text) => text !== rule.docs.workaround));
      if (example.alone || own.size === 0) return skip('it is the general one');
      for (const text of own) {
        if (isComplete(text)) check(await proveWorkaround({ bench, parser }, rule, startsOf(example), text), skip);
      }
    });
  }
});

/** Nothing in it is left for people to write. */
const isComplete = (text: string): boolean =>
  !waysIn(text, parser).some((way) => way.some(({ sql }) => sql.includes('…')));
