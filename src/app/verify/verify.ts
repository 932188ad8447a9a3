import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { Migration } from '../../core/migration.js';
import type { Report } from '../../core/report.js';
import type { HistoryResult } from '../../engine/lint-history.js';
import { rules } from '../../rules/index.js';
import { withBaseline } from '../baseline-file.js';
import { describeChanges, describeInput, type Judged } from '../describe-input.js';
import { loadParser } from '../load-parser.js';
import { loadSettings } from '../load-settings.js';
import { readWanted } from '../read-batches.js';
import { toRuleInfo } from '../rule-info.js';
import { selectRulesOf } from '../rule-settings.js';
import { presetFor, toProject } from '../to-project.js';
import { tool } from '../version.js';
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
  const all = batches.map((batch): Judged => {
    const project = toProject(batch, settings);
    return { batch, project, preset: presetFor(project, settings) };
  });
  const wholes = all.filter(({ batch }) => batch.complete);
  if (all.length > 0 && wholes.length === 0)
    throw new PgairlockError(
      'usage',
      'These files belong to no migrations folder: there is no history to run them after.',
    );
  const reading = performance.now() - began;
  const results: { readonly history: VerifiedHistory; readonly findings: HistoryResult }[] = [];
  for (const one of wholes) {
    const judged = judgedIn(one);
    if (!one.project.migrations.some(judged)) continue;
    const cache =
      place.kind === 'pglite' && options.cache ? historyCache(options.cache, one.project, options) : undefined;
    const folder = one.batch.result.folder ?? '';
    const history = await verifyProject({ project: one.project, folder, parser, judged, place, options, cache });
    results.push({
      history,
      findings: toFindings({
        history,
        project: one.project,
        parser,
        judged,
        rules: selectRulesOf('verify', one.preset, ...settings.rules),
        parts: parts(options),
      }),
    });
  }
  const report: Report = {
    tool,
    context: [
      ...describeInput(wholes),
      ...(changes === undefined ? [] : [describeChanges(wholes, changes)]),
      ...results.flatMap(({ history }) => describeHistory(history)),
    ],
    files: results.flatMap(({ findings }) => findings.files),
    project: results.flatMap(({ findings }) => findings.project),
    rules: rules.map(toRuleInfo),
  };
  return {
    report:
      settings.baseline === undefined ? report : await withBaseline(report, settings.baseline, cwd, findsIn(options)),
    histories: results.map(({ history }) => history),
    maxWarnings: settings.maxWarnings,
    timing: { reading, verifying: performance.now() - began - reading },
  };
}

/** @throws PgairlockError as `runVerify` does */
export const verify = async (options: VerifyOptions = {}): Promise<Report> => (await runVerify(options)).report;

/** A migration is judged as a whole, whichever of its files is named. */
const judgedIn =
  ({ batch }: Judged) =>
  ({ up, down }: Migration): boolean =>
    batch.judged.has(up.path) || (down !== undefined && batch.judged.has(down.path));
