import { counted } from '../../core/counted.js';
import { type FileReport, type Finding, type Report, type Reporter, summarize } from '../../core/report.js';
import { type Severity, severities } from '../../core/severity.js';
import { countText, severityText } from '../count-text.js';
import { byPlace } from '../finding-order.js';
import { toReportPath } from '../report-path.js';
import { html, type Markup, nothing } from './markup.js';
import { script } from './script.js';
import { type Entry, levels, renderEntry, renderStrip } from './statement.js';
import { style } from './style.js';

/**
 * One page that needs nothing else: the migrations in their order, with every statement, its locks and rewrites, and the
 * findings. It can be searched.
 */
export const htmlPage: Reporter = (report, { cwd }) => {
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Migrations: ${countText(summarize(report))}</title>
<style>${{ markup: style }}</style>
<header>${renderHead(report)}</header>
<main>
${renderForm()}
${renderProject(report)}
<h2>Migrations in their order</h2>
<ol class="timeline">
${report.files.map((file) => renderFile(file, cwd))}
</ol>
</main>
<script>${{ markup: script }}</script>
</html>
`;
  return page.markup;
};

function renderHead(report: Report): Markup {
  const summary = summarize(report);
  const [kind, verdict] =
    summary.errors > 0 ? ['error', 'These migrations must not be applied'] : ['ok', 'Nothing stops these migrations'];
  const traced = report.files.some(({ trace }) => trace !== undefined);
  return html`<h1 class="${kind}">${verdict}</h1>
<div>${countText(summary)}.</div>
${report.context.map((line) => html`<div class="soft">${line}</div>`)}
${traced ? renderLegend() : nothing}`;
}

const renderLegend = (): Markup =>
  html`<div class="legend soft" aria-label="Colours of the statements"><span><i></i>no lock that others meet</span>${levels.map(
    ({ level, waits }) => html`<span><i class="${level}"></i>${waits}</span>`,
  )}</div>`;

const renderForm = (): Markup =>
  html`<form role="search"><input type="search" placeholder="Search names, SQL, rules, tables, locks" aria-label="Search">
${severities.map((severity) => html`<label class="${severity}"><input type="checkbox" value="${severity}"> ${severity}</label>`)}
<button type="button" id="open">Open or close all</button> <span id="shown" class="soft" aria-live="polite"></span></form>`;

function renderProject({ project }: Report): Markup {
  if (project.length === 0) return nothing;
  const entries = project.toSorted(byPlace).map((finding) => renderEntry({ findings: [finding] }));
  return html`<div data-entry="history"><h2>The history as a whole</h2>${entries}</div>`;
}

function renderFile(file: FileReport, cwd: string): Markup {
  const { findings, trace = [] } = file;
  const path = toReportPath(file.path, cwd);
  const live = findings.filter(({ suppressed }) => !suppressed);
  const worst = severities.find((severity) => live.some((finding) => finding.severity === severity));
  const counts = severityText({
    errors: countOf(live, 'error'),
    warnings: countOf(live, 'warning'),
    infos: countOf(live, 'info'),
  });
  return html`<li data-entry="${path}" class="${worst === undefined ? 'clean' : `has-${worst}`}"><details><summary><span class="name">${file.id}</span> <span class="${worst ?? 'soft'}">${counts || 'clean'}</span> <span class="soft">${counted(file.statements, 'statement')}</span>${renderStrip(trace)}</summary>
<div class="soft path">${path}</div>
${toEntries(file).map(renderEntry)}</details></li>
`;
}

const countOf = (findings: readonly Finding[], severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity).length;

/** Each statement with the findings that begin on its lines, and those on the file before them. */
function toEntries({ trace = [], findings }: FileReport): readonly Entry[] {
  const sorted = findings.toSorted(byPlace);
  const owned = trace.map((one) => ({
    trace: one,
    findings: sorted.filter(
      ({ direction, statement, line }) =>
        statement !== undefined && direction === one.direction && line >= one.line && line <= one.endLine,
    ),
  }));
  const taken = new Set<Finding>();
  const entries = owned.map((entry) => {
    // Two statements may share a line: the first has the finding.
    const own = entry.findings.filter((finding) => !taken.has(finding));
    for (const finding of own) taken.add(finding);
    return { ...entry, findings: own };
  });
  const others = sorted.filter((finding) => !taken.has(finding)).map((finding) => ({ findings: [finding] }));
  return [...others, ...entries];
}
