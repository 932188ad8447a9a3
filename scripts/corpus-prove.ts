// Proves the downs of a corpus on a real PostgreSQL, up, down and up again, and prints a Markdown table:
//   npx tsx scripts/corpus-prove.ts <corpus> [--only text] [--generated] [--list] [--bin folder] [--no-rows]
// A corpus holds the migrations of each project under <tool>/<project>/. Each project gets a server of its own.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateDowns } from '../src/app/down-sql.js';
import { toProject } from '../src/app/to-project.js';
import { openDatabase } from '../src/database/open-database.js';
import type { Project } from '../src/engine/rule.js';
import { readInput } from '../src/sources/read-input.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { readScript } from '../src/sql/read-script.js';
import { renderDifferences } from '../src/verify/compare/render-differences.js';
import type { DownProof, ProofOutcome, ProvableMigration, ProvableSection } from '../src/verify/prove/proof.js';
import { proveDowns } from '../src/verify/prove/prove-downs.js';
import { commitSection, prepareSection } from '../src/verify/prove/section.js';
import { renderLoss } from '../src/verify/rows/compare-contents.js';
import { startCluster } from '../test/database/cluster.js';
import { createDatabase } from '../test/database/real-server.js';
import { serverBinaries } from '../test/database/server-binaries.js';
import { foldersIn, migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    generated: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    'no-rows': { type: 'boolean', default: false },
    bin: { type: 'string' },
  },
});
const [corpus] = positionals;
const binaries = serverBinaries();
if (!corpus) throw new Error('Usage: corpus-prove.ts <corpus> [--only text] [--generated] [--list] [--bin folder]');
if (typeof binaries === 'string') throw new Error(binaries);
const server = { ...binaries, bin: values.bin ?? binaries.bin };

const parser = await loadLibpgQuery();

const hasStatements = ({ text }: ProvableSection): boolean => readScript(text, parser).statements.length > 0;

/** With the downs of the project, or with generated ones that claim to undo everything. */
function provable(project: Project): readonly ProvableMigration[] {
  const generated = values.generated ? generateDowns(project, parser, () => true) : [];
  const downs = new Map(
    generated.filter(({ completeness }) => completeness === 'complete').map(({ id, sql }) => [id, sql]),
  );
  return project.migrations.map(({ id, up, down: written }) => {
    const text = downs.get(id);
    const down = text === undefined ? undefined : { text, transaction: up.transaction };
    const own = written !== undefined && hasStatements(written) ? written : undefined;
    return { id, up, down: values.generated ? down : own };
  });
}

/** Histories that were read already: a folder of downs leads to that of its ups. */
const seen = new Set<string>();

async function historiesIn(folder: string): Promise<readonly Project[]> {
  const batches = await readInput({ paths: [folder], cwd: corpus ?? '' });
  return batches
    .filter(({ complete, result }) => complete && !seen.has(result.folder ?? '') && seen.add(result.folder ?? ''))
    .map((batch) => toProject(batch, {}));
}

/** Without its plan, Sqitch's order is not known: what can be applied comes first, the rest is tried again after it. */
async function orderByTrial(migrations: readonly ProvableMigration[]): Promise<readonly ProvableMigration[]> {
  const cluster = await startCluster(server);
  const ordered: ProvableMigration[] = [];
  try {
    const database = await openDatabase(await createDatabase(cluster.target));
    let left = migrations;
    for (let before = -1; before < ordered.length && left.length > 0; ) {
      before = ordered.length;
      const failed: ProvableMigration[] = [];
      for (const migration of left) {
        const failure = await commitSection(database, prepareSection(migration.up, parser));
        (failure === undefined ? ordered : failed).push(migration);
      }
      left = failed;
    }
    await database.close();
    return [...ordered, ...left];
  } finally {
    await cluster.stop();
  }
}

