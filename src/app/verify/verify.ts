import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';
import type { Report } from '../../core/report.js';
import type { HistoryResult } from '../../engine/lint-history.js';
import type { Batch } from '../../sources/batch.js';
import type { Parser } from '../../sql/parser.js';
import type { ScratchPlace } from '../../verify/scratch/open-scratch.js';
import { withBaseline } from '../baseline-file.js';
import { describeChanges, describeInput, type Judged } from '../describe-input.js';
import { loadParser } from '../load-parser.js';
import { loadSettings, type Settings } from '../load-settings.js';
import { readWanted } from '../read-batches.js';
import { selectRulesOf } from '../rule-settings.js';
import { presetFor, toProject } from '../to-project.js';
import { toReport } from '../to-report.js';
import { describeHistory } from './describe-history.js';
import { historyCache } from './history-cache.js';
import { findsIn, parts } from './parts.js';
import { scratchPlace } from './scratch-place.js';
import { toFindings } from './to-findings.js';
import type { VerifiedHistory, VerifyOptions, VerifyRun } from './verify-options.js';
import { verifyProject } from './verify-project.js';

/**
 * Runs the migrations on a real PostgreSQL: the history from an empty database, what each statement does against what lint
 * says of it, and each down against its up.
 * @throws PgairlockError for a config or an input that cannot be used, and where no server can be had; never for bad SQL.
 */
export async function runVerify(options: VerifyOptions = {}): Promise<VerifyRun> {
  const began = performance.now();
  const cwd = path.resolve(options.cwd ?? '.');
  const place = scratchPlace(options, cwd);
  const settings = await loadSettings(options, cwd);
  const { batches, changes } = await readWanted(options, settings, cwd);
  const parser = await loadParser(settings.parser);
  const wholes = wholeHistories(batches, settings);
  const reading = performance.now() - began;
  const results: Verified[] = [];
  for (const one of wholes) {
    if (one.project.migrations.some(judgedIn(one)))
      results.push(await verifyOne(one, { options, settings, parser, place }));
  }
  const report = toReport({
    context: [
      ...describeInput(wholes),
      ...(changes === undefined ? [] : [describeChanges(wholes, changes)]),
      ...results.flatMap(({ history }) => describeHistory(history)),
    ],
    files: results.flatMap(({ findings }) => findings.files),
    project: results.flatMap(({ findings }) => findings.project),
  });
  return {
    report: await withBaseline(report, settings.baseline, cwd, findsIn(options)),
    histories: results.map(({ history }) => history),
    maxWarnings: settings.maxWarnings,
    timing: { reading, verifying: performance.now() - began - reading },
  };
}

function wholeHistories(batches: readonly Batch[], settings: Settings): readonly Judged[] {
  const wholes = batches
    .filter(({ complete }) => complete)
    .map((batch) => {
      const project = toProject(batch, settings);
      return { batch, project, preset: presetFor(project, settings) };
    });
  if (batches.length > 0 && wholes.length === 0)
    throw new PgairlockError(
      'usage',
      'These files belong to no migrations folder: there is no history to run them after.',
    );
  return wholes;
}

interface Verified {
  readonly history: VerifiedHistory;
  readonly findings: HistoryResult;
}

interface Way {
  readonly options: VerifyOptions;
  readonly settings: Settings;
  readonly parser: Parser;
  readonly place: ScratchPlace;
}

async function verifyOne(one: Judged, { options, settings, parser, place }: Way): Promise<Verified> {
  const { batch, project, preset } = one;
  const judged = judgedIn(one);
  const cache = place.kind === 'pglite' && options.cache ? historyCache(options.cache, project, options) : undefined;
  const folder = batch.result.folder ?? '';
  const history = await verifyProject({ project, folder, parser, judged, place, options, cache });
  const active = selectRulesOf('verify', preset, ...settings.rules);
  return {
    history,
    findings: toFindings({ history, project, parser, judged, rules: active, parts: parts(options) }),
  };
}

/** @throws PgairlockError as `runVerify` does */
export const verify = async (options: VerifyOptions = {}): Promise<Report> => (await runVerify(options)).report;

/** A migration is judged as a whole, whichever of its files is named. */
const judgedIn =
  ({ batch }: Judged) =>
  ({ up, down }: Migration): boolean =>
    batch.judged.has(up.path) || (down !== undefined && batch.judged.has(down.path));
