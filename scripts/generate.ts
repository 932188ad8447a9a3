// Writes everything that is generated from the rules and the config schema. With --check it writes nothing and fails
// where a file is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runExampleWith } from '../src/engine/examples/run-example.js';
import type { Example, Rule } from '../src/engine/rule.js';
import { betweenMarkers } from '../src/generate/between-markers.js';
import { configSchemaFile } from '../src/generate/config-schema.js';
import { type RuleModule, ruleModuleIndex } from '../src/generate/rule-module-index.js';
import { rulePage } from '../src/generate/rule-page.js';
import { loudShare, type RateBase, type RuleRate, rateText } from '../src/generate/rule-rate.js';
import { ruleIndexPage, ruleTable } from '../src/generate/rule-table.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { coveragePage } from './field/coverage-page.js';
import { differenceTable } from './suites/difference-table.js';
import { differences } from './suites/differences.js';

const root = join(import.meta.dirname, '..');
const at = (path: string): string => join(root, path);
const pages = 'docs/rules';

function ruleModules(): RuleModule[] {
  return readdirSync(at('src/rules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: category }) =>
      readdirSync(at(`src/rules/${category}`)).map((file) => ({ category, id: basename(file, '.ts') })),
    );
}

const load = async <Module>(path: string): Promise<Module> => import(pathToFileURL(at(path)).href);

/** The rules, and a line for each file that does not hold one. */
async function loadRules(modules: readonly RuleModule[]): Promise<{ rules: Rule[]; failures: string[] }> {
  const rules: Rule[] = [];
  const failures: string[] = [];
  for (const { category, id } of modules) {
    const path = `src/rules/${category}/${id}.ts`;
    try {
      const { default: rule } = await load<{ default: Rule }>(path);
      if (rule.id !== id || rule.category !== category)
        throw new Error('its id and category are not those of its path');
      rules.push(rule);
    } catch (cause) {
      failures.push(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return { rules, failures };
}

async function schemaFiles(): Promise<[string, string][]> {
  if (!existsSync(at('src/config/schema.ts'))) return [];
  const { configSchema } = await load<{ configSchema?: Parameters<typeof configSchemaFile>[0] }>(
    'src/config/schema.ts',
  );
  return configSchema ? [['schema/config.schema.json', configSchemaFile(configSchema)]] : [];
}

function readmeFiles(rules: readonly Rule[]): [string, string][] {
  if (!existsSync(at('README.md'))) return [];
  const table = ruleTable(rules, (id) => `${pages}/${id}.md`);
  const text = betweenMarkers(readFileSync(at('README.md'), 'utf8'), 'rules', table);
  return text === undefined ? [] : [['README.md', text]];
}

function comparisonFiles(): [string, string][] {
  const path = 'docs/other-linters.md';
  const here = betweenMarkers(readFileSync(at(path), 'utf8'), 'reported-here', differenceTable(differences, 'here'));
  const text = here && betweenMarkers(here, 'reported-there', differenceTable(differences, 'there'));
  return text === undefined ? [] : [[path, text]];
}

/** The page on writing rules shows a rule as it is. */
function writingRulesFiles(): [string, string][] {
  const path = 'docs/writing-rules.md';
  const code = readFileSync(at('src/rules/locks/add-column-serial.ts'), 'utf8').trimEnd();
  const text = betweenMarkers(readFileSync(at(path), 'utf8'), 'example-rule', `\`\`\`ts\n${code}\n\`\`\``);
  return text === undefined ? [] : [[path, text]];
}

const isStale = (path: string, text: string): boolean =>
  !existsSync(at(path)) || readFileSync(at(path), 'utf8') !== text;

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** Pages of rules that are gone. */
function leftovers(modules: readonly RuleModule[]): string[] {
  if (!existsSync(at(pages))) return [];
  const kept = new Set([
    'README.md',
    'not-included.md',
    'coverage.md',
    'security-advisors.md',
    ...modules.map(({ id }) => `${id}.md`),
  ]);
  return readdirSync(at(pages))
    .filter((file) => !kept.has(file))
    .map((file) => `${pages}/${file}`);
}

const modules = ruleModules();
const index: [string, string] = ['src/rules/index.ts', ruleModuleIndex(modules)];
const check = process.argv.includes('--check');
// First, since the config schema imports it.
if (!check && isStale(...index)) write(...index);

const { rules, failures } = await loadRules(modules);
const rates: RateBase & { readonly rules: Readonly<Record<string, RuleRate>> } = JSON.parse(
  readFileSync(at('scripts/field/rates.json'), 'utf8'),
);
const rateOf = ({ id }: Rule): string | undefined => {
  const rate = rates.rules[id];
  return rate && rateText(rate, rates);
};
const parser = await loadLibpgQuery();
/** What other commands find has no example that could be run here. */
const messagesOf = (rule: Rule): ((example: Example) => readonly string[]) | undefined =>
  rule.foundBy === undefined
    ? (example) => runExampleWith(parser, rule, example, rules).findings.map(({ message }) => message)
    : undefined;
/** A rule that is loud in some project needs a reason to be on for everybody. */
for (const { id, presets, loud } of rules)
  if (
    presets.recommended &&
    presets.recommended !== 'info' &&
    (rates.rules[id]?.most ?? 0) > loudShare &&
    loud === undefined
  )
    failures.push(`${id} speaks in more than one file in ten of a project: say in \`loud\` why it is in recommended`);
const files = [
  index,
  ...rules.map((rule): [string, string] => [
    `${pages}/${rule.id}.md`,
    rulePage(rule, { rate: rateOf(rule), messagesOf: messagesOf(rule) }),
  ]),
  [`${pages}/README.md`, ruleIndexPage(rules)] as [string, string],
  [`${pages}/coverage.md`, coveragePage(rules, readFileSync(at(`${pages}/not-included.md`), 'utf8'))] as [
    string,
    string,
  ],
  ...readmeFiles(rules),
  ...comparisonFiles(),
  ...writingRulesFiles(),
  ...(await schemaFiles()),
];
const stale = files.filter(([path, text]) => isStale(path, text));
const gone = leftovers(modules);
if (check) failures.push(...[...stale.map(([path]) => path), ...gone].map((path) => `${path} is stale`));
else {
  for (const [path, text] of stale) write(path, text);
  for (const path of gone) rmSync(at(path));
}
for (const failure of failures) console.error(failure);
if (check && failures.length > 0) console.error('Run `npm run generate`.');
process.exitCode = failures.length > 0 ? 1 : 0;
