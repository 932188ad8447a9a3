import type { Advisor } from './advisor.js';
import type { Difference } from './difference.js';

/** How many cases an advisor and its rules were asked about, and in how many of them both said the same. */
export interface Count {
  readonly run: number;
  readonly agreed: number;
}

const lead = `# The rules and Supabase's advisors

Supabase's [database advisors](https://supabase.com/docs/guides/database/database-advisors) look at a running database.
The rules look at the migrations before they run. For each advisor whose question SQL can answer, its condition is
written here as a query of our own, and \`npm run test:proof\` applies the examples of the rules, and cases of its own, to a
database like that of a new Supabase project: whenever the query finds something, one of the rules has to report, and the
other way around. Differences that are meant are listed below; any other one fails the test.

The conditions follow what the advisors' documentation says. Where the advisors change, these queries do not.

Left out are \`0005_unused_index\`, \`0020_table_bloat\` and \`0022_extension_versions_outdated\`: they ask what happened on a
server, or what it has at hand, and no migration tells that.
`;

const idOf = (rule: string): string => rule.split('.', 1)[0] ?? '';

const linksOf = ({ rules }: Advisor): string =>
  [...new Set(rules.map(idOf))].map((id) => `[\`${id}\`](${id}.md)`).join(', ');

const whoSays = { advisor: 'the advisor', rule: 'the rule' } as const;

/** docs/rules/security-advisors.md */
export function advisorsPage(
  advisors: readonly Advisor[],
  differences: readonly Difference[],
  counts: ReadonlyMap<string, Count>,
): string {
  const agreement = advisors.map((advisor) => {
    const { run, agreed } = counts.get(advisor.lint) ?? { run: 0, agreed: 0 };
    return `| \`${advisor.lint}\` | ${linksOf(advisor)} | ${run} | ${agreed} | ${run - agreed} |`;
  });
  const meant = differences.map(({ lint, told, because }) => `| \`${lint}\` | ${whoSays[told]} | ${because} |`);
  return [
    lead,
    '## Agreement\n',
    '| advisor | rules | cases | agree | differ |',
    '|---|---|---|---|---|',
    ...agreement,
    '',
    '## Differences that are meant\n',
    '| advisor | who reports | why |',
    '|---|---|---|',
    ...meant,
    '',
  ].join('\n');
}
