// npm run create-rule <category> <id>: writes the rule's file and everything that is generated from it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { categories } from '../src/engine/rule.js';
import { ruleScaffold } from '../src/generate/rule-scaffold.js';

const root = join(import.meta.dirname, '..');

function create(category: string | undefined, id: string | undefined): string {
  const known = categories.find((name) => name === category);
  if (!known) return `The category must be one of: ${categories.join(', ')}.`;
  if (!id || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return 'The id must be in kebab-case: drop-table.';
  const path = `src/rules/${known}/${id}.ts`;
  if (categories.some((name) => existsSync(join(root, `src/rules/${name}/${id}.ts`))))
    return `Rule ${id} exists already.`;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), ruleScaffold(known, id));
  const generated = spawnSync('npm', ['run', '--silent', 'generate'], { cwd: root, stdio: 'inherit' });
  if (generated.status !== 0) return 'The rule was written, but `npm run generate` failed.';
  console.log(
    `Wrote ${path}. Its tests fail until its docs and examples are written: npx vitest run test/rules.test.ts -t ${id}`,
  );
  return '';
}

const [category, id] = process.argv.slice(2);
const failure = create(category, id);
if (failure) {
  console.error(failure);
  process.exitCode = 2;
}
