import { afterAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/engine/rule.js';
import { rules } from '../../../src/rules/index.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { openPgliteScratch } from '../../../src/verify/scratch/pglite-scratch.js';
import { advisors } from './all-advisors.js';
import { askAdvisors, askRules } from './ask-advisors.js';
import { type Case, casesOf, ruleIds } from './cases.js';
import { differences } from './differences.js';

const all: readonly Rule[] = rules;
const parser = await loadLibpgQuery();
// A server of 15 or later, whose views can be security invokers.
const version = 17;
const scratch = await openPgliteScratch({
  supabase: true,
  sql: advisors.flatMap((advisor) => casesOf(advisor, all, version).map(({ sql }) => sql)),
});
// The migrations name roles that belong to their server.
for (const role of ['visitor', 'app', 'reporting']) await scratch.database.execute(`CREATE ROLE ${role}`);
afterAll(() => scratch.dispose());

const asked = new Map<string, ReturnType<typeof askAdvisors>>();

/** The same migrations are examples of several rules. */
function advisorsOf({ sql, project }: Case): ReturnType<typeof askAdvisors> {
  const key = JSON.stringify([sql, project.exposedSchemas, project.migrations.map(({ up }) => up.transaction)]);
  const answer = asked.get(key) ?? askAdvisors(scratch.database, project, advisors);
  asked.set(key, answer);
  return answer;
}

const metDifferences = new Set<unknown>();

describe.each(advisors.map((advisor) => [advisor.lint, advisor] as const))('%s', (lint, advisor) => {
  const ours = all.filter(({ id }) => ruleIds(advisor).includes(id));

  test('is asked by rules that are there', () => {
    expect(ours.map(({ id }) => id).toSorted()).toEqual([...ruleIds(advisor)].toSorted());
  });

  for (const [index, one] of casesOf(advisor, all, version).entries()) {
    test(`${index + 1}: ${one.sql}`, async ({ skip }) => {
      const named = await advisorsOf(one);
      if ('refused' in named) return one.told === undefined ? skip(named.refused) : expect.fail(named.refused);
      const objects = named.get(lint) ?? [];
      const findings = askRules(parser, one.project, ours, advisor).filter((name) =>
        advisor.rules.some((rule) => name === rule || name.startsWith(`${rule}.`)),
      );
      if (one.told !== undefined) expect(objects.length > 0, `the advisor names ${objects.join(', ')}`).toBe(one.told);
      const who = objects.length > 0 ? 'advisor' : 'rule';
      const listed = differences.filter(
        ({ lint: of, told, cases }) => of === lint && told === who && cases.some((text) => one.sql.includes(text)),
      );
      if (objects.length > 0 === findings.length > 0) return;
      for (const difference of listed) metDifferences.add(difference);
      if (listed.length === 0)
        expect.fail(`advisor: ${objects.join(', ') || 'nothing'}; rules: ${findings.join(', ') || 'nothing'}`);
    });
  }
});

test('every listed difference is one', () => {
  expect(differences.filter((difference) => !metDifferences.has(difference))).toEqual([]);
});
