// Reads every project of a corpus, tells what was made of each folder and fails where a file is lost or a format is wrong:
//   npx tsx scripts/corpus-formats.ts <corpus> [--doc docs/formats.md]
// A corpus holds SOURCES.tsv (tool, repository, commit, licence, files, bytes, with_down) and the files of each project
// under <tool>/<owner>__<name>/.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readInput } from '../src/sources/read-input.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { doc: { type: 'string' } } });
const [corpus] = positionals;
if (!corpus) throw new Error('Usage: corpus-formats.ts <corpus>');

const rows = readFileSync(path.join(corpus, 'SOURCES.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .flatMap(([tool, repository, , , , , withDown]) =>
    tool && repository
      ? [
          {
            tool,
            repository,
            withDown: Number(withDown),
            folder: path.join(corpus, tool, repository.replace('/', '__')),
          },
        ]
      : [],
  )
  .filter(({ folder }) => existsSync(folder));

const sqlBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

const table: string[] = [];
let lost = 0;
for (const { tool, repository, withDown, folder: cwd } of rows) {
  const files = sqlBelow(cwd);
  const batches = await readInput({ cwd, paths: ['.'] });
  const known = new Set<string>();
  const formats = new Map<string, number>();
  let [pairs, ups, skipped, others] = [0, 0, 0, 0];
  const problems = new Map<string, number>();
  for (const { result } of batches) {
    formats.set(result.format, (formats.get(result.format) ?? 0) + result.migrations.length);
    for (const { up, down, problems: own } of result.migrations) {
      known.add(up.path);
      ups += 1;
      if (down) pairs += 1;
      if (down) known.add(down.path);
      for (const section of [up, down]) {
        if (section && section.text.length !== section.source.length)
          throw new Error(`Offsets moved in ${section.path}`);
      }
      for (const { ruleId } of own) problems.set(ruleId, (problems.get(ruleId) ?? 0) + 1);
    }
    for (const problem of result.skipped) {
      known.add(problem.path);
      skipped += 1;
      problems.set(problem.ruleId, (problems.get(problem.ruleId) ?? 0) + 1);
    }
    for (const companion of result.companions ?? []) {
      known.add(path.posix.join(result.folder ?? '', companion.path));
      others += 1;
    }
  }
  const missing = files.filter((file) => !known.has(file.split(path.sep).join('/')));
  lost += missing.length;
  if (missing.length > 0) console.error(`${tool}/${repository} lost: ${missing.slice(0, 5).join(', ')}`);
  const list = (counts: ReadonlyMap<string, number>): string =>
    [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  table.push(
    `| ${[tool, repository, list(formats), files.length, ups, pairs, withDown, others, skipped, missing.length, list(problems)].join(' | ')} |`,
  );
}
const columns = 'tool|project|read as|files|migrations|with down|counted|other files|skipped|lost|problems'.split('|');
const markdown = `| ${columns.join(' | ')} |\n|${columns.map(() => ' --- ').join('|')}|\n${table.join('\n')}`;
console.log(markdown);
if (values.doc) {
  const between = /(<!-- projects -->\n)[\s\S]*?(\n<!-- \/projects -->)/;
  writeFileSync(
    values.doc,
    readFileSync(values.doc, 'utf8').replace(between, (_, before: string, after: string) => before + markdown + after),
  );
}
if (lost > 0) process.exitCode = 1;
