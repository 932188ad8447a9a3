import { afterAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { allSql } from './all-sql.js';
import { proveFix } from './prove-fix.js';
import { openBench } from './server/open-bench.js';

const all: readonly Rule[] = rules;
const parser = await loadLibpgQuery();
const bench = await openBench(allSql(all));
afterAll(() => bench.close());

const isFixed = ({ fixed, sql }: Rule['examples'][number]): boolean => fixed !== undefined && fixed !== sql;
const fixable = all.filter(({ examples }) => examples.some(isFixed));

describe.each(fixable.map((rule) => [rule.id, rule] as const))(`a fix of %s on ${bench.name}`, (_, rule) => {
  for (const [index, example] of rule.examples.entries()) {
    const { fixed, sql } = example;
    if (fixed === undefined || fixed === sql) continue;
    test(`${index + 1}: ${JSON.stringify(fixed)}`, async ({ skip }) => {
      const proof = await proveFix({ bench, parser }, rule, { ...example, fixed });
      if ('because' in proof) return skip(proof.because);
      if (proof.failures.length > 0) expect.fail(proof.failures.join('\n'));
    });
  }
});
