import { selectRules } from '../../src/app/rule-settings.js';
import type { Section } from '../../src/core/migration.js';
import type { Finding } from '../../src/core/report.js';
import { type ServerVersion, serverVersions } from '../../src/core/server.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import { lintHistory } from '../../src/engine/lint-history.js';
import { rules } from '../../src/rules/index.js';
import type { Parser } from '../../src/sql/parser.js';
import type { Case } from './read-cases.js';

/** What others always ask is an option here. */
const asTheyAsk = { 'missing-statement-timeout': ['info', { settings: ['statement_timeout'] }] } as const;

/** `-- 1.sql` begins a migration of its own. */
const partMarker = /^-- \d+\.sql$/m;

/** Ids of the rules that speak, all of ours on, whatever their severity. */
export const rulesThatSpeak = (parser: Parser, test: Case): ReadonlySet<string> =>
  new Set(findingsOf(parser, test).map((finding) => finding.ruleId));

export function findingsOf(parser: Parser, { sql, settings }: Pick<Case, 'sql' | 'settings'>): readonly Finding[] {
  const parts = sql.split(partMarker).filter((part) => part.trim() !== '');
  const last = parts.at(-1) ?? '';
  const project = exampleProject({
    ...(partMarker.test(sql) ? { given: parts.slice(0, -1) } : { alone: true }),
    sql: last,
    reports: [],
    project: {
      server: { version: versionOf(settings?.pg_version), timeZone: 'UTC' },
      transaction: transactionOf(sql, settings),
    },
  });
  const { files, project: general } = lintHistory({
    project,
    parser,
    rules: selectRules('strict', asTheyAsk),
    known: rules,
    judged: () => true,
  });
  return [...files.flatMap((file) => file.findings), ...general];
}

/** The nearest version that we know. */
function versionOf(written = '15'): ServerVersion {
  return serverVersions.findLast((version) => version <= Number(written)) ?? 12;
}

function transactionOf(sql: string, settings: Case['settings']): Section['transaction'] {
  if (partMarker.test(sql)) return /^create (?:unique )?index concurrently/im.test(sql) ? 'autocommit' : 'transaction';
  const assumed = settings?.assume_in_transaction === true && !sql.includes('squawk-disable-assume-in-transaction');
  return assumed ? 'transaction' : 'autocommit';
}