/** On a fresh server, as roles outlive a database. */
async function prove(project: Project): Promise<readonly DownProof[]> {
  const asRead = provable(project);
  if (asRead.every(({ down }) => down === undefined)) return [];
  const migrations = project.format === 'sqitch' ? await orderByTrial(asRead) : asRead;
  let cluster = await startCluster(server);
  const proofs: DownProof[] = [];
  const open = async () => {
    if (proofs.length > 0) {
      await cluster.stop();
      cluster = await startCluster(server);
    }
    return openDatabase(await createDatabase(cluster.target));
  };
  try {
    for await (const proof of proveDowns({ migrations, parser, open, rows: !values['no-rows'] })) {
      proofs.push(proof);
      if (values.list) process.stdout.write(describe(proof));
    }
  } finally {
    await cluster.stop();
  }
  return proofs;
}

function describe({ migration, outcome, differences, losses, failure, rowsRefused, rows }: DownProof): string {
  if (outcome === 'no-down' || (outcome === 'restores' && losses.length === 0)) return '';
  const said = (words: string, at: DownProof['failure']): readonly string[] =>
    at === undefined ? [] : [`${words}line ${at.line}: ${at.sqlstate ?? 'no SQL'} ${at.message}`];
  const lines = [
    ...said('', failure),
    ...said(`with rows the ${rowsRefused?.direction} fails, `, rowsRefused?.failure),
    ...(differences.length === 0 ? [] : renderDifferences(differences).split('\n')),
    ...losses.map(renderLoss),
    ...(rows?.notFilled.map(({ table, reason }) => `not filled: ${table}: ${reason}`) ?? []).slice(0, 2),
  ];
  return `${migration}: ${outcome}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

const columns: readonly (readonly [string, (proofs: readonly DownProof[]) => number])[] = [
  ['migrations', (proofs) => proofs.length],
  ['up fails', (proofs) => count(proofs, 'up-fails')],
  ['proved', (proofs) => proofs.filter(isProved).length],
  ['restores', (proofs) => count(proofs, 'restores')],
  ['does not restore', (proofs) => count(proofs, 'does-not-restore')],
  ['… but for the order of columns', (proofs) => proofs.filter(isOrderOnly).length],
  ['down fails', (proofs) => count(proofs, 'down-fails')],
  ['up again fails or differs', (proofs) => count(proofs, 'up-again-fails') + count(proofs, 'up-again-differs')],
  ['loses data', (proofs) => proofs.filter(({ losses }) => losses.length > 0).length],
];

/** A column that comes back comes back as the last one. */
const isOrderOnly = ({ outcome, differences }: DownProof): boolean =>
  outcome === 'does-not-restore' &&
  differences.every((difference) => difference.kind === 'changed' && difference.attribute === 'column order');
const isProved = ({ outcome }: DownProof): boolean => outcome !== 'up-fails' && outcome !== 'no-down';
const count = (proofs: readonly DownProof[], wanted: ProofOutcome): number =>
  proofs.filter(({ outcome }) => outcome === wanted).length;
const toRow = (name: string, proofs: readonly DownProof[]): string =>
  `| ${name} | ${columns.map(([, ask]) => ask(proofs)).join(' | ')} |`;

const rows: string[] = [];
const all: DownProof[] = [];
for (const tool of foldersIn(corpus)) {
  for (const project of foldersIn(tool)) {
    const shown = path.relative(corpus, project);
    if (!shown.includes(values.only)) continue;
    const started = Date.now();
    const proofs: DownProof[] = [];
    for (const folder of migrationFolders(project, (names) => names.includes('revert'))) {
      try {
        for (const history of await historiesIn(folder)) proofs.push(...(await prove(history)));
      } catch (error) {
        process.stderr.write(`${path.relative(corpus, folder)}: ${error instanceof Error ? error.stack : error}\n`);
      }
    }
    if (!proofs.some(isProved)) continue;
    rows.push(toRow(shown, proofs));
    all.push(...proofs);
    const each = Math.round((Date.now() - started) / proofs.filter(isProved).length);
    process.stderr.write(`${shown}: ${each} ms for each down\n`);
  }
}
process.stdout.write(
  [
    `| project | ${columns.map(([name]) => name).join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...rows,
    toRow('all', all),
    '',
  ].join('\n'),
);
