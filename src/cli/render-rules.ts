import pc from 'picocolors';
import type { RuleExplanation } from '../app/rule-info.js';
import { categories, presetNames } from '../engine/rule.js';

export interface TextStyle {
  readonly color: boolean;
  /** Terminal columns. */
  readonly width: number;
}

/** The rules by category, a line each: what the presets make of it, and what it asks for. */
export function renderRules(rules: readonly RuleExplanation[], { color }: TextStyle): string {
  const colors = pc.createColors(color);
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  const row = (id: string, levels: readonly string[], summary: string): string =>
    `  ${id.padEnd(idWidth)}  ${levels.map((level) => level.padEnd(11)).join('  ')}  ${summary}`.trimEnd();
  const sections = categories.flatMap((category) => {
    const members = rules.filter((rule) => rule.category === category);
    if (members.length === 0) return [];
    return [
      '',
      colors.bold(category),
      ...members.map(({ id, presets, summary }) =>
        row(
          id,
          presetNames.map((preset) => presets[preset] ?? 'off'),
          summary,
        ),
      ),
    ];
  });
  return [
    colors.dim(row('', presetNames, '')),
    ...sections,
    '',
    `${rules.length} rules. \`pgairlock explain <rule>\` says more.`,
    '',
  ].join('\n');
}
