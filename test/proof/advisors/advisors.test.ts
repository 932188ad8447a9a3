import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/engine/rule.js';
import { rules } from '../../../src/rules/index.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { openPgliteScratch } from '../../../src/verify/scratch/pglite-scratch.js';
import { advisors, differences } from './all-advisors.js';
import { askAdvisors, askRules } from './ask-advisors.js';
import { type Case, casesOf, ruleIds } from './cases.js';
import { advisorsPage, type Count } from './page.js';

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
const counts = new Map<string, Count>();

function count(lint: string, agree: boolean): void {
  const { run, agreed } = counts.get(lint) ?? { run: 0, agreed: 0 };
  counts.set(lint, { run: run + 1, agreed: agreed + (agree ? 1 : 0) });
}

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
      const agree = objects.length > 0 === findings.length > 0;
      count(lint, agree);
      if (agree) return;
      for (const difference of listed) metDifferences.add(difference);
      if (listed.length === 0)
        expect.fail(`advisor: ${objects.join(', ') || 'nothing'}; rules: ${findings.join(', ') || 'nothing'}`);
    });
  }
});

test('every listed difference is one', () => {
  expect(differences.filter((difference) => !metDifferences.has(difference))).toEqual([]);
});

test('the page says so', () => {
  const file = 'docs/rules/security-advisors.md';
  const page = advisorsPage(advisors, differences, counts);
  if (process.env.PROOF_WRITE !== undefined) writeFileSync(file, page);
  expect(withoutCounts(readFileSync(file, 'utf8'))).toBe(withoutCounts(page));
});

/** Each new example counts, and need not be written down at once. */
const withoutCounts = (page: string): string => page.replace(/(?: \d+ \|){3}$/gm, '');
