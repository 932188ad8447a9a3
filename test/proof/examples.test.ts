import { afterAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../src/engine/rule.js';
import { rules } from '../../src/rules/index.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { allSql } from './all-sql.js';
import { proveExample } from './prove-example.js';
import { openBench } from './server/open-bench.js';

const all: readonly Rule[] = rules;
const parser = await loadLibpgQuery();
const bench = await openBench(allSql(all));
afterAll(() => bench.close());

const shown = all.filter(({ examples }) => examples.length > 0);

describe.each(shown.map((rule) => [rule.id, rule] as const))(`%s on ${bench.name}`, (_, rule) => {
  for (const [index, example] of rule.examples.entries()) {
    test(`${index + 1}: ${JSON.stringify(example.sql)}`, async ({ skip }) => {
      const proof = await proveExample({ bench, parser }, rule, example);
      if ('because' in proof) return skip(proof.because);
      if (proof.failures.length > 0) expect.fail(proof.failures.join('\n'));
    });
  }
});
