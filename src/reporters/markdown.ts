import { counted } from '../core/counted.js';
import { type FileReport, type Finding, type Reporter, summarize } from '../core/report.js';
import { countText, severityText } from './count-text.js';
import { liveFindings } from './finding-order.js';
import { onOneLine, withoutControls } from './plain-text.js';
import { toReportPath } from './report-path.js';

/** GitHub refuses a comment of more characters than 65,536; GitLab takes more. */
const mostCharacters = 65_000;

const iconOf = { error: '🛑', warning: '⚠️', info: 'ℹ️' } as const;

/**
 * Markdown for a comment on a pull request: the counts, then a table a file, and what to do instead behind a fold. What a
 * comment cannot hold is left out at the end, and said.
 * @see https://github.github.com/gfm/
 */
export const markdown: Reporter = (report, { cwd }) => {
  const summary = summarize(report);
  const verdict = summary.errors > 0 ? '🛑 These migrations must not be applied' : '✅ Nothing stops these migrations';
  const sections = [
    ...report.files.flatMap((file) => toSection(`\`${toReportPath(file.path, cwd)}\``, file.findings)),
    ...toSection('The history as a whole', report.project),
  ];
  return `${fitted([`### ${verdict}`, `${countText(summary)}.`], sections).join('\n\n')}\n`;
};

/** As many sections as the comment can hold. */
function fitted(head: readonly string[], sections: readonly string[]): readonly string[] {
  const sizes = sections.map((text) => text.length + 2);
  let room = mostCharacters - head.join('\n\n').length;
  const shown = sections.filter((_, at) => {
    room -= sizes[at] ?? 0;
    return room > 0;
  });
  const left = sections.length - shown.length;
  const note = `${counted(left, 'more file has', 'more files have')} findings that do not fit into one comment.`;
  return left === 0 ? [...head, ...shown] : [...head, ...shown, note];
}

function toSection(title: string, findings: FileReport['findings']): readonly string[] {
  const live = liveFindings(findings);
  if (live.length === 0) return [];
  const counts = severityText({
    errors: live.filter(({ severity }) => severity === 'error').length,
    warnings: live.filter(({ severity }) => severity === 'warning').length,
    infos: live.filter(({ severity }) => severity === 'info').length,
  });
  const rows = live.map(toRow).join('\n');
  const table = `| | Line | Finding | Rule |\n|---|---|---|---|\n${rows}`;
  return [`#### ${title}: ${counts}\n\n${table}\n\n${advice(live)}`];
}

const toRow = ({ severity, path, line, message, ruleId, url }: Finding): string =>
  `| ${iconOf[severity]} | ${path === '' ? '' : line} | ${inCell(message)} | ${url === '' ? ruleId : `[${ruleId}](${url})`} |`;

/** Once a rule and a text: five findings of one cause have one way out. */
function advice(findings: readonly Finding[]): string {
  const texts = new Map(
    findings.map((finding) => [`${finding.ruleId}\n${finding.effect}\n${finding.workaround}`, finding]),
  );
  const parts = [...texts.values()].map(
    ({ ruleId, effect, workaround }) => `**${ruleId}**: ${safe(effect)}\n\n${toBlock(workaround)}`,
  );
  return `<details><summary>What happens, and what to write instead</summary>\n\n${parts.join('\n\n')}\n\n</details>`;
}

/** SQL becomes a code block; text that holds blocks of its own stays. */
function toBlock(text: string): string {
  const clean = withoutControls(text).trim();
  return clean.includes('```') || !/;\s*$/m.test(clean) ? clean : `\`\`\`sql\n${clean}\n\`\`\``;
}

const inCell = (text: string): string => safe(onOneLine(text)).replaceAll('|', '\\|');

/** Names of tables are text: no tags, no mentions of people, no emphasis. */
const safe = (text: string): string =>
  withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[*_~[\]]/g, '\\$&')
    .replaceAll('@', '@\u200b');
