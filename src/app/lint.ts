import path from 'node:path';
import type { Report, StatementTrace } from '../core/report.js';
import { type HistoryResult, type JudgedStatement, lintHistory } from '../engine/lint-history.js';
import { traceOf } from '../engine/statement-trace.js';
import { rules } from '../rules/index.js';
import type { Parser } from '../sql/parser.js';
import { withBaseline } from './baseline-file.js';
import { describeChanges, describeInput, type Judged } from './describe-input.js';
import type { LintOptions, LintRun } from './lint-options.js';
import { loadParser } from './load-parser.js';
import { loadSettings, type Settings } from './load-settings.js';
import { readWanted, type WantedBatch } from './read-batches.js';
import { isFoundByLint, selectRules } from './rule-settings.js';
import { presetFor, toProject } from './to-project.js';
import { toReport } from './to-report.js';

/**
 * Replays the migrations and judges those that are named.
 * @throws PgairlockError for a config or an input that cannot be used; never for bad SQL, which is a finding.
 */
export const lint = async (options: LintOptions = {}): Promise<Report> => (await runLint(options)).report;

export async function runLint(options: LintOptions = {}): Promise<LintRun> {
  const lap = startClock();
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const config = lap();
  // The WebAssembly compiles while the files are read.
  const loading = loadParser(settings.parser);
  const { batches, changes } = await readWanted(options, settings, cwd);
  const reading = lap();
  const loaded = await loading;
  const parser = lap();
  const judged = batches.map((batch) => toJudged(batch, settings, options.now ?? new Date()));
  const results = judged.map((one) => judge(one, settings, loaded, options));
  const report = toReport({
    context: [...describeInput(judged), ...(changes === undefined ? [] : [describeChanges(judged, changes)])],
    files: results.flatMap(({ files }) => files),
    project: results.flatMap(({ project }) => project),
  });
  return {
    report: await withBaseline(report, settings.baseline, cwd, isFoundByLint),
    maxWarnings: settings.maxWarnings,
    timing: { config, reading, parser, checking: lap() },
  };
}

function startClock(): () => number {
  let last = performance.now();
  return () => {
    const began = last;
    last = performance.now();
    return last - began;
  };
}

function toJudged(batch: WantedBatch, settings: Settings, now: Date): Judged {
  const project = { ...toProject(batch, settings), now: now.toISOString(), base: batch.base };
  return { batch, project, preset: presetFor(project, settings) };
}

function judge(
  { batch, project, preset }: Judged,
  settings: Settings,
  parser: Parser,
  { onProgress, trace }: LintOptions,
): HistoryResult {
  const traces = new Map<string, StatementTrace[]>();
  const result = lintHistory({
    project,
    parser,
    rules: selectRules(preset, ...settings.rules),
    known: rules,
    judged: (file) => batch.judged.has(file),
    onProgress,
    onStatement: trace ? (judged) => keep(traces, judged) : undefined,
  });
  if (!trace) return result;
  return { ...result, files: result.files.map((file) => ({ ...file, trace: traces.get(file.path) ?? [] })) };
}

function keep(traces: Map<string, StatementTrace[]>, judged: JudgedStatement): void {
  const { path: file } = judged.section;
  const before = traces.get(file);
  if (before === undefined) traces.set(file, [traceOf(judged)]);
  else before.push(traceOf(judged));
}
