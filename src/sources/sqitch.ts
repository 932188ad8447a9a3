import type { SourceProblem } from '../core/migration.js';
import { fileProblem, planProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import { type Entry, type Listing, readListing } from './listing.js';
import { sqlFilesIn } from './nested-files.js';
import { byText } from './order.js';
import type { Source } from './source.js';
import { type PlannedChange, readPlan } from './sqitch-plan.js';

const plan = 'sqitch.plan';

/**
 * Sqitch: `deploy/<change>.sql` and `revert/<change>.sql` in order of `sqitch.plan`, run by psql, so that a file's own
 * BEGIN and COMMIT count. Without a plan the order follows the `-- requires:` comments.
 */
export const sqitch: Source = {
  format: 'sqitch',

  async detect(folder) {
    if (folder.files.includes(plan)) return `${plan} is in the folder`;
    const hasBoth = folder.folders.includes('deploy') && folder.folders.includes('revert');
    return hasBoth ? 'it holds the folders deploy and revert' : undefined;
  },

  async read(folder, because, settings) {
    const written = await folder.readOptional(plan);
    const names = await namesIn(folder);
    return readListing({
      format: 'sqitch',
      folder,
      because,
      listing: written === undefined ? await withoutPlan(folder, names) : withPlan(folder, names, readPlan(written)),
      transactionOf: () => settings.transaction ?? 'autocommit',
    });
  },
};

interface Names {
  readonly deploy: readonly string[];
  readonly revert: ReadonlySet<string>;
  readonly verify: readonly string[];
}

async function namesIn(folder: Folder): Promise<Names> {
  const [deploy, revert, verify] = await Promise.all(
    ['deploy', 'revert', 'verify'].map(async (below) =>
      (await sqlFilesIn(folder, below)).map((path) => path.slice(below.length + 1).replace(/\.sql$/, '')),
    ),
  );
  return { deploy: deploy ?? [], revert: new Set(revert), verify: verify ?? [] };
}

const toEntry = (file: string, { revert }: Names, dependencies: readonly string[]): Entry => ({
  name: { id: file, version: '', name: file },
  up: `deploy/${file}.sql`,
  down: revert.has(file) ? `revert/${file}.sql` : undefined,
  dependencies,
});

const verifyScripts = ({ verify }: Names) =>
  verify.map((name) => ({ path: `verify/${name}.sql`, role: 'verify script' }));

function withPlan(folder: Folder, names: Names, changes: readonly PlannedChange[]): Listing {
  const deploy = new Set(names.deploy);
  const fileOf = ({ name, reworkedAt }: PlannedChange): string =>
    reworkedAt === undefined ? name : `${name}@${reworkedAt}`;
  const present = changes.filter((change) => deploy.has(fileOf(change)));
  const planned = new Set(changes.map(fileOf));
  const dependenciesOf = ({ requires }: PlannedChange, at: number): readonly string[] =>
    requires.map((name) => {
      const before = present.slice(0, at).findLast((change) => change.name === name);
      return before === undefined ? name : fileOf(before);
    });
  return {
    entries: present.map((change, at) => toEntry(fileOf(change), names, dependenciesOf(change, at))),
    skipped: [
      ...changes
        .filter((change) => !deploy.has(fileOf(change)))
        .map((change) =>
          planProblem(
            folder,
            'missing-plan-file',
            plan,
            `Line ${change.line} names ${change.name}, and there is no deploy/${fileOf(change)}.sql.`,
          ),
        ),
      ...names.deploy
        .filter((name) => !planned.has(name))
        .map((name) =>
          fileProblem(
            folder,
            'bad-file-name',
            `deploy/${name}.sql`,
            `Sqitch skips this file: ${plan} does not name it.`,
          ),
        ),
      ...orphanReverts(folder, names),
    ],
    companions: verifyScripts(names),
  };
}

const orphanReverts = (folder: Folder, { deploy, revert }: Names): readonly SourceProblem[] =>
  [...revert]
    .filter((name) => !deploy.includes(name))
    .map((name) =>
      fileProblem(folder, 'unpaired-down-file', `revert/${name}.sql`, 'This revert script belongs to no change.'),
    );

async function withoutPlan(folder: Folder, names: Names): Promise<Listing> {
  const files = await folder.read(names.deploy.map((name) => `deploy/${name}.sql`));
  const known = new Set(names.deploy);
  const requires = new Map(
    names.deploy.map((name, at) => {
      const written = [...(files[at]?.text ?? '').matchAll(/^--[ \t]*requires:[ \t]*(\S+)/gm)];
      const all = written.map(([, required = '']) => required.replace(/@.*$/, ''));
      return [name, all.filter((required) => required !== name && known.has(required))];
    }),
  );
  const { order, cycle } = sortByRequirements(names.deploy.toSorted(byReworking), requires);
  return {
    entries: order.map((name) => toEntry(name, names, requires.get(name) ?? [])),
    skipped: [
      planProblem(
        folder,
        'missing-plan-file',
        plan,
        `There is no ${plan}: the order is taken from the "-- requires:" comments.`,
      ),
      ...(cycle === undefined
        ? []
        : [
            fileProblem(
              folder,
              'invalid-format',
              `deploy/${cycle}.sql`,
              `The change ${cycle} requires itself, by way of others.`,
            ),
          ]),
      ...orphanReverts(folder, names),
    ],
    companions: verifyScripts(names),
  };
}

/** The older state of a reworked change comes first. */
function byReworking(a: string, b: string): number {
  const [left = '', leftTag = ''] = a.split('@');
  const [right = '', rightTag = ''] = b.split('@');
  if (left !== right) return byText(left, right);
  if (leftTag === '' || rightTag === '') return leftTag === rightTag ? 0 : leftTag === '' ? 1 : -1;
  return leftTag.localeCompare(rightTag, 'en', { numeric: true });
}

/** Each name after those that it requires, else in the given order. */
export function sortByRequirements(
  names: readonly string[],
  requires: ReadonlyMap<string, readonly string[]>,
): { readonly order: readonly string[]; readonly cycle?: string | undefined } {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  let cycle: string | undefined;
  const visit = (name: string): void => {
    if (state.get(name) === 'open') cycle ??= name;
    if (state.has(name)) return;
    state.set(name, 'open');
    for (const required of requires.get(name) ?? []) visit(required);
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of names) visit(name);
  return { order, cycle };
}
