import { type LockMode, lockModes } from '../../core/lock-mode.js';
import type { Finding, StatementTrace } from '../../core/report.js';
import { html, type Markup, nothing } from './markup.js';

/** A statement with what it does and what was found in it; findings on the file as a whole have no statement. */
export interface Entry {
  readonly trace?: StatementTrace | undefined;
  readonly findings: readonly Finding[];
}

export function renderEntry({ trace, findings }: Entry): Markup {
  const severities = [...new Set(findings.map(({ severity }) => severity))].join(' ');
  return html`<section class="statement" data-part="${severities}">${trace === undefined ? nothing : renderTrace(trace)}${findings.map(renderFinding)}</section>`;
}

function renderTrace(trace: StatementTrace): Markup {
  const lines = trace.line === trace.endLine ? `Line ${trace.line}` : `Lines ${trace.line} to ${trace.endLine}`;
  const direction = trace.direction === 'down' ? ', down' : '';
  return html`<div class="soft">${lines}${direction}</div><pre><code>${trace.text}</code></pre>${renderFacts(trace)}`;
}

function renderFacts({ locks, rewrites, scans, indexBuilds }: StatementTrace): Markup {
  const facts = [
    ...notable(locks).map(
      ({ relation, mode }) => html`<span><b class="${levelOf(mode)}"></b>${mode} on ${relation}</span>`,
    ),
    ...rewrites.map((table) => html`<span>rewrites ${table}</span>`),
    ...scans.map((table) => html`<span>reads all of ${table}</span>`),
    ...indexBuilds.map((table) => html`<span>builds an index of ${table}</span>`),
  ];
  return facts.length === 0 ? nothing : html`<div class="facts">${facts}</div>`;
}

/** Strongest first. What any SELECT takes is left out: indexes and lookups would drown the rest. */
const notable = (locks: StatementTrace['locks']): StatementTrace['locks'] =>
  locks
    .filter(({ mode }) => mode !== 'ACCESS SHARE')
    .toSorted((a, b) => lockModes.indexOf(b.mode) - lockModes.indexOf(a.mode));

function renderFinding(finding: Finding): Markup {
  const { severity, message, effect, workaround, ruleId, url, path, line, suppressed, suppressionReason } = finding;
  const rule = url === '' ? html`${ruleId}` : html`<a href="${url}">${ruleId}</a>`;
  const why = suppressed
    ? html` <span class="soft">(suppressed${suppressionReason ? `: ${suppressionReason}` : ''})</span>`
    : nothing;
  const instead =
    workaround === '' ? nothing : html`<details><summary>Instead</summary><pre>${workaround}</pre></details>`;
  return html`<div class="finding ${severity}${suppressed ? ' suppressed' : ''}"><p><span class="level">${severity}</span> ${message} <span class="soft">${rule}${path === '' ? '' : `, line ${line}`}</span>${why}</p><p class="soft">${effect}</p>${instead}</div>`;
}

/** A box a statement, coloured by what it keeps others from. */
export const renderStrip = (traces: readonly StatementTrace[]): Markup =>
  html`<span class="strip" aria-hidden="true">${traces.map((trace) => html`<i class="${strongestLevel(trace)}"></i>`)}</span>`;

const strongestLevel = ({ locks }: StatementTrace): string =>
  locks
    .map(({ mode }) => levelOf(mode))
    .toSorted()
    .at(-1) ?? '';

/** Who waits: nobody, other DDL, writes, everybody. */
export const levels: readonly { readonly level: string; readonly waits: string; readonly from: LockMode }[] = [
  { level: 'l1', waits: 'only schema changes of the table wait', from: 'ACCESS SHARE' },
  { level: 'l2', waits: 'schema changes, VACUUM and some locks wait', from: 'SHARE UPDATE EXCLUSIVE' },
  { level: 'l3', waits: 'writes wait', from: 'SHARE' },
  { level: 'l4', waits: 'everybody waits, reads too', from: 'ACCESS EXCLUSIVE' },
];

const levelOf = (mode: LockMode): string =>
  levels.findLast(({ from }) => lockModes.indexOf(from) <= lockModes.indexOf(mode))?.level ?? '';
