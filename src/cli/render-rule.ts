import pc from 'picocolors';
import type { RuleExplanation } from '../app/rule-info.js';
import { presetNames } from '../engine/rule.js';
import type { TextStyle } from './render-rules.js';

/** One rule as a page for the terminal. */
export function renderRule(rule: RuleExplanation, { color, width }: TextStyle): string {
  const colors = pc.createColors(color);
  const columns = Math.min(width, 100);
  const part = (title: string, text: string): readonly string[] => [
    '',
    colors.bold(title),
    ...wrapProse(text, columns),
  ];
  const presets = presetNames.map((preset) => `${preset}: ${rule.presets[preset] ?? 'off'}`).join(', ');
  return [
    `${colors.bold(rule.id)}  ${colors.dim(`${rule.category}, ${presets}`)}`,
    ...(rule.aliases.length > 0 ? [colors.dim(`Also called ${rule.aliases.join(', ')}`)] : []),
    '',
    ...wrapProse(rule.summary, columns),
    ...part('When', rule.condition),
    ...part('Effect', rule.effect),
    ...part('Instead', rule.workaround),
    '',
    colors.bold('More'),
    rule.url,
    ...rule.references,
    '',
  ].join('\n');
}

/** Wraps prose; code between fences keeps its lines, indented instead of fenced. */
function wrapProse(text: string, width: number): readonly string[] {
  return text
    .split(/\n*```[\w -]*(?:\n+|$)/)
    .map((piece, at) => piece.split('\n').flatMap((line) => (at % 2 === 1 ? [`    ${line}`] : wrapLine(line, width))))
    .flatMap((lines, at) => (at === 0 || lines.join('') === '' ? lines : ['', ...lines]))
    .map((line) => line.trimEnd());
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
